import { describe, expect, it } from 'vitest';
import {
  auroc,
  calibrationError,
  exponent,
  falseAt,
  measure,
  quantile,
  wrongAtCoverage,
} from '../../bench/measures.ts';

const answer = (confidence: number, isRight: boolean, isInScope = true) => ({
  lang: 'en',
  isInScope,
  isRight,
  confidence,
});

describe('the measures of the comparison', () => {
  it('count a pair as won when the question in scope is surer, and half when both are equal', () => {
    // Against 0.1 and 0.4: 0.8 wins both, 0.4 wins one and ties one, 0.2 wins one. 4.5 of 6.
    expect(auroc([0.8, 0.4, 0.2], [0.1, 0.4])).toBeCloseTo(4.5 / 6, 12);
    expect(auroc([0.9], [0.1])).toBe(1);
    expect(auroc([0.1], [0.9])).toBe(0);
    expect(auroc([0.5, 0.5], [0.5])).toBe(0.5);
  });

  it('have no separation to tell where one side is empty', () => {
    expect(auroc([], [0.5])).toBeNaN();
    expect(falseAt([0.5], [], 0.95)).toBeNaN();
  });

  it('take the threshold that 95 % of the questions in scope reach', () => {
    // 20 in scope: 0.05, 0.10 … 1.00. 19 of them must be taken, so the threshold is 0.10.
    const inside = Array.from({ length: 20 }, (_, at) => (at + 1) / 20);
    expect(falseAt(inside, [0.04, 0.09, 0.1, 0.5], 0.95)).toBe(0.5);
    expect(falseAt([0.9, 0.8], [0.85, 0.8, 0.1], 0.5)).toBe(0);
  });

  it('count wrong answers among the surest only', () => {
    const judged = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15].map((confidence) => answer(confidence, true));
    // The least sure of ten is wrong: outside the surest nine.
    expect(wrongAtCoverage([...judged, answer(0.1, false)], 0.9)).toBe(0);
    expect(wrongAtCoverage([...judged, answer(0.95, false)], 0.9)).toBeCloseTo(1 / 9, 12);
  });

  it('share out what is equal at the border of coverage', () => {
    // Two of four are answered; one is above, the other one is any of three equals of which two are wrong.
    const judged = [answer(0.9, true), answer(0.5, false), answer(0.5, false), answer(0.5, true)];
    expect(wrongAtCoverage(judged, 0.5)).toBeCloseTo((0 + 2 / 3) / 2, 12);
  });

  it('take the calibration error bin by bin', () => {
    // Bin of 0.9: 0.9 + 0.9 promised, one came. Bin of 0.1: 0.1 promised, none came. (0.8 + 0.1) / 3.
    const judged = [answer(0.9, true), answer(0.9, false), answer(0.1, false)];
    expect(calibrationError(judged, 10)).toBeCloseTo(0.3, 12);
    expect(calibrationError([answer(1, true), answer(0, false)])).toBe(0);
    expect(calibrationError([answer(1, false)])).toBe(1);
  });

  it('judge in scope and out of scope apart', () => {
    const measures = measure([answer(0.8, true), answer(0.6, false), answer(0.7, false, false)]);
    expect(measures).toMatchObject({ inScope: 2, outOfScope: 1, accuracy: 0.5, auroc: 0.5, falseAt95: 1 });
    // In scope: |0.8 − 1| and |0.6 − 0| over two; the one out of scope adds 0.7, in a bin of its own.
    expect(measures.calibrationInScope).toBeCloseTo((0.2 + 0.6) / 2, 12);
    expect(measures.calibrationOverall).toBeCloseTo((0.2 + 0.6 + 0.7) / 3, 12);
    expect(measures.wrongAt90).toBeCloseTo(0.5, 12);
  });

  it('say nothing of calibration with questions out of scope where there are none', () => {
    expect(measure([answer(0.8, true)]).calibrationOverall).toBeNaN();
  });

  it('find the value that a share of the values does not exceed', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([quantile(values, 0.99), quantile(values, 1), quantile([7], 0.99)]).toEqual([99, 100, 7]);
  });

  it('find the exponent of growth', () => {
    const points = [1000, 10_000, 100_000].map((size) => ({ size, cost: 3 * size ** 1.5 }));
    expect(exponent(points)).toBeCloseTo(1.5, 9);
    expect(exponent(points.map(({ size }) => ({ size, cost: 4 })))).toBeCloseTo(0, 9);
  });
});
