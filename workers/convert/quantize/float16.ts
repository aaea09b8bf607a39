import { storedAs } from './floating-point.ts';

/** Stored in half the bytes of a checkpoint's weights. */
export const float16Stored = storedAs('float16');
