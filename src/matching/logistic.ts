/** A trained logistic regression on standardized features. */
export interface Logistic {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
}

/** One training row: features, the target 0 or 1, and how much it counts. */
export interface LogisticExample {
  readonly features: readonly number[];
  readonly target: 0 | 1;
  readonly weight: number;
}

/**
 * Fits by Newton's method with an L2 penalty of `1 / (2 cost)` on the weights (not on the bias).
 * @param cost inverse strength of the penalty against the summed log loss. Default 0.1.
 */
export function fitLogistic(examples: readonly LogisticExample[], cost = 0.1): Logistic {
  const size = examples[0]?.features.length ?? 0;
  const total = examples.reduce((sum, example) => sum + example.weight, 0);
  const mean = Array.from({ length: size }, (_, j) => weighted(examples, total, (f) => f[j]!));
  const deviation = mean.map((m, j) => Math.sqrt(weighted(examples, total, (f) => (f[j]! - m) ** 2)) || 1);
  const rows = examples.map((example) => [...example.features.map((f, j) => (f - mean[j]!) / deviation[j]!), 1]);
  let beta: number[] = new Array<number>(size + 1).fill(0);
  for (let step = 0; step < 30; step += 1) {
    const gradient = new Array<number>(size + 1).fill(0);
    const hessian = gradient.map(() => new Array<number>(size + 1).fill(0));
    examples.forEach((example, index) => {
      const row = rows[index]!;
      const p = sigmoid(dot(row, beta));
      const error = (p - example.target) * example.weight;
      const curve = Math.max(1e-9, p * (1 - p)) * example.weight;
      for (let a = 0; a <= size; a += 1) {
        gradient[a]! += error * row[a]!;
        for (let b = 0; b <= a; b += 1) hessian[a]![b]! += curve * row[a]! * row[b]!;
      }
    });
    for (let a = 0; a <= size; a += 1) {
      if (a < size) {
        gradient[a]! += beta[a]! / cost;
        hessian[a]![a]! += 1 / cost;
      } else hessian[a]![a]! += 1e-9;
      for (let b = 0; b < a; b += 1) hessian[b]![a] = hessian[a]![b]!;
    }
    const delta = solve(hessian, gradient);
    beta = beta.map((value, j) => value - delta[j]!);
    if (Math.max(...delta.map(Math.abs)) < 1e-7) break;
  }
  return { mean, deviation, weights: beta.slice(0, size), bias: beta[size]! };
}

/** The probability that the target is 1. */
export function probability(model: Logistic, features: readonly number[]): number {
  return sigmoid(logOdds(model, features));
}

/** Its log-odds. */
export function logOdds(model: Logistic, features: readonly number[]): number {
  let sum = model.bias;
  features.forEach((value, j) => {
    sum += (model.weights[j]! * (value - model.mean[j]!)) / model.deviation[j]!;
  });
  return sum;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, j) => sum + value * b[j]!, 0);
}

function weighted(
  examples: readonly LogisticExample[],
  total: number,
  of: (features: readonly number[]) => number,
): number {
  return examples.reduce((sum, example) => sum + example.weight * of(example.features), 0) / total;
}

/** Gaussian elimination with pivoting. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1) {
      if (Math.abs(a[row]![column]!) > Math.abs(a[pivot]![column]!)) pivot = row;
    }
    [a[column], a[pivot]] = [a[pivot]!, a[column]!];
    for (let row = column + 1; row < n; row += 1) {
      const factor = a[row]![column]! / a[column]![column]!;
      for (let k = column; k <= n; k += 1) a[row]![k]! -= factor * a[column]![k]!;
    }
  }
  const result = new Array<number>(n).fill(0);
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = a[row]![n]!;
    for (let k = row + 1; k < n; k += 1) sum -= a[row]![k]! * result[k]!;
    result[row] = sum / a[row]![row]!;
  }
  return result;
}
