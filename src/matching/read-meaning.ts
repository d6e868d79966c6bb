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
 * family. The sentence is only made where it counts.
 */
export type ReadMeaning = (
  scores: CoreScores,
  sentence: () => Sentence,
  family: string,
  asStranger?: boolean,
) => Scores;

/** What the words of a stranger are worth: concepts speak, chance meetings do not. */
export const strangerWeights: ChannelWeights = { words: 0, characters: 0, spelling: 0, concepts: 1 };

/** Mean number of phrases an article has in each language family. */
export type PhrasesPerArticle = ReadonlyMap<string, number>;

/**
 * Makes the reader of a core and its head. Meaning counts by `perArticle`, which a core that was trained with a part of the
 * texts is given as it is with all of them.
 */
export function createReadMeaning(
  core: Core,
  head: SentenceHead,
  articleCount: number,
  perArticle: PhrasesPerArticle = phrasesOfCore(core, articleCount),
): ReadMeaning {
  const scorer = createSentenceScorer(head, core.postings);
  return (scores, sentence, family, asStranger = false) => {
    const share = shareOfMeaning(asStranger ? 0 : (perArticle.get(family) ?? 0));
    if (share === 0) return { ...scores, byWords: scores.margins };
    const { margins, ...meaning } = fuseMargins(scores.margins, scorer, sentence(), {
      share,
      loss: core.loss,
      articleCount,
      except: asStranger && perArticle.size > 1 ? family : undefined,
    });
    return { ...scores, margins, byWords: scores.margins, meaning };
  };
}

/** Counts phrases; those without a family are nobody's words. */
export function countPhrases(
  texts: Iterable<{ readonly label: number; readonly family?: string | undefined; readonly count?: number }>,
  articleCount: number,
): PhrasesPerArticle {
  const counts = new Map<string, number>();
  for (const { label, family, count = 1 } of texts) {
    if (label < articleCount && family !== undefined)
      counts.set(family, (counts.get(family) ?? 0) + count / articleCount);
  }
  return counts;
}

function phrasesOfCore({ postings }: Core, articleCount: number): PhrasesPerArticle {
  return countPhrases(
    postings.groups.map(({ label, family, start, end }) => ({ label, family, count: end - start })),
    articleCount,
  );
}
