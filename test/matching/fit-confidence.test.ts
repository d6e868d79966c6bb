import { describe, expect, test } from 'vitest';
import { fitConfidence, strangers, type ConfidenceRow } from '../../src/matching/fit-confidence.ts';
import { probability, type Logistic } from '../../src/matching/logistic.ts';
import { priorConfidence } from '../../src/matching/prior-confidence.ts';

/** Numbers between 0 and 1 from a seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

/**
 * Rows of two features: the first tells right from wrong among known articles, the second tells known articles from those
 * that were left out.
 */
function makeRows(family: string, count: number): ConfidenceRow[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, at): ConfidenceRow => {
    const isLeftOut = at % 4 === 0;
    const lead = random();
    const known = isLeftOut ? random() * 0.7 : 0.2 + random() * 0.8;
    const target = !isLeftOut && random() < 0.4 + 0.6 * lead ? 1 : 0;
    return { features: [isLeftOut ? 0.5 * lead + 0.4 : lead, known], target, weight: 1, family, isLeftOut };
  });
}

/** How often a held-out row gets a higher confidence than a left-out one. */
function orderOf(confidence: Logistic, rows: readonly ConfidenceRow[]): number {
  const of = (isLeftOut: boolean) =>
    rows.filter((row) => row.isLeftOut === isLeftOut).map((row) => probability(confidence, row.features));
  const [heldOut, leftOut] = [of(false), of(true)];
  const won = heldOut.reduce((sum, own) => sum + leftOut.filter((other) => own > other).length, 0);
  return won / (heldOut.length * leftOut.length);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('fitConfidence', () => {
  const rows = makeRows('en', 2000);

  test('tells unknown questions from known ones better where no background does it', () => {
    const alone = orderOf(fitConfidence(rows, 0.05, false)['en']!, rows);
    const beside = orderOf(fitConfidence(rows, 0.05, true)['en']!, rows);
    expect(alone).toBeGreaterThan(beside);
  });

  test('means what it says, whichever way it was learned', () => {
    const heldOut = rows.filter(({ isLeftOut }) => !isLeftOut);
    const right = meanOf(heldOut.map(({ target }) => target));
    for (const hasBackground of [false, true]) {
      const confidence = fitConfidence(rows, 0.001, hasBackground)['en']!;
      expect(meanOf(heldOut.map(({ features }) => probability(confidence, features)))).toBeCloseTo(right, 1);
    }
  });

  test('is lower the more the left-out articles weigh', () => {
    const of = (weight: number) => probability(fitConfidence(rows, weight, false)['en']!, [0.8, 0.8]);
    expect(of(0.3)).toBeLessThan(of(0.1));
    expect(of(1)).toBeLessThan(of(0.3));
  });

  test('is one for all languages where a language has few rows, and of its own for strangers from a hundred on', () => {
    const learned = fitConfidence([...rows, ...makeRows('es', 100), ...makeRows(strangers, 200)], 0.15, true);
    expect(Object.keys(learned).sort()).toEqual(['any', 'en', strangers]);
  });

  test('is the fixed one where nothing was held out', () => {
    expect(fitConfidence([], 0.15, false)).toEqual({ any: priorConfidence });
  });
});
