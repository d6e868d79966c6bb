import { describe, expect, it } from 'vitest';
import { coverageCurve, pointAt, reliability } from '../../src/evaluation/curves.ts';
import { outcome } from '../support/outcomes.ts';

const set = [
  outcome('a', ['a'], 0.9),
  outcome('oos', ['a'], 0.8),
  outcome('a', ['a'], 0.7),
  outcome('a', ['b'], 0.7),
  outcome('a', ['a'], 0.2),
];

describe('the curve of coverage against precision', () => {
  it('has a point for each confidence, the surest first, with and without out-of-scope messages', () => {
    expect(coverageCurve(set)).toEqual([
      { threshold: 0.9, coverage: 1 / 4, precision: 1, precisionOfAll: 1 },
      { threshold: 0.7, coverage: 3 / 4, precision: 2 / 3, precisionOfAll: 2 / 4 },
      { threshold: 0.2, coverage: 1, precision: 3 / 4, precisionOfAll: 3 / 5 },
    ]);
  });

  it('has at most a hundred points and ends where everything is answered', () => {
    const many = Array.from({ length: 999 }, (_, at) => outcome('a', [at % 3 === 0 ? 'b' : 'a'], at / 999));
    const curve = coverageCurve(many);
    expect(curve).toHaveLength(100);
    expect(curve.at(-1)).toMatchObject({ threshold: 0, coverage: 1, precision: 2 / 3 });
    expect(curve.map(({ coverage }) => coverage)).toEqual(
      [...curve.map(({ coverage }) => coverage)].sort((a, b) => a - b),
    );
  });

  it('has no point without a question, and promises nothing where nothing is answered', () => {
    expect(coverageCurve([outcome('oos', ['a'], 0.5)])).toEqual([]);
    expect(pointAt(set, 0.95)).toEqual({ threshold: 0.95, coverage: 0, precision: 1, precisionOfAll: 1 });
  });
});

describe('the reliability of confidences', () => {
  it('has ten bins with their mean confidence and what was right', () => {
    const bins = reliability([...set, outcome('a', ['a'], 1)]);
    expect(bins).toHaveLength(10);
    expect(bins[9]).toEqual({ from: 0.9, to: 1, count: 2, confidence: 0.95, right: 1 });
    expect(bins[7]).toEqual({ from: 0.7, to: 0.8, count: 2, confidence: 0.7, right: 0.5 });
    expect(bins[8]).toMatchObject({ count: 1, right: 0 });
    expect(bins[0]).toEqual({ from: 0, to: 0.1, count: 0 });
  });
});
