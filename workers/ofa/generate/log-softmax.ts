/**
 * Replaces the logits in `row` (one value per token of the vocabulary) by their log-probabilities. Float32 values as
 * in the reference: shifted by the largest logit, so nothing overflows; the sum of exponentials is kept in double.
 * Logits of minus infinity stay so; a row with nothing else, or with a NaN, becomes NaN throughout.
 */
export function logSoftmaxInPlace(row: Float32Array): void {
  let largest = -Infinity;
  for (const logit of row) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit - largest);
  const logSum = Math.fround(Math.log(sum));
  // The store into the array rounds the second difference.
  for (let token = 0; token < row.length; token++) row[token] = Math.fround(row[token] - largest) - logSum;
}
