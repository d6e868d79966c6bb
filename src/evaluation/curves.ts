import { outOfScope } from './dataset.ts';
import { isRight } from './metrics.ts';
import type { Outcome } from './run.ts';

/** What answering everything from one confidence on would give. */
export interface CurvePoint {
  /** Lowest confidence that is answered, 0 to 1. */
  readonly threshold: number;
  /** Answered, of the in-scope utterances. */
  readonly coverage: number;
  /** Right, of the in-scope utterances that are answered. */
  readonly precision: number;
  /** Right, of everything that is answered: out-of-scope utterances count as wrong. */
  readonly precisionOfAll: number;
}

/** Confidence against what was right, for the utterances of one range of confidence. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence; undefined without an utterance. */
  readonly confidence?: number;
  /** Share with the right article first; an out-of-scope utterance counts as wrong. */
  readonly right?: number;
}

/** Precision at every percent of coverage, the surest first; at most 100 points, none without in-scope utterances. */
export function coverageCurve(outcomes: readonly Outcome[]): CurvePoint[] {
  const inScope = outcomes.filter(({ item }) => item.intent !== outOfScope);
  const confidences = inScope.map(({ confidence }) => confidence).sort((a, b) => b - a);
  const steps = Array.from({ length: 100 }, (_, step) => Math.ceil(((step + 1) / 100) * confidences.length) - 1);
  const thresholds = new Set(steps.flatMap((step) => confidences[step] ?? []));
  return [...thresholds].map((threshold) => pointAt(outcomes, threshold));
}

/** The point of the curve at one threshold. Precisions are 1 where nothing is answered. */
export function pointAt(outcomes: readonly Outcome[], threshold: number): CurvePoint {
  const given = outcomes.filter(({ confidence }) => confidence >= threshold);
  const inScope = given.filter(({ item }) => item.intent !== outOfScope);
  const all = outcomes.filter(({ item }) => item.intent !== outOfScope).length;
  const right = inScope.filter(isRight).length;
  return {
    threshold,
    coverage: all === 0 ? 0 : inScope.length / all,
    precision: inScope.length === 0 ? 1 : right / inScope.length,
    precisionOfAll: given.length === 0 ? 1 : right / given.length,
  };
}

/** Ten bins of equal width. */
export function reliability(outcomes: readonly Outcome[]): ReliabilityBin[] {
  return Array.from({ length: 10 }, (_, index) => {
    const own = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === index);
    const range = { from: index / 10, to: (index + 1) / 10, count: own.length };
    if (own.length === 0) return range;
    const confidence = own.reduce((sum, outcome) => sum + outcome.confidence, 0) / own.length;
    return { ...range, confidence, right: own.filter(isRight).length / own.length };
  });
}
