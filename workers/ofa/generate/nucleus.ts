import type { Random } from './seeded-random.ts';

/** How freely a token is drawn. */
export interface Drawing {
  /** Divides the log-probabilities: below 1 the likely become likelier, above 1 the unlikely. */
  readonly temperature: number;
  /** Only the likeliest tokens that have this share of the probability between them are drawn; 1 is all of them. */
  readonly topP: number;
}

interface WeightedToken {
  readonly token: number;
  readonly weight: number;
}

/**
 * Draws the token that follows from the nucleus: the smallest set of the likeliest tokens that have at least a share of
 * `topP` of the probability (Holtzman et al., https://arxiv.org/abs/1904.09751, section 3.1). `logProbabilities` has one
 * value per token; they need not add up to one, and minus infinity and NaN are never drawn. Equally likely tokens are
 * taken in the order of their ids. Takes one random number.
 *
 * @returns null if no token is possible
 */
export function drawToken(
  logProbabilities: Float32Array,
  { temperature, topP }: Drawing,
  random: Random,
): number | null {
  const nucleus = nucleusOf(tokenWeights(logProbabilities, temperature), topP);
  let left = random() * totalWeight(nucleus);
  for (const { token, weight } of nucleus) {
    left -= weight;
    if (left < 0) return token;
  }
  // Rounding may leave a little of the last weight.
  return nucleus.at(-1)?.token ?? null;
}

/** Probabilities after the temperature, not normalised: the likeliest token has 1, an impossible one 0. */
function tokenWeights(logProbabilities: Float32Array, temperature: number): Float64Array {
  let largest = -Infinity;
  for (const value of logProbabilities) if (value > largest) largest = value;
  const weights = new Float64Array(logProbabilities.length);
  for (let token = 0; token < weights.length; token++) {
    const value = logProbabilities[token];
    if (value > -Infinity) weights[token] = Math.exp((value - largest) / temperature);
  }
  return weights;
}

/** Likeliest first. */
function nucleusOf(weights: Float64Array, topP: number): readonly WeightedToken[] {
  let total = 0;
  for (const weight of weights) total += weight;
  // The tokens below this share less than 1 - topP between them: few of a large vocabulary are left to be sorted.
  const smallest = ((1 - topP) * total) / weights.length;
  const likely: WeightedToken[] = [];
  for (let token = 0; token < weights.length; token++) {
    const weight = weights[token];
    if (weight > 0 && weight >= smallest) likely.push({ token, weight });
  }
  likely.sort((first, second) => second.weight - first.weight);
  let size = 0;
  for (let share = 0; size < likely.length && share < topP * total; size++) share += likely[size].weight;
  return likely.slice(0, size);
}

function totalWeight(tokens: readonly WeightedToken[]): number {
  return tokens.reduce((sum, { weight }) => sum + weight, 0);
}
