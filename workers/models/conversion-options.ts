import type { ConversionOptions } from '../convert/convert.ts';
import { parsePrecisions } from '../convert/variants.ts';
import type { ModelDescription } from '../protocol/conversion.ts';
import type { ConversionRequest } from '../protocol/convert-service.ts';
import { OfaError } from '../protocol/errors.ts';

/** @throws OfaError `setting-invalid` unless exactly one precision is asked for. */
export function conversionOptions(
  { about, precision, cutImageCodes = false }: ConversionRequest,
  source: ModelDescription['source'],
): ConversionOptions {
  const precisions = parsePrecisions(precision);
  if (precisions.length !== 1) {
    throw new OfaError('setting-invalid', `${precision} are several precisions`, { setting: 'precision' });
  }
  return { description: { ...about, source }, precisions, graphs: { cutImageCodes } };
}

/** What tells two conversions of one checkpoint apart, for the name of the result. */
export function conversionName({ precision, cutImageCodes = false }: ConversionRequest): string {
  return cutImageCodes ? `${precision}-cut` : precision;
}
