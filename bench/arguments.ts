import { parseArgs } from 'node:util';
import { policies, type PolicyName } from '../workers/convert/quantize/policies.ts';
import { formulaShapes } from './formula-model.ts';

export interface BenchArguments {
  /** `built-in` or the name of a formula shape. */
  readonly models: readonly string[];
  /** Of the formula models; the built-in one has the variants that it is shipped with. */
  readonly precisions: readonly PolicyName[];
  /** Captions measured of every target, after one that is not. */
  readonly rounds: number;
}

const modelNames = ['built-in', ...formulaShapes.map(({ name }) => name)];

export const benchUsage = `Usage: npm run bench -- [options]

Measures captioning in a real Chromium beside onnxruntime-node; wants a machine with nothing else to do.

  --models <names>      of ${modelNames.join(', ')} (built-in,base,large)
  --precisions <names>  of ${Object.keys(policies).join(', ')}, for the models with formula weights (int8,fp32)
  --rounds <n>          captions measured of each (5)
`;

function listOf<Name extends string>(option: string, text: string, known: readonly Name[]): readonly Name[] {
  return text.split(',').map((name) => {
    const found = known.find((candidate) => candidate === name.trim());
    if (found === undefined)
      throw new Error(`--${option}: there is no ${name}; there are ${known.join(', ')}`);
    return found;
  });
}

/** The command line; null if it asks for help. @throws Error for what it does not know. */
export function parseBenchArguments(argv: readonly string[]): BenchArguments | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      models: { type: 'string', default: 'built-in,base,large' },
      precisions: { type: 'string', default: 'int8,fp32' },
      rounds: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds: a whole number from 1');
  return {
    models: listOf('models', values.models, modelNames),
    precisions: listOf('precisions', values.precisions, Object.keys(policies) as PolicyName[]),
    rounds,
  };
}
