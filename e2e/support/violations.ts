import type { Page } from '@playwright/test';

/**
 * What the browser has refused by the page's security policy, in the page and in its workers. Call before the page is
 * opened; the array fills while it is used.
 */
export function watchViolations(page: Page): readonly string[] {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted(?:HTML|Script|ScriptURL|Type)/u.test(message.text()))
      violations.push(message.text().slice(0, 300));
  });
  page.on('pageerror', ({ message }) => violations.push(message));
  return violations;
}
