import { storedAs } from './floating-point.ts';

/** Weights as they are. */
export const float32 = storedAs('float32');
