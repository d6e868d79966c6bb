import { describe, expect, it } from 'vitest';
import { fitLogistic, probability, type LogisticExample } from '../../src/matching/logistic.ts';
import { seededRandom } from '../support/seeded-random.ts';

const example = (features: number[], target: 0 | 1, weight = 1): LogisticExample => ({ features, target, weight });

/** `ones` of `total` examples at each place. */
function counted(places: readonly [number, number, number][]): LogisticExample[] {
  return places.flatMap(([x, ones, total]) =>
    Array.from({ length: total }, (_, at) => example([x], at < ones ? 1 : 0)),
  );
}

/** Next to no penalty. */
const free = 1e6;

describe('logistic regression', () => {
  it('finds the case that is known: log-odds of two groups', () => {
    const model = fitLogistic(
      counted([
        [0, 20, 100],
        [1, 80, 100],
      ]),
      free,
    );
    expect(probability(model, [0])).toBeCloseTo(0.2, 4);
    expect(probability(model, [1])).toBeCloseTo(0.8, 4);
    expect(probability(model, [0.5])).toBeCloseTo(0.5, 4);
    // Slope in units of the feature: logit(0.8) − logit(0.2).
    expect((model.weights[0] ?? 0) / (model.deviation[0] ?? 1)).toBeCloseTo(2 * Math.log(4), 3);
  });

  it('gives the share of ones when the features tell nothing', () => {
    const model = fitLogistic(counted([[3, 30, 100]]));
    expect(probability(model, [3])).toBeCloseTo(0.3, 4);
  });

  it('counts a row by its weight', () => {
    const once = fitLogistic([example([0], 1, 3), example([0], 0, 1), example([1], 1, 1), example([1], 0, 3)], free);
    const repeated = fitLogistic(
      counted([
        [0, 3, 4],
        [1, 1, 4],
      ]),
      free,
    );
    expect(probability(once, [0])).toBeCloseTo(probability(repeated, [0]), 6);
    expect(probability(once, [0])).toBeCloseTo(0.75, 4);
  });

  it('finds the weights that random data were drawn from', () => {
    const random = seededRandom(11);
    const rows = Array.from({ length: 4000 }, () => {
      const features = [random() * 2 - 1, random() * 2 - 1, random() * 2 - 1];
      const odds = 0.5 + 2 * (features[0] ?? 0) - 1 * (features[1] ?? 0);
      return example(features, random() < 1 / (1 + Math.exp(-odds)) ? 1 : 0);
    });
    const model = fitLogistic(rows, free);
    const slopes = model.weights.map((weight, at) => weight / (model.deviation[at] ?? 1));
    expect(slopes[0]).toBeCloseTo(2, 0);
    expect(slopes[1]).toBeCloseTo(-1, 0);
    expect(Math.abs(slopes[2] ?? 1)).toBeLessThan(0.2);
  });

  it('stays finite on data that a plane separates, thanks to the penalty', () => {
    const model = fitLogistic(
      counted([
        [0, 0, 50],
        [1, 50, 50],
      ]),
      0.1,
    );
    expect(Number.isFinite(model.bias)).toBe(true);
    expect(probability(model, [1])).toBeGreaterThan(0.5);
    expect(probability(model, [1])).toBeLessThan(1);
  });

  it('pulls weights towards zero the more, the lower the cost', () => {
    const rows = counted([
      [0, 20, 100],
      [1, 80, 100],
    ]);
    const [strict, mild] = [0.001, 1].map((cost) => Math.abs(fitLogistic(rows, cost).weights[0] ?? 0));
    expect(strict).toBeLessThan(mild ?? 0);
  });
});
