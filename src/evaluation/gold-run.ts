import { mustNotBeAnswered, type AcceptedGold, type GoldQuestion, type GoldSet } from '../knowledge/gold.ts';
import type { Brain } from '../service/brain.ts';
import { askOne, type Outcome } from './run.ts';

/**
 * How a gold question stands against the last accepted run: it passes as before; passes for the first time; no longer
 * passes, which is a drop; or fails as it did before.
 */
export type GoldState = 'passes' | 'gained' | 'dropped' | 'known-failing';

/** A gold question, put to the bot. */
export interface GoldResult {
  readonly gold: GoldQuestion;
  readonly state: GoldState;
  /** Entry that was answered with, or else asked for first; undefined where neither. */
  readonly got?: string;
  /** What was done with the question. */
  readonly decision: Outcome['decision'];
  readonly confidence: number;
  /** Phrase that drew the question to `got`. */
  readonly nearestPhrase?: { readonly text: string; readonly language: string };
}

/** Puts every gold question to the bot as the first message of a conversation. */
export function runGold({ questions, accepted }: GoldSet, brain: Brain): GoldResult[] {
  return questions.map((gold) => askGold(gold, accepted, brain));
}

/**
 * Asks one. A question passes when the customer gets its entry: as the answer, as the first of "did you mean", or, for an
 * emergency, as the advice on danger. One that must not be answered passes when nothing is answered outright.
 */
export function askGold(gold: GoldQuestion, accepted: AcceptedGold, brain: Brain): GoldResult {
  const outcome = askOne({ text: gold.question, lang: gold.language }, brain);
  const got = outcome.answered ?? (outcome.decision === 'safety' ? dangerEntry : outcome.offered[0]);
  const isPassed = gold.entry === mustNotBeAnswered ? outcome.answered === undefined : got === gold.entry;
  const wasPassed = accepted[gold.language]?.includes(gold.question) ?? false;
  const nearest = outcome.matches.find(({ articleId }) => articleId === got)?.nearestPhrase;
  return {
    gold,
    state: isPassed ? (wasPassed ? 'passes' : 'gained') : wasPassed ? 'dropped' : 'known-failing',
    ...(got === undefined ? {} : { got }),
    decision: outcome.decision,
    confidence: outcome.confidence,
    ...(nearest === undefined ? {} : { nearestPhrase: nearest }),
  };
}

/** Entry about danger; the bot speaks of it before it matches anything. */
const dangerEntry = 'voice-emergency';

/** The questions that pass, to be kept as accepted. */
export function passedOf(results: readonly GoldResult[]): AcceptedGold {
  const passed: Record<string, string[]> = {};
  for (const { gold, state } of results) {
    if (state === 'passes' || state === 'gained') (passed[gold.language] ??= []).push(gold.question);
  }
  return passed;
}

/** Accepted questions that are no longer asked, by their number: a reworded question loses its history. */
export function countForgotten({ questions, accepted }: GoldSet): number {
  const asked = new Set(questions.map(({ language, question }) => `${language} ${question}`));
  return Object.entries(accepted).reduce(
    (sum, [language, list]) => sum + list.filter((question) => !asked.has(`${language} ${question}`)).length,
    0,
  );
}
