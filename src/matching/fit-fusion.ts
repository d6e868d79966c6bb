import { utteranceOf } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import type { SpotConcepts } from './concepts.ts';
import type { PhraseVectors } from './embedder.ts';
import { fitLogistic, probability, type Logistic } from './logistic.ts';
import { createMatcher } from './matcher.ts';
import { createMeaningScorer } from './meaning-scorer.ts';
import { candidatesOf, labelsOf, type Candidate, type Fusion, type Weighing } from './semantic.ts';
import { trainModel, type Model, type TrainingText } from './train.ts';

/** A phrase that was held out, or whose article was left out. */
interface Row {
  readonly candidates: readonly Candidate[];
  /** Label of the right article; of none of the candidates for a phrase that belongs to no article known. */
  readonly right: number;
  readonly isLeftOut: boolean;
}

const folds = 4;
/** From here one fold teaches as much as all, and the two largest language families as much as all. */
const enoughPhrases = 2000;
/** Weight of all left-out rows together against the held-out ones, as for the confidence by words. */
const leftOutWeight = 0.15;
/** Below this there is nothing to hold out. */
const fewest = { articles: 5, phrasesPerArticle: 3 };

/**
 * Learns how to weigh words and meaning, from phrases that neither side has seen: words are trained anew without them and
 * without a quarter of the articles, and meaning is scored against what is left, so that a phrase never meets its own
 * vector. For languages without phrases a whole language is held out. Takes two or three times as long as training did.
 * Undefined for knowledge of fewer than five articles or three phrases an article. Deterministic.
 */
export function fitFusion(model: Model, spot: SpotConcepts, vectors: PhraseVectors): Fusion | undefined {
  const { phrases, articleIds } = model;
  const said = phrases.filter(({ isName }) => isName !== true).length;
  if (articleIds.length < fewest.articles || said < articleIds.length * fewest.phrasesPerArticle) {
    return undefined;
  }
  const isLarge = phrases.length >= enoughPhrases;
  const ask = createHeldOutQuestions(model, spot, vectors);
  const ordinals = ordinalsOf(model);
  const ownFolds = isLarge ? [0] : [...Array(folds).keys()];
  // A quarter of the left-out phrases is as good as all of them.
  const isQuarter = (phrase: number) => ordinals[phrase]! % 4 === 0;
  const own = ownFolds.flatMap((fold) => {
    const isHeldOut = (phrase: number) => ordinals[phrase]! % folds === fold;
    return ask(fold, isHeldOut, model, (phrase, isLeftOut) => (isLeftOut ? isQuarter(phrase) : isHeldOut(phrase)));
  });
  const families = familiesBySize(model);
  if (families.length < 2) return { own: weigh(own), foreign: weigh(own) };
  // At run time such a language has no confidence of its own either.
  const general = { ...model, confidence: { any: model.confidence.any! } };
  const foreign = families.slice(0, isLarge ? 2 : undefined).flatMap((family, fold) => {
    const isOfFamily = (phrase: number) => familyOf(phrases[phrase]!.language) === family;
    return ask(fold % folds, isOfFamily, general, (phrase) => isOfFamily(phrase) && (!isLarge || isQuarter(phrase)));
  });
  return { own: weigh(own), foreign: weigh(foreign) };
}

function weigh(rows: readonly Row[]): Weighing {
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

/**
 * Trains words without the phrases held out and without a quarter of the articles, named by `fold`, and asks what `isAsked`
 * picks. `confidences`: the learned confidences that words are given.
 */
type AskHeldOut = (
  fold: number,
  isHeldOut: (phrase: number) => boolean,
  confidences: Pick<Model, 'confidence'>,
  isAsked: (phrase: number, isLeftOut: boolean) => boolean,
) => Row[];

function createHeldOutQuestions(model: Model, spot: SpotConcepts, { dimension, values }: PhraseVectors): AskHeldOut {
  const { articleIds, phrases, core } = model;
  const articleCount = articleIds.length;
  const labels = labelsOf(model);
  const all = phrases.map((_, phrase) => phrase);
  return (fold, isHeldOut, { confidence }, isAsked) => {
    const isLeftOut = (phrase: number) => core.labels[phrase]! < articleCount && core.labels[phrase]! % folds === fold;
    const isName = (phrase: number) => phrases[phrase]!.isName === true;
    const kept = all.filter((phrase) => (isName(phrase) || !isHeldOut(phrase)) && !isLeftOut(phrase));
    const texts = kept.map((phrase): TrainingText => ({
      ...phrases[phrase]!,
      articleId: articleIds[core.labels[phrase]!],
    }));
    const rank = createMatcher({ ...trainModel(articleIds, texts, spot, { folds: 0 }), confidence }, spot, {
      closely: articleIds.length,
    });
    const scoreMeaning = createMeaningScorer({ dimension, values }, core.labels, articleCount, kept);
    return all
      .filter((phrase) => !isName(phrase) && isAsked(phrase, isLeftOut(phrase)))
      .flatMap((phrase): Row[] => {
        const { text, language } = phrases[phrase]!;
        const scores = scoreMeaning(values.subarray(phrase * dimension, (phrase + 1) * dimension));
        const candidates = candidatesOf(rank(utteranceOf(text, language), articleCount), labels, scores);
        if (candidates.length === 0) return [];
        return [{ candidates, right: core.labels[phrase]!, isLeftOut: isLeftOut(phrase) }];
      });
  };
}

function familiesBySize({ phrases }: Model): string[] {
  const size = new Map<string, number>();
  for (const { language, isName } of phrases) {
    if (isName !== true) size.set(familyOf(language), (size.get(familyOf(language)) ?? 0) + 1);
  }
  return [...size.keys()].sort((a, b) => size.get(b)! - size.get(a)!);
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
