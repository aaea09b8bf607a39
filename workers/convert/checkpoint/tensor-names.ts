/** Checkpoint names brought to those of the reference model (reference/README.md, section 3). */
import { OfaError } from '../../protocol/errors.ts';
import type { StateDict, TensorEntry } from './state-dict.ts';

/** What a model saved as part of ModelScope's task class has before every name. */
const modelPrefix = 'model.';

/** As `from_pretrained` renames the keys of old checkpoints; where a key holds both words, the second rule wins. */
function renameGammaBeta(name: string): string {
  if (name.includes('beta')) return name.replaceAll('beta', 'bias');
  return name.replaceAll('gamma', 'weight');
}

/**
 * The state dictionary with gamma and beta renamed and the prefix `model.` removed. As in the reference, once one name
 * has the prefix, names without it belong to other parts and are left out.
 * @throws OfaError `checkpoint-damaged` if two tensors come out with one name.
 */
export function normalizeNames(stateDict: StateDict): StateDict {
  const renamed = [...stateDict.tensors.values()].map((entry) => ({
    entry,
    name: renameGammaBeta(entry.name),
  }));
  const prefixed = renamed.filter(({ name }) => name.startsWith(modelPrefix));
  const chosen =
    prefixed.length === 0
      ? renamed
      : prefixed.map(({ entry, name }) => ({ entry, name: name.slice(modelPrefix.length) }));
  const tensors = new Map<string, TensorEntry>();
  for (const { entry, name } of chosen) {
    if (tensors.has(name)) {
      throw new OfaError('checkpoint-damaged', `the checkpoint has ${name} twice`, { tensor: name });
    }
    tensors.set(name, { ...entry, name });
  }
  return { tensors };
}
