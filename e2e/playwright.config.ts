import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './chromium.ts';
import { findFirefox } from './firefox.ts';

const port = 4173;
const desktop = { width: 1440, height: 900 };
const hasFirefox = findFirefox() !== undefined;
// The processes that run the tests read this file as well.
if (!hasFirefox && process.env.TEST_WORKER_INDEX === undefined)
  console.warn(
    'NO FIREFOX FOUND: its journeys are skipped. Install one, or set FIREFOX_PATH to its executable.',
  );

export default defineConfig({
  testDir: fileURLToPath(new URL('.', import.meta.url)),
  outputDir: fileURLToPath(new URL('../test-results', import.meta.url)),
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // Every journey runs the model on the machine's cores; side by side they would only slow each other down.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    locale: 'zh-CN',
    // A trace of every test doubles the time of all; `--trace on` makes one of a test that fails.
    screenshot: 'only-on-failure',
  },
  projects: [
    ...[
      { name: 'desktop', use: { viewport: desktop } },
      { name: 'phone', use: { ...devices['Pixel 7'] }, grep: /@phone/ },
    ].map(({ use, ...project }) => ({
      ...project,
      use: { ...use, launchOptions: { executablePath: chromiumPath(), args: chromiumArguments } },
    })),
    ...(hasFirefox
      ? [
          // Without what needs a clipboard that holds pictures, a camera or a pointer that drags files, none of which
          // Firefox has without a window; and without other colours, which its protocol cannot ask for.
          {
            name: 'firefox',
            use: {
              browserName: 'firefox' as const,
              // The protocol that every Firefox speaks, not only the one that Playwright builds.
              channel: 'moz-firefox',
              viewport: desktop,
              launchOptions: {
                executablePath: fileURLToPath(new URL('firefox-for-playwright.ts', import.meta.url)),
              },
            },
            grep: /@firefox/,
            // Driven like this, one start in some twenty stops for ever: a worker that starts a worker of its own, as
            // ONNX Runtime does for its threads, waits for a notice that the other has taken.
            retries: 3,
          },
        ]
      : []),
  ],
  webServer: {
    command: `npx vite build --logLevel warn && npx vite preview --host 127.0.0.1 --strictPort --port ${port}`,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 180_000,
  },
});
