/** Pixels of one character in the system's own face. */
function pixelsOf(character: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 32;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return character;
  context.font = '24px system-ui, sans-serif';
  context.fillText(character, 2, 26);
  return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
}

/** True if the device can write Chinese: one that cannot paints the same box for every character. */
export function hasChineseGlyphs(): boolean {
  return pixelsOf('表') !== pixelsOf('情');
}
