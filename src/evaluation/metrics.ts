import { outOfScope } from './dataset.ts';
import { fateOf, type Outcome } from './run.ts';

/** Figures of one set of outcomes; shares from 0 to 1, NaN where there is nothing to count. */
export interface Metrics {
  readonly count: number;
  readonly inScope: number;
  /** Right article ranked first, of the in-scope utterances. */
  readonly accuracy: number;
  /** Right article among the first three. */
  readonly accuracyAt3: number;
  /** Answered outright, of the in-scope utterances. */
  readonly answered: number;
  /** Wrong, of all answers given (to in-scope utterances). */
  readonly answeredWrongly: number;
  /** "Did you mean", of the in-scope utterances. */
  readonly asked: number;
  /** Not understood, of the in-scope utterances. */
  readonly escalated: number;
  /** Answered outright, of the out-of-scope utterances. */
  readonly outOfScopeAnswered: number;
  /** Right, of the 90 % of in-scope utterances with the highest confidence. */
  readonly accuracyAt90: number;
  /** Wrong, of the 75 % of in-scope utterances with the highest confidence. */
  readonly wrongAt75: number;
  /** Language found right. */
  readonly languageRight: number;
  /** Chance that an in-scope utterance gets a higher confidence than an out-of-scope one. */
  readonly auroc: number;
  /** Expected calibration error in 15 bins; an answer to an out-of-scope utterance counts as wrong. */
  readonly calibrationError: number;
}

/** Counts everything that a set of outcomes tells. */
export function measure(outcomes: readonly Outcome[]): Metrics {
  const inScope = outcomes.filter(({ item }) => item.intent !== outOfScope);
  const outside = outcomes.filter(({ item }) => item.intent === outOfScope);
  const given = inScope.filter(({ answered }) => answered !== undefined);
  return {
    count: outcomes.length,
    inScope: inScope.length,
    accuracy: share(inScope, isRight),
    accuracyAt3: share(inScope, ({ ranked, item }) => ranked.slice(0, 3).includes(item.intent)),
    answered: share(inScope, ({ answered }) => answered !== undefined),
    answeredWrongly: share(given, ({ answered, item }) => answered !== item.intent),
    asked: share(inScope, (outcome) => fateOf(outcome) === 'asked'),
    escalated: share(inScope, (outcome) => fateOf(outcome) === 'escalated'),
    outOfScopeAnswered: share(outside, ({ answered }) => answered !== undefined),
    accuracyAt90: accuracyOfSurest(inScope, 0.9),
    wrongAt75: 1 - accuracyOfSurest(inScope, 0.75),
    languageRight: share(outcomes, ({ language, item }) => language === item.lang),
    auroc: auroc(
      inScope.map(({ confidence }) => confidence),
      outside.map(({ confidence }) => confidence),
    ),
    calibrationError: calibrationError(outcomes),
  };
}

/** Whether the right article is ranked first. Never for an out-of-scope utterance. */
export function isRight({ ranked, item }: Pick<Outcome, 'ranked' | 'item'>): boolean {
  return ranked[0] === item.intent;
}

/** The share of items of which something is true; NaN of none. */
export function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.length === 0 ? NaN : items.filter(is).length / items.length;
}

/** Accuracy of the share with the highest confidence; of equal confidences as many count as fit, at their mean. */
function accuracyOfSurest(outcomes: readonly Outcome[], coverage: number): number {
  const sorted = [...outcomes].sort((a, b) => b.confidence - a.confidence);
  const wanted = Math.round(coverage * sorted.length);
  let right = 0;
  let taken = 0;
  while (taken < wanted) {
    const tied = sorted.filter(({ confidence }) => confidence === sorted[taken]!.confidence);
    const fitting = Math.min(tied.length, wanted - taken);
    right += (tied.filter(isRight).length * fitting) / tied.length;
    taken += fitting;
  }
  return wanted === 0 ? NaN : right / wanted;
}

function auroc(inside: readonly number[], outside: readonly number[]): number {
  if (inside.length === 0 || outside.length === 0) return NaN;
  let wins = 0;
  for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (inside.length * outside.length);
}

function calibrationError(outcomes: readonly Outcome[]): number {
  const bins = Array.from({ length: 15 }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const outcome of outcomes) {
    const bin = bins[Math.min(14, Math.floor(outcome.confidence * 15))]!;
    bin.count += 1;
    bin.confidence += outcome.confidence;
    bin.right += isRight(outcome) ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / Math.max(1, outcomes.length);
}
