import { utteranceOf } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import type { SpotConcepts } from './concepts.ts';
import type { PhraseVectors } from './embedder.ts';
import { fitLogistic, probability, type Logistic } from './logistic.ts';
import { createMatcher } from './matcher.ts';
import { createMeaningScorer } from './meaning-scorer.ts';
import { candidatesOf, labelsOf, type Candidate, type Fusion } from './semantic.ts';
import { trainModel, type Model, type TrainingText } from './train.ts';

/** A phrase that was held out, or whose article was left out. */
interface Row {
  readonly candidates: readonly Candidate[];
  /** Label of the right article; of none of the candidates for a phrase that belongs to no article known. */
  readonly right: number;
  readonly isLeftOut: boolean;
}

const folds = 4;
/** From here one fold teaches as much as all. */
const enoughPhrases = 2000;
/** Weight of all left-out rows together against the held-out ones, as for the confidence by words. */
const leftOutWeight = 0.15;
/** Below this there is nothing to hold out. */
const fewest = { articles: 5, phrasesPerArticle: 3 };

/**
 * Learns how to weigh words and meaning, from phrases that neither side has seen: for each fold words are trained anew
 * without its phrases and without a quarter of the articles, and meaning is scored against what is left, so that a
 * phrase never meets its own vector. Takes up to as long as training did. Undefined for knowledge of fewer than five
 * articles or three phrases an article. Deterministic.
 */
export function fitFusion(model: Model, spot: SpotConcepts, vectors: PhraseVectors): Fusion | undefined {
  const { phrases, articleIds } = model;
  if (articleIds.length < fewest.articles || phrases.length < articleIds.length * fewest.phrasesPerArticle) {
    return undefined;
  }
  const used = phrases.length < enoughPhrases ? [...Array(folds).keys()] : [0];
  const rows = used.flatMap((fold) => rowsOfFold(model, spot, vectors, fold));
  const leftOut = rows.filter((row) => row.isLeftOut).length;
  const eachLeftOut = leftOut === 0 ? 0 : (leftOutWeight * (rows.length - leftOut)) / leftOut;
  const example = ({ right, isLeftOut }: Row, { label, features }: Candidate) => ({
    features,
    target: label === right ? (1 as const) : (0 as const),
    weight: isLeftOut ? eachLeftOut : 1,
  });
  const order = fitLogistic(
    rows.flatMap((row) => row.candidates.map((candidate) => example(row, candidate))),
    1,
  );
  // Fitted to the first candidates alone: they are what is answered, and the best of several looks better than it is.
  const confidence = fitLogistic(rows.map((row) => example(row, firstOf(order, row.candidates))));
  return { order, confidence };
}

function firstOf(order: Logistic, candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((best, other) =>
    probability(order, other.features) > probability(order, best.features) ? other : best,
  );
}

function rowsOfFold(model: Model, spot: SpotConcepts, vectors: PhraseVectors, fold: number): Row[] {
  const { articleIds, phrases, core } = model;
  const articleCount = articleIds.length;
  const ordinals = ordinalsOf(model);
  const isLeftOut = (phrase: number) => core.labels[phrase]! < articleCount && core.labels[phrase]! % folds === fold;
  const isHeldOut = (phrase: number) => ordinals[phrase]! % folds === fold;
  const all = phrases.map((_, phrase) => phrase);
  const kept = all.filter((phrase) => !isHeldOut(phrase) && !isLeftOut(phrase));
  const texts = kept.map((phrase): TrainingText => ({
    ...phrases[phrase]!,
    articleId: articleIds[core.labels[phrase]!],
  }));
  const smaller = { ...trainModel(articleIds, texts, spot, { folds: 0 }), confidence: model.confidence };
  const rank = createMatcher(smaller, spot);
  const scoreMeaning = createMeaningScorer(vectors, core.labels, articleCount, kept);
  const labels = labelsOf(model);
  // A quarter of the left-out phrases is as good as all of them.
  const asked = all.filter((phrase) => (isLeftOut(phrase) ? ordinals[phrase]! % 4 === 0 : isHeldOut(phrase)));
  return asked.flatMap((phrase): Row[] => {
    const { text, language } = phrases[phrase]!;
    const { dimension, values } = vectors;
    const scores = scoreMeaning(values.subarray(phrase * dimension, (phrase + 1) * dimension));
    const candidates = candidatesOf(rank(utteranceOf(text, language), articleCount), labels, scores);
    if (candidates.length === 0) return [];
    return [{ candidates, right: core.labels[phrase]!, isLeftOut: isLeftOut(phrase) }];
  });
}

/** Place of each phrase within its article and language, so that folds take evenly from all. */
function ordinalsOf({ phrases, core }: Model): number[] {
  const seen = new Map<string, number>();
  return phrases.map(({ language }, phrase) => {
    const key = `${core.labels[phrase]!}/${familyOf(language)}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return ordinal;
  });
}
