import type { OnnxRuntime } from '../../ofa/session/onnx-runtime.ts';
import { expandedBeamsRuntime } from './expanded-beams.ts';
import { plainRuntime } from './plain-runtime.ts';

/** What the product's variants are compared with, by the name of the variant that `writeBaselines` writes. */
export const baselines = {
  plain: plainRuntime,
  expanded: expandedBeamsRuntime,
} as const satisfies Record<string, (runtime: OnnxRuntime) => OnnxRuntime>;

export type BaselineName = keyof typeof baselines;

export function isBaseline(name: string): name is BaselineName {
  return Object.hasOwn(baselines, name);
}
