import { maxUtteranceLength, utteranceOf } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import { backgroundTrust, isBackgroundAhead } from './background.ts';
import { bestLabels } from './best-labels.ts';
import { calibrate } from './calibration.ts';
import { createConceptSpotter } from './concepts.ts';
import { createLookClosely } from './confidence.ts';
import { createScoreVector, type Core } from './core.ts';
import { createAddRowsPlainly } from './score-rows.ts';
import { probability } from './logistic.ts';
import type { FindNearest } from './nearest.ts';

import { sliceFeatures } from './slice-features.ts';
import type { Slice, SliceCore } from './slice.ts';
import { noPostings } from './text-postings.ts';
import { createVectorize } from './vectorize.ts';
import { createColumnOf, ownLanguageWeights } from './vectorizer.ts';

/** An article's question, proposed for what somebody types. */
export interface Suggestion {
  readonly articleId: string;
  readonly question: string;
  /** Coarse probability that this is the article meant, 0 to 1: a slice has no phrases to compare with. */
  readonly confidence: number;
}

/** The articles for a text in the slice's language, best first; none for a text without a word it knows. */
export type Suggest = (text: string, limit?: number) => readonly Suggestion[];

/**
 * Makes the ranker of a slice. It runs in a browser as well as here, takes about a millisecond a text, and gives the same
 * for the same text. Articles without a question in the language are passed over.
 */
export function createSuggest(slice: Slice): Suggest {
  const { articleIds, questions, confidence, calibration, language } = slice;
  const core = asCore(slice);
  const columnOf = createColumnOf(core.table);
  const vectorize = createVectorize(core.table, createConceptSpotter({ forms: slice.forms }), columnOf);
  const scoreVector = createScoreVector(core, createAddRowsPlainly(core));
  const lookClosely = createLookClosely(core, articleIds.length, findNothing, columnOf);
  const family = familyOf(language);

  return (text, limit = 3) => {
    const utterance = utteranceOf(text.slice(0, maxUtteranceLength), language);
    const vector = vectorize(utterance, ownLanguageWeights);
    if (vector.columns.length === 0) return [];
    const scores = scoreVector(vector);
    const best = bestLabels(scores.margins, articleIds.length, articleIds.length);
    const asked = best.filter((label) => questions[label] !== null).slice(0, limit);
    const trust = isBackgroundAhead(core, scores.margins, articleIds.length) ? backgroundTrust : 1;
    let left = 1;
    const { stems } = utterance;
    return lookClosely({ ...scores, byWords: scores.margins }, { stems, family }, asked).map(({ label, features }) => {
      const own = calibrate(probability(confidence, sliceFeatures(features)), calibration) * trust;
      // Candidates exclude each other: together they cannot be more than certain.
      const shown = Math.min(own, left);
      left -= shown;
      return { articleId: articleIds[label]!, question: questions[label]!, confidence: shown };
    });
  };
}

/** A core as the scorers take it, with the place of the phrases empty. */
function asCore({ core, textCount }: { readonly core: SliceCore; readonly textCount: number }): Core {
  // Only their number is asked for.
  return { ...core, labels: new Uint16Array(textCount), postings: noPostings };
}

/** There are no phrases to be near to. */
const findNothing: FindNearest = ({ columns }, labels) => {
  const covered = new Uint8Array(columns.length);
  return labels.map(() => ({ text: -1, cosine: 0, centre: 0, covered }));
};
