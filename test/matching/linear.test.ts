import { describe, expect, it } from '@jest/globals';
import { trainClass } from '../../src/matching/linear.ts';
import { toRows, type SparseVector } from '../../src/matching/sparse.ts';
import { seededRandom } from '../support/seeded-random.ts';

interface Problem {
  readonly dense: readonly (readonly number[])[];
  readonly positive: readonly boolean[];
}

function randomProblem(seed: number, rows: number, size: number): Problem {
  const random = seededRandom(seed);
  const dense = Array.from({ length: rows }, () =>
    Array.from({ length: size }, () => (random() < 0.5 ? 0 : random() * 2 - 1)),
  );
  // A plane with some labels flipped, so that the problem is not separable.
  return { dense, positive: dense.map((row) => (row[0] ?? 0) + (row[1] ?? 0) > 0 !== random() < 0.1) };
}

function sparse(row: readonly number[]): SparseVector {
  const columns = row.flatMap((value, column) => (value === 0 ? [] : [column]));
  return { columns: Uint32Array.from(columns), values: Float32Array.from(columns, (column) => row[column] ?? 0) };
}

/** Primal objective of the squared hinge loss, bias regularized like the weights. */
function objective({ dense, positive }: Problem, weights: readonly number[], bias: number, cost: number): number {
  const losses = dense.map((row, at) => Math.max(0, 1 - (positive[at] ? 1 : -1) * marginOf(row, weights, bias)) ** 2);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, bias * bias);
  return squares / 2 + cost * losses.reduce((sum, loss) => sum + loss, 0);
}

function marginOf(row: readonly number[], weights: readonly number[], bias: number): number {
  return row.reduce((sum, value, column) => sum + value * (weights[column] ?? 0), bias);
}

/** The same problem by plain gradient descent on the primal: slow, and right because the problem is convex. */
function naiveSolution(problem: Problem, size: number, cost: number): { weights: number[]; bias: number } {
  let weights = new Array<number>(size).fill(0);
  let bias = 0;
  const rate = 1 / (1 + 2 * cost * problem.dense.length * (size + 1));
  for (let step = 0; step < 20_000; step += 1) {
    const gradient = [...weights];
    let gradientOfBias = bias;
    problem.dense.forEach((row, at) => {
      const y = problem.positive[at] ? 1 : -1;
      const loss = 1 - y * marginOf(row, weights, bias);
      if (loss <= 0) return;
      row.forEach((value, column) => (gradient[column] = (gradient[column] ?? 0) - 2 * cost * loss * y * value));
      gradientOfBias -= 2 * cost * loss * y;
    });
    weights = weights.map((weight, column) => weight - rate * (gradient[column] ?? 0));
    bias -= rate * gradientOfBias;
  }
  return { weights, bias };
}

function train(problem: Problem, size: number, cost: number): { weights: number[]; bias: number } {
  const weights = new Float64Array(size);
  const rows = toRows(problem.dense.map(sparse));
  const isPositive = (row: number) => problem.positive[row] === true;
  const bias = trainClass(rows, isPositive, weights, { cost, maxPasses: 2000, tolerance: 1e-6 });
  return { weights: [...weights], bias };
}

describe('the linear machine', () => {
  it.each([1, 2, 3, 4, 5])('reaches the optimum that gradient descent finds (problem %d)', (seed) => {
    const size = 4;
    const cost = seed % 2 === 0 ? 1 : 0.3;
    const problem = randomProblem(seed, 30, size);
    const found = train(problem, size, cost);
    const naive = naiveSolution(problem, size, cost);
    expect(objective(problem, found.weights, found.bias, cost)).toBeCloseTo(
      objective(problem, naive.weights, naive.bias, cost),
      4,
    );
    found.weights.forEach((weight, column) => expect(weight).toBeCloseTo(naive.weights[column] ?? NaN, 2));
    expect(found.bias).toBeCloseTo(naive.bias, 2);
  });

  it('solves a case that is known: two opposite points', () => {
    const problem = { dense: [[1], [-1]], positive: [true, false] };
    // Minimum of w²/2 + 2 (1 − w)² lies at w = 4/5.
    const { weights, bias } = train(problem, 1, 1);
    expect(weights[0]).toBeCloseTo(0.8, 4);
    expect(bias).toBeCloseTo(0, 4);
  });

  it('gives the same weights every time, and forgets what the weights held before', () => {
    const { dense, positive } = randomProblem(9, 40, 6);
    const rows = toRows(dense.map(sparse));
    const once = new Float64Array(6);
    const again = new Float64Array(6).fill(123);
    const biases = [once, again].map((weights) => trainClass(rows, (row) => positive[row] === true, weights));
    expect(again).toEqual(once);
    expect(biases[1]).toBe(biases[0]);
  });

  it('learns nothing from no examples', () => {
    const weights = new Float64Array(2);
    expect(trainClass(toRows([]), () => true, weights)).toBe(0);
    expect([...weights]).toEqual([0, 0]);
  });
});
