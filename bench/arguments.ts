import { parseArgs } from 'node:util';
import { parsePrecisions } from '../workers/convert/variants.ts';
import { policies, type PolicyName } from '../workers/convert/quantize/policies.ts';
import { formulaShapes, type FormulaShape } from './formula-model.ts';

export interface BenchArguments {
  /** `built-in` or the name of a formula shape. */
  readonly models: readonly string[];
  /** Of the formula models; the built-in one has the variants that it is shipped with. */
  readonly precisions: readonly PolicyName[];
  /** Captions measured of every variant, after one that is not. */
  readonly rounds: number;
  /** Checkpoint whose variants' captions are compared with those of float32. */
  readonly agreement: string | null;
  /** Shape whose checkpoint is converted; null to measure captions. */
  readonly convert: FormulaShape | null;
}

/** Those of them that this converter knows. */
const defaultPrecisions = ['int8', 'fp32', 'q4'].filter((name) => Object.hasOwn(policies, name)).join(',');

const modelNames = ['built-in', ...formulaShapes.map(({ name }) => name)];

export const benchUsage = `Usage: npm run bench -- [options]

Measures captioning in a real Chromium on two threads, beside a plain export and onnxruntime-node, and the page itself;
wants a machine with nothing else to do.

  --models <names>      of ${modelNames.join(', ')} (built-in,base,large)
  --precisions <names>  of ${Object.keys(policies).join(', ')}, for the models with formula weights
                        (${defaultPrecisions}); fp32 is always measured
  --rounds <n>          captions measured of each (3)
  --convert <name>      measures converting a checkpoint of formula weights to int8 instead: time, memory above idle,
                        and the next start; of ${formulaShapes.map(({ name }) => name).join(', ')}
  --agreement <folder>  a checkpoint whose variants' captions are compared with those of float32
`;

function modelsOf(list: string): readonly string[] {
  return list.split(',').map((name) => {
    const found = modelNames.find((candidate) => candidate === name.trim());
    if (found === undefined)
      throw new Error(`--models: there is no ${name}; there are ${modelNames.join(', ')}`);
    return found;
  });
}

function shapeOf(name: string): FormulaShape {
  const found = formulaShapes.find((shape) => shape.name === name);
  if (found === undefined) throw new Error(`--convert: there is no ${name}`);
  return found;
}

/** The command line; null if it asks for help. @throws Error for what it does not know. */
export function parseBenchArguments(argv: readonly string[]): BenchArguments | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      models: { type: 'string', default: 'built-in,base,large' },
      precisions: { type: 'string', default: defaultPrecisions },
      rounds: { type: 'string', default: '3' },
      agreement: { type: 'string' },
      convert: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds: a whole number from 1');
  return {
    models: modelsOf(values.models),
    precisions: [...new Set([...parsePrecisions(values.precisions), 'fp32' as const])],
    rounds,
    agreement: values.agreement ?? null,
    convert: values.convert === undefined ? null : shapeOf(values.convert),
  };
}
