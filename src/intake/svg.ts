import type { Size } from '../meme/document.ts';

/** What may stand before the root element, and the root element's own tag. */
const rootTag =
  /^\uFEFF?(?:\s|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\][^>]*)?>)*<svg\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/iu;

/** Longest side in pixels of a drawing that says none, and the most of one that does. */
const ownSide = 1024;
const mostSide = 8192;

/** CSS pixels of the units that a length may be given in. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

function attribute(tag: string, name: string): string | null {
  const [, , value = null] =
    new RegExp(`(?:^|[\\s"'])${name}\\s*=\\s*(["'])([^]*?)\\1`, 'iu').exec(tag) ?? [];
  return value;
}

function pixels(length: string | null): number | null {
  const [, digits, unit] = /^\s*\+?([\d.]+(?:e[+-]?\d+)?)\s*([a-z%]*)\s*$/iu.exec(length ?? '') ?? [];
  const size = Number(digits) * (units[unit?.toLowerCase()] ?? Number.NaN);
  return Number.isFinite(size) && size > 0 ? size : null;
}

interface Measured extends Size {
  readonly viewBox: string;
}

/** Size in CSS pixels: as the file says, else by its view box's ratio. */
function measure(tag: string): Measured {
  const viewBox = attribute(tag, 'viewBox')?.trim() ?? '';
  const [, , boxWidth, boxHeight] = viewBox.split(/[\s,]+/u).map(Number);
  const hasBox = boxWidth > 0 && boxHeight > 0;
  const ratio = hasBox ? boxWidth / boxHeight : 1;
  const saidWidth = pixels(attribute(tag, 'width'));
  const saidHeight = pixels(attribute(tag, 'height'));
  const width = saidWidth ?? (saidHeight === null ? ownSide * Math.min(1, ratio) : saidHeight * ratio);
  const height = saidHeight ?? width / ratio;
  return { width, height, viewBox: hasBox ? viewBox : `0 0 ${width} ${height}` };
}

/** True if a text is an SVG drawing; its beginning is enough. */
export function isSvg(text: string): boolean {
  return rootTag.test(text);
}

/** An SVG drawing with its size in whole pixels, and that size written into it. */
export interface SizedSvg extends Size {
  readonly text: string;
}

/**
 * A drawing with a size, which not every browser gives one that says none itself; one that is huge is made smaller,
 * without loss. Text that is no SVG stays as it is.
 */
export function withSize(text: string): SizedSvg {
  const [head = '', tag = ''] = rootTag.exec(text) ?? [];
  const measured = measure(tag);
  const scale = Math.min(1, mostSide / Math.max(measured.width, measured.height));
  const width = Math.max(1, Math.round(measured.width * scale));
  const height = Math.max(1, Math.round(measured.height * scale));
  const rest = tag.replaceAll(/(?<=^|[\s"'])(?:width|height|viewBox)\s*=\s*(?:"[^"]*"|'[^']*')/giu, '');
  const start = head.slice(0, head.length - tag.length - 1);
  const sized = ` width="${width}" height="${height}" viewBox="${measured.viewBox}"`;
  const end = rest.trimEnd().endsWith('/') ? `${rest.trimEnd().slice(0, -1)}${sized}/>` : `${rest}${sized}>`;
  return { width, height, text: start + end + text.slice(head.length) };
}
