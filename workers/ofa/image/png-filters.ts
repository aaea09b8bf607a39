function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/**
 * Undoes a row's filter in place (PNG specification, section 9).
 *
 * @param previous The row above, unfiltered; zeros for the first.
 * @param pixelBytes Bytes of a pixel, at least 1.
 * @returns false for a filter that does not exist
 */
export function unfilterRow(
  filter: number,
  row: Uint8Array,
  previous: Uint8Array,
  pixelBytes: number,
): boolean {
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let index = pixelBytes; index < row.length; index += 1) row[index] += row[index - pixelBytes];
      return true;
    case 2:
      for (let index = 0; index < row.length; index += 1) row[index] += previous[index];
      return true;
    case 3:
      for (let index = 0; index < row.length; index += 1) {
        const left = index < pixelBytes ? 0 : row[index - pixelBytes];
        row[index] += (left + previous[index]) >> 1;
      }
      return true;
    case 4:
      for (let index = 0; index < row.length; index += 1) {
        const isFirst = index < pixelBytes;
        row[index] += paeth(
          isFirst ? 0 : row[index - pixelBytes],
          previous[index],
          isFirst ? 0 : previous[index - pixelBytes],
        );
      }
      return true;
    default:
      return false;
  }
}
