import { describe, expect, it } from 'vitest';
import { measure } from '../../src/evaluation/metrics.ts';
import { calibrationText } from '../../src/evaluation/calibrate.ts';
import { buildReport } from '../../src/evaluation/evaluation-report.ts';
import { reportText } from '../../src/evaluation/report.ts';
import type { Outcome } from '../../src/evaluation/run.ts';
import { noCalibration } from '../../src/matching/calibration.ts';
import { outcome } from '../support/outcomes.ts';

/** Four questions and two other topics; each line says what it counts for. */
const set: readonly Outcome[] = [
  outcome('a', ['a', 'b', 'c'], 0.9, { answered: 'a' }), // right and answered
  outcome('b', ['a', 'b', 'c'], 0.7, { answered: 'a' }), // answered wrongly, but among the first three
  outcome('c', ['c', 'a', 'b'], 0.4), // right, not answered
  outcome('d', ['a', 'b', 'c', 'd'], 0.2, { language: 'es' }), // fourth, language mistaken
  outcome('oos', ['a'], 0.7, { answered: 'a' }), // answered though it must not be
  outcome('oos', ['b'], 0.1), // left alone, as it must be
];

describe('the metrics', () => {
  it('are as counted by hand', () => {
    const metrics = measure(set);
    expect(metrics).toMatchObject({
      count: 6,
      inScope: 4,
      accuracy: 2 / 4,
      accuracyAt3: 3 / 4,
      answered: 2 / 4,
      answeredWrongly: 1 / 2,
      outOfScopeAnswered: 1 / 2,
      languageRight: 5 / 6,
    });
    // Of eight pairs, 0.9 beats both, the others beat one; the equal pair counts half.
    expect(metrics.auroc).toBeCloseTo((2 + 1.5 + 1 + 1) / 8);
    // Bins: 0.9 right; 0.7 twice, both wrong; 0.4 right; 0.2 wrong; 0.1 wrong.
    expect(metrics.calibrationError).toBeCloseTo((0.1 + 1.4 + 0.6 + 0.2 + 0.1) / 6);
  });

  it('are perfect for a bot that is always right and sure, and leaves the rest alone', () => {
    const perfect = [outcome('a', ['a'], 1, { answered: 'a' }), outcome('oos', ['a'], 0)];
    expect(measure(perfect)).toMatchObject({ accuracy: 1, answeredWrongly: 0, auroc: 1, calibrationError: 0 });
  });

  it('have no number where there is nothing to count', () => {
    const nothing = measure([]);
    expect(nothing).toMatchObject({
      count: 0,
      accuracy: NaN,
      outOfScopeAnswered: NaN,
      auroc: NaN,
      calibrationError: 0,
    });
    expect(measure([outcome('a', ['a'], 0.1)]).answeredWrongly).toBeNaN();
  });
});

describe('the figures of the surest', () => {
  it('count the surest share of the questions, equal confidences at their mean', () => {
    const ten = [
      ...Array.from({ length: 7 }, () => outcome('a', ['a'], 0.9)),
      outcome('a', ['b'], 0.5),
      outcome('a', ['a'], 0.5),
      outcome('a', ['b'], 0.1),
    ];
    const metrics = measure([...ten, outcome('oos', ['a'], 0.95)]);
    expect(metrics.accuracyAt90).toBeCloseTo(8 / 9);
    // Eight of ten fit into 75 %: the seven, and one of two equals, of which half are right.
    expect(metrics.wrongAt75).toBeCloseTo(0.5 / 8);
  });
});

describe('the report', () => {
  it('has a line a language and one for all, in aligned columns, and the worst confusions', () => {
    const report = reportText(
      buildReport([...set, outcome('a', ['b'], 0.3, { lang: 'es', text: 'otra cosa' })], {
        knowledge: 'k-1',
        at: '2026-01-02T03:04:05Z',
        files: ['d.jsonl'],
        without: [],
        thresholds: () => ({ answer: 0.5, clarify: 0.3 }),
      }),
    );
    const [head = '', english = '', spanish = '', all = ''] = report.split('\n');
    expect(head.trim().startsWith('lines')).toBe(true);
    expect(english).toMatch(/^ en +6 +50\.0 % +75\.0 %/);
    expect(spanish).toMatch(/^ es +1 +0\.0 %.* –/);
    expect(all).toMatch(/^all +7/);
    expect(new Set([head, english, spanish, all].map((line) => line.length)).size).toBe(1);
    expect(report).toContain('  1  a taken for b\n       otra cosa\n');
    expect(report).toMatch(/Weakest entries\n.*\na +2 +1 +0 +2\n/);
  });
});

describe('the corrections of confidences', () => {
  it('are one for all, and one for a language with enough lines', () => {
    const many = (lang: 'en' | 'es', count: number, every: number) =>
      Array.from({ length: count }, (_, at) =>
        outcome('a', [at % every === 0 ? 'b' : 'a'], at % 2 ? 0.4 : 0.6, { lang }),
      );
    const lines = calibrationText([...many('en', 300, 4), ...many('es', 50, 3)], noCalibration).split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^default: \{slope: -?\d+\.\d{3}, shift: -?\d+\.\d{3}\}$/),
      expect.stringMatching(/^en: \{/),
    ]);
  });
});
