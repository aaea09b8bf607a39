import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { chooseLanguage } from '../i18n/language.ts';
import { ErrorBoundary } from './error-boundary.tsx';

function Broken(): never {
  throw new Error('a component has failed');
}

it('says what happened and offers a way on instead of a blank page', async () => {
  chooseLanguage('zh-CN');
  const container = document.createElement('div');
  document.body.append(container);
  const reported = vi.fn<(error: unknown) => void>();
  const root = createRoot(container, { onCaughtError: reported });
  root.render(
    <ErrorBoundary>
      <Broken />
    </ErrorBoundary>,
  );
  await expect.element(page.getByRole('heading', { name: '页面出了错' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: '重新打开页面' })).toBeVisible();
  expect(container.textContent).toContain('a component has failed');
  expect(reported).toHaveBeenCalledOnce();
  root.unmount();
  container.remove();
});
