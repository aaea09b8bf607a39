import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pagePolicy, securityHeaders } from './security-headers.ts';

const reactAria = new URL('../../node_modules/react-aria/dist/private/', import.meta.url);

/** The style sheets that a module of react-aria writes into the page. */
function styleSheets(path: string): string[] {
  const code = readFileSync(new URL(path, reactAria), 'utf8');
  const attribute = /PRESSABLE_ATTRIBUTE = '([^']+)'/u.exec(code)?.[1] ?? '';
  return Array.from(code.matchAll(/textContent = `([^`]+)`/gu), ([, text]) =>
    text.replaceAll(/\$\{[^}]+\}/gu, attribute).trim(),
  );
}

describe('the security policy', () => {
  it('runs no inline script, evaluates no string and allows styles by hash only', () => {
    expect(pagePolicy).not.toMatch(/unsafe-(?:inline|eval|hashes)(?<!wasm-unsafe-eval)/u);
    expect(pagePolicy).toContain("default-src 'none'");
  });

  it('allows every style sheet that react-aria writes, and no other', () => {
    const sheets = [
      ...styleSheets('interactions/usePress.mjs'),
      ...styleSheets('overlays/usePreventScroll.mjs'),
    ];
    const hashes = sheets.map((sheet) => `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`);
    expect(hashes).toHaveLength(2);
    expect(pagePolicy).toContain(`style-src 'self' ${hashes.join(' ')};`);
  });

  it('lets nobody frame the page, where headers can say so', () => {
    expect(securityHeaders['Content-Security-Policy']).toBe(`${pagePolicy}; frame-ancestors 'none'`);
  });
});
