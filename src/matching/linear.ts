import { createShuffle } from './shuffle.ts';
import type { SparseRows } from './sparse.ts';

/** Settings of the training; the defaults suit a knowledge base. */
export interface LinearOptions {
  /** Cost of a training error against the size of the weights. Default 2. */
  readonly cost?: number;
  /** Passes over the examples at most. Default 40. */
  readonly maxPasses?: number;
  /** Training of a class ends when no projected gradient exceeds this. Default 0.1. */
  readonly tolerance?: number;
}

/**
 * Trains one linear machine with squared hinge loss for one class against the rest, by dual coordinate descent with
 * shrinking (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3).
 * Writes the weights of the columns into `weights` and returns the bias. Deterministic: the order of the examples is
 * shuffled from a fixed seed.
 */
export function trainClass(
  rows: SparseRows,
  isPositive: (row: number) => boolean,
  weights: Float64Array,
  options: LinearOptions = {},
): number {
  const { cost = 2, maxPasses = 40, tolerance = 0.1 } = options;
  const { starts, columns, values } = rows;
  const count = starts.length - 1;
  const alpha = new Float64Array(count);
  const sign = new Int8Array(count);
  const norm = new Float64Array(count);
  const order = new Uint32Array(count);
  const diagonal = 0.5 / cost;
  for (let row = 0; row < count; row += 1) {
    sign[row] = isPositive(row) ? 1 : -1;
    order[row] = row;
    // The bias is a feature of constant value 1.
    let squares = 1 + diagonal;
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) squares += values[at]! * values[at]!;
    norm[row] = squares;
  }
  weights.fill(0);
  let bias = 0;
  const shuffle = createShuffle();
  let active = count;
  let shrinkAbove = Infinity;

  for (let pass = 0; pass < maxPasses; pass += 1) {
    let largest = 0;
    let largestSigned = -Infinity;
    shuffle(order, active);
    for (let index = 0; index < active; index += 1) {
      const row = order[index]!;
      const y = sign[row]!;
      const from = starts[row]!;
      const to = starts[row + 1]!;
      let margin = bias;
      for (let at = from; at < to; at += 1) margin += weights[columns[at]!]! * values[at]!;
      const old = alpha[row]!;
      const gradient = margin * y - 1 + old * diagonal;
      if (old === 0) {
        if (gradient > shrinkAbove) {
          // Far on the right side: out of the working set until the end of the training.
          active -= 1;
          order[index] = order[active]!;
          order[active] = row;
          index -= 1;
          continue;
        }
        if (gradient >= 0) continue;
      }
      largest = Math.max(largest, Math.abs(gradient));
      largestSigned = Math.max(largestSigned, gradient);
      const next = Math.max(0, old - gradient / norm[row]!);
      const step = (next - old) * y;
      if (step === 0) continue;
      alpha[row] = next;
      bias += step;
      for (let at = from; at < to; at += 1) weights[columns[at]!]! += step * values[at]!;
    }
    if (largest <= tolerance) {
      if (active === count) break;
      active = count;
      shrinkAbove = Infinity;
      continue;
    }
    shrinkAbove = largestSigned > 0 ? largestSigned : Infinity;
  }
  return bias;
}
