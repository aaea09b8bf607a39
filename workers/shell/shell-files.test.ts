import { describe, expect, it } from 'vitest';
import { engineFiles, partFiles, versionOf } from './shell-files.ts';

const files = [
  { url: 'index.html', integrity: 'sha256-a' },
  { url: 'assets/index-x1.js', integrity: 'sha256-b' },
  { url: 'assets/caption.worker-x2.js', integrity: 'sha256-c' },
  { url: 'assets/ort-wasm-simd-threaded-x3.mjs', integrity: 'sha256-d' },
  { url: 'assets/ort-wasm-simd-threaded-x4.wasm', integrity: 'sha256-e' },
  { url: 'assets/ort-wasm-simd-threaded.asyncify-x5.wasm', integrity: 'sha256-f' },
  { url: 'assets/noto-sans-sc-97-x6.woff2', integrity: 'sha256-g' },
  { url: 'samples/cat.jpg', integrity: 'sha256-h' },
  { url: 'assets/heic.worker-x7.js', integrity: 'sha256-j' },
  { url: 'assets/libheif-x8.wasm', integrity: 'sha256-k' },
  { url: 'icon.svg', integrity: 'sha256-i' },
];

describe('files of the page', () => {
  it('are kept at once if the page opens with them, else on use', () => {
    const { atOnce, onUse } = partFiles(files);
    expect(atOnce).toEqual(['index.html', 'assets/index-x1.js', 'assets/caption.worker-x2.js', 'icon.svg']);
    expect(onUse).toHaveLength(7);
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
    const changed = files.map((file) =>
      file.url === 'icon.svg' ? { ...file, integrity: 'sha256-z' } : file,
    );
    expect(versionOf(files)).toMatch(/^[0-9a-f]{8}$/u);
    expect(versionOf(changed)).not.toBe(versionOf(files));
    expect(versionOf(files.slice(1))).not.toBe(versionOf(files));
  });
});
