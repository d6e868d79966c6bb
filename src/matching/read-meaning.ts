import type { Core, CoreScores } from './core.ts';
import { fuseMargins, shareOfMeaning, type FusedMargins } from './fuse-sentence.ts';
import { createSentenceScorer, type Sentence, type SentenceHead } from './sentence-head.ts';
import type { ChannelWeights } from './vectorizer.ts';

/** What a model says of a text before its confidence is asked: `margins` are those of words and meaning together. */
export interface Scores extends CoreScores {
  /** The margins of words alone. */
  readonly byWords: Float32Array;
  /** What meaning said; absent where it was not looked at. */
  readonly meaning?: Omit<FusedMargins, 'margins'>;
}

/**
 * Adds what meaning says of a text to the scores of its words; `asStranger` as if nothing were written in its language
 * family.
 */
export type ReadMeaning = (scores: CoreScores, sentence: Sentence, family: string, asStranger?: boolean) => Scores;

/** What the words of a stranger are worth: concepts speak, chance meetings do not. */
export const strangerWeights: ChannelWeights = { words: 0, characters: 0, spelling: 0, concepts: 1 };

/** Makes the reader of a core and its head. */
export function createReadMeaning(core: Core, head: SentenceHead, articleCount: number): ReadMeaning {
  const scorer = createSentenceScorer(head, core.postings);
  const perArticle = phrasesPerArticle(core, articleCount);
  return (scores, sentence, family, asStranger = false) => {
    const { margins, ...meaning } = fuseMargins(scores.margins, scorer, sentence, {
      share: shareOfMeaning(asStranger ? 0 : (perArticle.get(family) ?? 0)),
      loss: core.loss,
      articleCount,
      except: asStranger && perArticle.size > 1 ? family : undefined,
    });
    return { ...scores, margins, byWords: scores.margins, meaning };
  };
}

/** Mean number of phrases an article has in each language family. */
function phrasesPerArticle({ postings }: Core, articleCount: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label, family, start, end } of postings.groups) {
    if (label < articleCount) counts.set(family, (counts.get(family) ?? 0) + (end - start) / articleCount);
  }
  return counts;
}
