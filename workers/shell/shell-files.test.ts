import { describe, expect, it } from 'vitest';
import { engineFiles, partFiles, versionOf } from './shell-files.ts';

const files = [
  { url: 'index.html', revision: 'a' },
  { url: 'assets/index-x1.js', revision: null },
  { url: 'assets/caption.worker-x2.js', revision: null },
  { url: 'assets/ort-wasm-simd-threaded-x3.mjs', revision: null },
  { url: 'assets/ort-wasm-simd-threaded-x4.wasm', revision: null },
  { url: 'assets/ort-wasm-simd-threaded.asyncify-x5.wasm', revision: null },
  { url: 'assets/noto-sans-sc-97-x6.woff2', revision: null },
  { url: 'samples/cat.jpg', revision: 'b' },
  { url: 'icon.svg', revision: 'c' },
];

describe('files of the page', () => {
  it('are kept at once if the page opens with them, else on use', () => {
    const { atOnce, onUse } = partFiles(files);
    expect(atOnce).toEqual(['index.html', 'assets/index-x1.js', 'assets/caption.worker-x2.js', 'icon.svg']);
    expect(onUse).toHaveLength(5);
  });

  it('that run a backend are only its own', () => {
    const { onUse } = partFiles(files);
    expect(engineFiles(onUse, 'wasm')).toEqual([
      'assets/ort-wasm-simd-threaded-x3.mjs',
      'assets/ort-wasm-simd-threaded-x4.wasm',
    ]);
    expect(engineFiles(onUse, 'webgpu')).toEqual(['assets/ort-wasm-simd-threaded.asyncify-x5.wasm']);
  });
});

describe('the version', () => {
  it('changes with any file', () => {
    const changed = files.map((file) => (file.url === 'icon.svg' ? { ...file, revision: 'd' } : file));
    expect(versionOf(files)).toMatch(/^[0-9a-f]{8}$/u);
    expect(versionOf(changed)).not.toBe(versionOf(files));
    expect(versionOf(files.slice(1))).not.toBe(versionOf(files));
  });
});
