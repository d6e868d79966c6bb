import { outOfScope } from './dataset.ts';
import { isRight } from './metrics.ts';
import type { Outcome } from './run.ts';

/** How one entry fared; counts of utterances. */
export interface EntryFigures {
  readonly id: string;
  /** Utterances that mean it. */
  readonly count: number;
  /** Of these, it was ranked first. */
  readonly right: number;
  /** Of these, it was answered with outright. */
  readonly answeredRight: number;
  /** Of these, another entry was answered with outright. */
  readonly answeredWrongly: number;
  /** Utterances that mean something else and were answered with it outright. */
  readonly wronglyGiven: number;
}

/** Figures of every entry that was meant or answered with, those with the most mistakes first. */
export function entryFigures(outcomes: readonly Outcome[]): EntryFigures[] {
  const ids = new Set(outcomes.flatMap(({ item, answered }) => [item.intent, answered ?? item.intent]));
  ids.delete(outOfScope);
  return [...ids]
    .map((id) => figuresOf(id, outcomes))
    .sort((a, b) => mistakes(b) - mistakes(a) || (a.id < b.id ? -1 : 1));
}

function figuresOf(id: string, outcomes: readonly Outcome[]): EntryFigures {
  const own = outcomes.filter(({ item }) => item.intent === id);
  const given = own.filter(({ answered }) => answered !== undefined);
  const answeredRight = given.filter(({ answered }) => answered === id).length;
  return {
    id,
    count: own.length,
    right: own.filter(isRight).length,
    answeredRight,
    answeredWrongly: given.length - answeredRight,
    wronglyGiven: outcomes.filter(({ item, answered }) => answered === id && item.intent !== id).length,
  };
}

function mistakes({ count, right, wronglyGiven }: EntryFigures): number {
  return count - right + wronglyGiven;
}
