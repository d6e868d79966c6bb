import { familyOf } from '../language/languages.ts';
import { calibrate, noCalibration, type Calibrations } from './calibration.ts';
import type { SpotConcepts } from './concepts.ts';
import { channels } from './features.ts';
import { hashText } from './hash.ts';
import { createIndexFeatures } from './index-confidence.ts';
import type { IndexModel } from './index-model.ts';
import { probability } from './logistic.ts';
import type { Match } from './match.ts';
import type { Rank } from './matcher.ts';
import type { PhraseIndex } from './phrase-index.ts';
import { createPhraseSearch, nearestWeight, spread, type ClassScore, type SearchOptions } from './phrase-search.ts';
import { createVectorize } from './vectorize.ts';
import { channelWeightsFor, createColumnOf } from './vectorizer.ts';

const exactConfidence = 0.97;
/** What a confidence is worth when the texts that belong to no article fit better than the best article. */
const backgroundTrust = 0.4;

/**
 * Makes a ranker for knowledge that is too large to train a machine an article: candidates are the articles of the nearest
 * phrases, ranked by the cosines of the two nearest phrases and of the centre of the article. It proposes those articles
 * only, so there may be fewer than `limit`; none without a known feature. Pure, as `createMatcher`.
 */
export function createIndexMatcher(
  model: IndexModel,
  spot: SpotConcepts,
  calibrations: Calibrations = noCalibration,
  options: SearchOptions = {},
): Rank {
  const { index, articleIds } = model;
  const search = createPhraseSearch(index, options);
  const confidenceFeatures = createIndexFeatures(index, articleIds.length);
  const exact = exactPhrases(model);
  const vectorize = createVectorize(index.table, spot, createColumnOf(index.table));
  // Scratch memory, zero between calls.
  const query = new Float32Array(index.table.hashes.length);
  const families = new Set(model.phrases.map(({ language }) => familyOf(language)));

  return (utterance, limit = 5) => {
    const vector = vectorize(utterance, channelWeightsFor(families.has(familyOf(utterance.language))));
    if (vector.columns.length === 0) return [];
    const candidates = search(vector);
    const exactLabel = exact.get(hashText(utterance.tokens.join(' ')));
    const articles = exactFirst(
      candidates.filter(({ label }) => label < articleIds.length),
      exactLabel,
    );
    const featuresFor = confidenceFeatures(candidates, utterance.stems);
    const learned = model.confidence[familyOf(utterance.language)] ?? model.confidence.any!;
    const calibration = calibrations[utterance.language] ?? calibrations.default;
    const trust = candidates[0] !== undefined && candidates[0].label >= articleIds.length ? backgroundTrust : 1;
    let left = 1;
    let above = 1;
    spread(vector, query);
    const matches = articles.slice(0, limit).map((article, place) => {
      const values = featuresFor(article);
      const learnedProbability = calibrate(probability(learned, values), calibration) * trust;
      const isExact = article.label === exactLabel;
      const wished = isExact ? Math.max(exactConfidence, learnedProbability) : learnedProbability;
      // Candidates exclude each other: together they cannot be more than certain, and none beats the one above it.
      const confidence = place === 0 ? wished : Math.min(wished, left * 0.999, above);
      left = Math.max(0, left - confidence);
      above = confidence;
      return toMatch(model, query, article, { confidence, isExact, values });
    });
    for (const column of vector.columns) query[column] = 0;
    return matches;
  };
}

/** Which article a phrase belongs to, by the hash of its words. */
function exactPhrases({ phraseHashes, index, articleIds }: IndexModel): Map<number, number> {
  const exact = new Map<number, number>();
  phraseHashes.forEach((hash, phrase) => {
    const label = index.labels[phrase]!;
    if (label < articleIds.length) exact.set(hash, label);
  });
  return exact;
}

function exactFirst(articles: readonly ClassScore[], exactLabel: number | undefined): readonly ClassScore[] {
  const exact = articles.find(({ label }) => label === exactLabel);
  return exact === undefined ? articles : [exact, ...articles.filter((article) => article !== exact)];
}

function toMatch(
  { articleIds, index, phrases }: IndexModel,
  query: Float32Array,
  article: ClassScore,
  { confidence, isExact, values }: { confidence: number; isExact: boolean; values: readonly number[] },
): Match {
  const [words = 0, characters = 0, concepts = 0, spelling = 0] = sharesOf(index, query, article);
  return {
    articleId: articleIds[article.label]!,
    confidence,
    evidence: {
      exact: isExact ? 1 : 0,
      words,
      characters: characters + spelling,
      concepts,
      margin: article.score,
      nearest: Math.min(1, article.nearest),
    },
    nearestPhrase: phrases[article.phrases[0]!]!,
    confidenceFeatures: values,
  };
}

/** What each channel gave of the fused score, which is linear in the vector; `query` is it, spread over all columns. */
function sharesOf({ rows, classStarts, table }: PhraseIndex, query: Float32Array, article: ClassScore): number[] {
  const shares = channels.map(() => 0);
  for (let phrase = classStarts[article.label]!; phrase < classStarts[article.label + 1]!; phrase += 1) {
    const near = article.phrases.includes(phrase) ? nearestWeight / article.phrases.length : 0;
    const factor = near + (1 - nearestWeight) / article.sumNorm;
    for (let at = rows.starts[phrase]!; at < rows.starts[phrase + 1]!; at += 1) {
      const column = rows.columns[at]!;
      const value = query[column]!;
      if (value !== 0) shares[table.channel[column]!]! += factor * value * rows.values[at]!;
    }
  }
  return shares;
}
