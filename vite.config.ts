import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, chromiumPath } from './e2e/chromium.ts';
import { sharedPicture } from './workers/protocol/shared-picture.ts';
import { isolationHeaders, pagePolicy, securityHeaders } from './workers/shell/security-headers.ts';

/**
 * Writes the content security policy into the built page, and the headers of all files into `_headers`, which Netlify,
 * Cloudflare Pages and others read. The development server has no policy: it works by inline scripts and styles.
 */
const guarded: Plugin = {
  name: 'guarded',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
      injectTo: 'head-prepend',
    },
  ],
  generateBundle() {
    const lines = Object.entries(securityHeaders).map(([name, value]) => `  ${name}: ${value}`);
    this.emitFile({ type: 'asset', fileName: '_headers', source: `/*\n${lines.join('\n')}\n` });
  },
};

/** Fontsource lists a WOFF beside every WOFF2, for browsers that could not run this page: it stays out of the build. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform: {
    filter: { id: /\/@fontsource\/.*\.css$/ },
    handler: (code) => code.replaceAll(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/gu, ''),
  },
};

let builtInto = '';

/** Where a build is written to, for those who read its files. */
const noteFolder: Plugin = {
  name: 'note-folder',
  configResolved: ({ root, build }) => {
    builtInto = resolve(root, build.outDir);
  },
};

async function integrityOf(url: string): Promise<string> {
  const content = await readFile(join(builtInto, url));
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

/** Web app manifest and service worker. The worker is told every file of the build but the models, with its hash. */
const installable = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'workers',
  filename: 'shell.worker.ts',
  // The page registers the worker itself and asks before an update (src/offline).
  registerType: 'prompt',
  injectRegister: false,
  includeManifestIcons: false,
  injectManifest: {
    injectionPoint: 'self.shellFiles',
    globPatterns: ['**/*.{html,js,mjs,css,svg,png,jpg,woff2,wasm,webmanifest}'],
    globIgnores: ['models/**', 'shell.worker.js'],
    // ONNX Runtime is large; the worker keeps it on first use.
    maximumFileSizeToCacheInBytes: 64 * 2 ** 20,
    rollupFormat: 'iife',
    manifestTransforms: [
      async (entries) => {
        const hashed = entries.map(async (entry) => ({ ...entry, integrity: await integrityOf(entry.url) }));
        return { manifest: await Promise.all(hashed) };
      },
    ],
  },
  manifest: {
    name: '表情包 · OFA Meme',
    short_name: '表情包',
    description: '丢一张图，浏览器里的 OFA 模型就给它配上字，存成表情包。',
    lang: 'zh-CN',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#faf5ea',
    theme_color: '#faf5ea',
    share_target: {
      action: `./${sharedPicture.action}`,
      method: 'POST',
      enctype: 'multipart/form-data',
      params: { files: [{ name: sharedPicture.field, accept: ['image/*', '.heic', '.heif'] }] },
    },
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
});

export default defineConfig({
  base: './',
  plugins: [react(), woff2Only, guarded, noteFolder, installable],
  // The condition keeps ONNX Runtime's glue out of our worker chunk: merged into it, the production build
  // hangs as soon as it starts a second thread (https://github.com/microsoft/onnxruntime/pull/23487).
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  // The security policy knows no `data:` fonts; and a font that is not needed should not be fetched with the styles.
  build: { target: 'esnext', assetsInlineLimit: 0 },
  server: { headers: isolationHeaders },
  preview: { headers: securityHeaders },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'workers/**/*.test.ts'],
          exclude: ['**/*.browser.test.*'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // Found only while tests run, these would be bundled then and the page reloaded under the tests.
        optimizeDeps: { entries: ['src/main.tsx', 'workers/*.worker.ts'] },
        server: { fs: { allow: [fileURLToPath(new URL('.', import.meta.url))] } },
        test: {
          name: 'browser',
          globalSetup: ['workers/testing/hub-control.ts'],
          include: ['src/**/*.browser.test.{ts,tsx}', 'workers/**/*.browser.test.ts'],
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromiumPath(), args: chromiumArguments },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
