import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import { outOfScope } from './dataset.ts';
import { isRight } from './metrics.ts';
import type { Outcome } from './run.ts';

/** What an author could do about a confusion. */
export type Proposal = 'move-phrase' | 'sharpen' | 'add-phrase';

/** One utterance that was mixed up, and the phrase that drew it to the wrong article. */
export interface ConfusedUtterance {
  readonly text: string;
  readonly lang: LanguageCode;
  readonly confidence: number;
  /** Phrase of the wrong article that is nearest, and how near: cosine, 0 to 1. */
  readonly blame?: NearPhrase;
  /** Nearest phrase of the right article, if that was among the best five. */
  readonly own?: NearPhrase;
}

/** A phrase of the knowledge base and its cosine with an utterance. */
export interface NearPhrase {
  readonly text: string;
  readonly language: LanguageCode;
  readonly cosine: number;
}

/** A pair of articles that was mixed up. */
export interface Confusion {
  readonly expected: string;
  readonly got: string;
  readonly utterances: readonly ConfusedUtterance[];
  readonly proposal: Proposal;
  /** The proposal in a sentence. */
  readonly advice: string;
}

/** So near to an utterance, a phrase says the same in nearly the same words. */
const sameWords = 0.6;
/** Both articles have phrases as near as this, and about equally near: they speak of the same. */
const bothNear = { cosine: 0.25, apart: 0.08 };

/** The mix-ups of the first-ranked article, most frequent first. */
export function confusions(outcomes: readonly Outcome[], limit: number): Confusion[] {
  const pairs = new Map<string, { expected: string; got: string; utterances: ConfusedUtterance[] }>();
  for (const outcome of outcomes) {
    const { item, ranked } = outcome;
    if (item.intent === outOfScope || isRight(outcome)) continue;
    const got = ranked[0] ?? '(nothing)';
    const pair = pairs.get(keyOf(item.intent, got)) ?? { expected: item.intent, got, utterances: [] };
    pair.utterances.push(confused(outcome));
    pairs.set(keyOf(item.intent, got), pair);
  }
  return [...pairs.values()]
    .sort((a, b) => b.utterances.length - a.utterances.length)
    .slice(0, limit)
    .map((pair) => ({ ...pair, ...advise(pair, pairs.has(keyOf(pair.got, pair.expected))) }));
}

function keyOf(expected: string, got: string): string {
  return `${expected} ${got}`;
}

function confused({ item, matches, confidence }: Outcome): ConfusedUtterance {
  const blame = nearPhrase(matches[0]);
  const own = nearPhrase(matches.find(({ articleId }) => articleId === item.intent));
  return {
    text: item.text,
    lang: item.lang,
    confidence,
    ...(blame === undefined ? {} : { blame }),
    ...(own === undefined ? {} : { own }),
  };
}

function nearPhrase(match: Match | undefined): NearPhrase | undefined {
  if (match?.nearestPhrase === undefined) return undefined;
  return { ...match.nearestPhrase, cosine: match.evidence.nearest };
}

function advise(
  { expected, got, utterances }: Omit<Confusion, 'proposal' | 'advice'>,
  isMutual: boolean,
): Pick<Confusion, 'proposal' | 'advice'> {
  const misplaced = utterances.find(({ blame }) => (blame?.cosine ?? 0) >= sameWords)?.blame;
  if (misplaced !== undefined) {
    return {
      proposal: 'move-phrase',
      advice: `"${misplaced.text}" (${misplaced.language}) stands in ${got} and says nearly the same: if it means ${expected}, move it there.`,
    };
  }
  if (isMutual || utterances.filter(isBetween).length * 2 > utterances.length) {
    return {
      proposal: 'sharpen',
      advice: `${expected} and ${got} overlap: merge them, or give each phrases that only it can mean.`,
    };
  }
  const languages = [...new Set(utterances.map(({ lang }) => lang))].join(', ');
  return {
    proposal: 'add-phrase',
    advice:
      got === '(nothing)'
        ? `Nothing fits: add phrases with other words to ${expected} in ${languages}.`
        : `Add a phrase like this, in words of your own, to ${expected} in ${languages}.`,
  };
}

function isBetween({ blame, own }: ConfusedUtterance): boolean {
  if (blame === undefined || own === undefined) return false;
  return own.cosine >= bothNear.cosine && Math.abs(blame.cosine - own.cosine) <= bothNear.apart;
}
