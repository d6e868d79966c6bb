import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kernelSource } from '../../src/matching/kernel-bytes.ts';
import { trainMachines, type LinearProblem } from '../../src/matching/linear.ts';
import { toRows, type SparseVector } from '../../src/matching/sparse.ts';
import { projectDir } from '../../src/paths.ts';
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

/** The machine of the positives; of two classes each is trained against the other. */
function train({ dense, positive }: Problem, size: number, cost: number): { weights: number[]; bias: number } {
  const problem = {
    rows: toRows(dense.map(sparse)),
    labels: positive.map((isPositive) => (isPositive ? 1 : 0)),
    classCount: 2,
    columnCount: size,
  };
  const { weights, stride, bias } = trainMachines(problem, { cost, maxPasses: 2000, tolerance: 1e-5 });
  return { weights: Array.from({ length: size }, (_, column) => weights[column * stride + 1]!), bias: bias[1]! };
}

/** The classes of a problem, `classCount` of them, drawn at random. */
function randomClasses(classCount: number): LinearProblem {
  const { dense } = randomProblem(classCount, 60, 12);
  const random = seededRandom(classCount + 1);
  const labels = dense.map(() => Math.floor(random() * classCount));
  return { rows: toRows(dense.map(sparse)), labels, classCount, columnCount: 12 };
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

  it('gives the same weights every time', () => {
    expect(trainMachines(randomClasses(5))).toEqual(trainMachines(randomClasses(5)));
  });

  // Classes are trained 32 at a time, and the last 16 together, with room left over.
  it.each([3, 16, 31, 32, 33, 48, 70])(
    'trains each of %d classes as if it were alone against the rest',
    (classCount) => {
      const problem = randomClasses(classCount);
      const all = trainMachines(problem);
      for (let label = 0; label < classCount; label += 1) {
        const alone = trainMachines({
          ...problem,
          labels: Array.from(problem.labels, (own) => (own === label ? 0 : 1)),
        });
        expect(all.bias[label]).toBe(alone.bias[0]);
        for (let column = 0; column < problem.columnCount; column += 1)
          expect(all.weights[column * all.stride + label]).toBe(alone.weights[column * alone.stride]);
      }
    },
  );

  it('learns nothing from no examples', () => {
    const { weights, bias } = trainMachines({ rows: toRows([]), labels: [], classCount: 1, columnCount: 2 });
    expect([...bias]).toEqual([0]);
    expect(weights.every((weight) => weight === 0)).toBe(true);
  });

  it('says what is missing where the memory does not suffice', () => {
    const problem = { rows: toRows([]), labels: [], classCount: 40_000, columnCount: 40_000 };
    expect(() => trainMachines(problem)).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('runs the kernel that was compiled from the source beside it', () => {
    const source = readFileSync(join(projectDir, 'src', 'matching', 'kernel', 'kernel.ts'));
    expect(createHash('sha256').update(source).digest('hex')).toBe(kernelSource);
  });
});
