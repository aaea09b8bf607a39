import type { Backend, ModelManifest } from '../protocol/model-folder.ts';

/** What WebGPU would compute with: nothing, the processor in disguise, or a graphics card. */
export type GraphicsKind = 'none' | 'software' | 'card';

/** Parameters from which a graphics card's speed outweighs its start: larger download of code, shaders to compile. */
const largeModel = 100_000_000;

/**
 * Backends in the order in which they are tried where the person leaves it to the app: a small model runs at once on the
 * processor, a large one belongs on the graphics card where there is a real one. `graphics` is asked only if it matters.
 */
export async function preferredBackends(
  { architecture, variants }: Pick<ModelManifest, 'architecture' | 'variants'>,
  graphics: () => Promise<GraphicsKind>,
): Promise<readonly Backend[]> {
  const isLarge = architecture.parameters >= largeModel;
  const isForCards = variants.some(({ backends }) => backends.includes('webgpu'));
  return isLarge && isForCards && (await graphics()) === 'card' ? ['webgpu', 'wasm'] : ['wasm', 'webgpu'];
}
