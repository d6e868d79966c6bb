import { createShuffle } from './shuffle.ts';
import type { LinearOptions, LinearProblem, Machines } from './linear.ts';
import type { SparseRows } from './sparse.ts';

/**
 * Trains one logistic regression for each class against the rest. `onProgress` is told the share of the classes that is done.
 * Same examples, same numbers.
 */
export function trainLogisticMachines(
  { rows, labels, classCount, columnCount }: LinearProblem,
  options: LinearOptions = {},
  onProgress?: (done: number) => void,
): Machines {
  const all = new Float32Array(columnCount * classCount);
  const bias = new Float32Array(classCount);
  const weights = new Float64Array(columnCount);
  for (let label = 0; label < classCount; label += 1) {
    bias[label] = trainClass(rows, (row) => labels[row] === label, weights, options);
    for (let column = 0; column < columnCount; column += 1) all[column * classCount + label] = weights[column]!;
    onProgress?.((label + 1) / classCount);
  }
  return { weights: all, stride: classCount, bias };
}

/**
 * Trains one logistic regression for one class against the rest, by dual coordinate descent (Yu, Huang and Lin, "Dual
 * coordinate descent methods for logistic regression and maximum entropy models", Machine Learning 85, 2011, algorithm 5).
 * Writes the weights of the columns into `weights` and returns the bias. Deterministic. Default cost 30, at most 40
 * passes, until no gradient of a pass exceeds 0.1.
 */
function trainClass(
  rows: SparseRows,
  isPositive: (row: number) => boolean,
  weights: Float64Array,
  { cost = 30, maxPasses = 40, tolerance = 0.1 }: LinearOptions = {},
): number {
  const { starts, columns, values } = rows;
  const count = starts.length - 1;
  const sign = new Int8Array(count);
  const norm = new Float64Array(count);
  const order = new Uint32Array(count);
  // Both dual variables are kept: cost minus a tiny one is not exact.
  const alpha = new Float64Array(count).fill(Math.min(0.001 * cost, 1e-8));
  const rest = alpha.map((value) => cost - value);
  weights.fill(0);
  let bias = 0;
  const add = (row: number, step: number) => {
    bias += step;
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) weights[columns[at]!]! += step * values[at]!;
  };
  for (let row = 0; row < count; row += 1) {
    sign[row] = isPositive(row) ? 1 : -1;
    order[row] = row;
    // The bias is a feature of constant value 1.
    let squares = 1;
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) squares += values[at]! * values[at]!;
    norm[row] = squares;
    add(row, alpha[row]! * sign[row]!);
  }

  const shuffle = createShuffle();
  let innerTolerance = 0.01;
  for (let pass = 0; pass < maxPasses; pass += 1) {
    let largest = 0;
    let newtonSteps = 0;
    shuffle(order);
    for (const row of order) {
      let margin = bias;
      for (let at = starts[row]!; at < starts[row + 1]!; at += 1) margin += weights[columns[at]!]! * values[at]!;
      margin *= sign[row]!;
      // Newton's method on the smaller of the two variables of the row.
      const isSwapped = 0.5 * norm[row]! * (rest[row]! - alpha[row]!) + margin < 0;
      const direction = isSwapped ? -1 : 1;
      const old = isSwapped ? rest[row]! : alpha[row]!;
      let next = cost - old < 0.5 * cost ? 0.1 * old : old;
      const slope = () => norm[row]! * (next - old) + direction * margin + Math.log(next / (cost - next));
      let gradient = slope();
      largest = Math.max(largest, Math.abs(gradient));
      let steps = 0;
      while (Math.abs(gradient) >= innerTolerance && steps < 100) {
        const curve = norm[row]! + cost / (cost - next) / next;
        const wished = next - gradient / curve;
        next = wished <= 0 ? next * 0.1 : wished;
        gradient = slope();
        steps += 1;
      }
      if (steps === 0) continue;
      newtonSteps += steps;
      alpha[row] = isSwapped ? cost - next : next;
      rest[row] = isSwapped ? next : cost - next;
      add(row, direction * (next - old) * sign[row]!);
    }
    if (largest < tolerance) break;
    if (newtonSteps <= count / 10) innerTolerance = Math.max(1e-8, 0.1 * innerTolerance);
  }
  return bias;
}
