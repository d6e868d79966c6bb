import { scoreCore, type Core, type CoreScores } from './core.ts';
import type { FeatureCounts } from './features.ts';
import { fuseMargins, shareOfMeaning, type FusedMargins } from './fuse-sentence.ts';
import { createSentenceScorer, type SentenceHead } from './sentence-head.ts';
import type { ChannelWeights, ColumnOf } from './vectorizer.ts';

/** What a model says of a text before its confidence is asked: `margins` are those of words and meaning together. */
export interface Scores extends CoreScores {
  /** The margins of words alone. */
  readonly byWords: Float32Array;
  /** What meaning said; absent where it was not looked at. */
  readonly meaning?: Omit<FusedMargins, 'margins'>;
}

/** A text to be scored. */
export interface ScoredText {
  readonly features: FeatureCounts;
  readonly family: string;
  /** Its vector; without one words alone speak. */
  readonly vector?: Float32Array | undefined;
}

/** Scores a text; `asStranger` as if nothing were written in its language, so that only concepts and meaning can speak. */
export type ScoreText = (text: ScoredText, channelWeights?: ChannelWeights, asStranger?: boolean) => Scores;

/** What is left to a stranger: chance meetings of words are not. */
const strangerWeights: ChannelWeights = { words: 0, characters: 0, spelling: 0, concepts: 1 };

/**
 * Makes the scorer of a core and, where there is one, a head. `families` holds the language family of each training text,
 * undefined for texts that are nobody's words.
 */
export function createScoreText(
  { core, head, columnOf }: { core: Core; head: SentenceHead | undefined; columnOf: ColumnOf },
  families: readonly (string | undefined)[],
  articleCount: number,
): ScoreText {
  const scorer = head === undefined ? undefined : createSentenceScorer(head, membersOf(core, families, articleCount));
  const perArticle = phrasesPerArticle(core, families, articleCount);
  return ({ features, family, vector }, channelWeights, asStranger = false) => {
    const scores = scoreCore(core, features, columnOf, asStranger ? strangerWeights : channelWeights);
    if (scorer === undefined || vector === undefined) return { ...scores, byWords: scores.margins };
    const { margins, ...meaning } = fuseMargins(scores.margins, scorer, scorer.read(vector, features), {
      share: shareOfMeaning(asStranger ? 0 : (perArticle.get(family) ?? 0)),
      loss: core.loss,
      articleCount,
      mayBe: asStranger && perArticle.size > 1 ? (candidate) => families[candidate] !== family : undefined,
    });
    return { ...scores, margins, byWords: scores.margins, meaning };
  };
}

/** The texts of each article. */
function membersOf({ labels }: Core, families: readonly (string | undefined)[], articleCount: number): Uint32Array[] {
  const members = Array.from({ length: articleCount }, (): number[] => []);
  labels.forEach((label, text) => {
    if (families[text] !== undefined) members[label]?.push(text);
  });
  return members.map((texts) => Uint32Array.from(texts));
}

function phrasesPerArticle(
  { labels }: Core,
  families: readonly (string | undefined)[],
  articleCount: number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  labels.forEach((label, text) => {
    const family = families[text];
    if (label < articleCount && family !== undefined) counts.set(family, (counts.get(family) ?? 0) + 1 / articleCount);
  });
  return counts;
}
