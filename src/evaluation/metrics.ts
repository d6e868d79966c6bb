import { outOfScope } from './dataset.ts';
import type { Outcome } from './run.ts';

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
  /** Answered outright, of the out-of-scope utterances. */
  readonly outOfScopeAnswered: number;
  /** Language found right. */
  readonly languageRight: number;
  /** Chance that an in-scope utterance gets a higher confidence than an out-of-scope one. */
  readonly auroc: number;
  /** Expected calibration error in 15 bins; an answer to an out-of-scope utterance counts as wrong. */
  readonly calibrationError: number;
}

/** A pair of articles that was mixed up. */
export interface Confusion {
  readonly expected: string;
  readonly got: string;
  readonly texts: readonly string[];
}

export function measure(outcomes: readonly Outcome[]): Metrics {
  const inScope = outcomes.filter(({ item }) => item.intent !== outOfScope);
  const outside = outcomes.filter(({ item }) => item.intent === outOfScope);
  const given = inScope.filter(({ answered }) => answered !== undefined);
  return {
    count: outcomes.length,
    inScope: inScope.length,
    accuracy: share(inScope, ({ ranked, item }) => ranked[0] === item.intent),
    accuracyAt3: share(inScope, ({ ranked, item }) => ranked.slice(0, 3).includes(item.intent)),
    answered: share(inScope, ({ answered }) => answered !== undefined),
    answeredWrongly: share(given, ({ answered, item }) => answered !== item.intent),
    outOfScopeAnswered: share(outside, ({ answered }) => answered !== undefined),
    languageRight: share(outcomes, ({ language, item }) => language === item.lang),
    auroc: auroc(
      inScope.map(({ confidence }) => confidence),
      outside.map(({ confidence }) => confidence),
    ),
    calibrationError: calibrationError(outcomes),
  };
}

/** The worst mix-ups of the first-ranked article, most frequent first. */
export function confusions(outcomes: readonly Outcome[], limit: number): Confusion[] {
  const pairs = new Map<string, { expected: string; got: string; texts: string[] }>();
  for (const { item, ranked } of outcomes) {
    const got = ranked[0] ?? '(nothing)';
    if (item.intent === outOfScope || got === item.intent) continue;
    const key = `${item.intent} ${got}`;
    const pair = pairs.get(key) ?? { expected: item.intent, got, texts: [] };
    pair.texts.push(item.text);
    pairs.set(key, pair);
  }
  return [...pairs.values()].sort((a, b) => b.texts.length - a.texts.length).slice(0, limit);
}

function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.length === 0 ? NaN : items.filter(is).length / items.length;
}

function auroc(inside: readonly number[], outside: readonly number[]): number {
  if (inside.length === 0 || outside.length === 0) return NaN;
  let wins = 0;
  for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (inside.length * outside.length);
}

function calibrationError(outcomes: readonly Outcome[]): number {
  const bins = Array.from({ length: 15 }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, ranked, item } of outcomes) {
    const bin = bins[Math.min(14, Math.floor(confidence * 15))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += ranked[0] === item.intent ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / Math.max(1, outcomes.length);
}
