import { familyOf } from '../language/languages.ts';
import { calibrate, noCalibration, type Calibrations } from './calibration.ts';
import type { SpotConcepts } from './concepts.ts';
import type { PhraseVectors } from './embedder.ts';
import { probability, type Logistic } from './logistic.ts';
import type { Match } from './match.ts';
import { createMatcher, type Rank } from './matcher.ts';
import { createMeaningScorer, type SemanticScores } from './meaning-scorer.ts';
import { familiesOf, type Model } from './train.ts';

/** How the scores of words and of meaning are weighed against each other. */
export interface Weighing {
  /** Orders the candidates. */
  readonly order: Logistic;
  /** Probability that the first of them is right; the same features. */
  readonly confidence: Logistic;
}

/** Learned by `fitFusion`. */
export interface Fusion {
  /** For languages that have phrases. */
  readonly own: Weighing;
  /** For the others, where words say less and meaning more. */
  readonly foreign: Weighing;
}

/** A model's phrases by meaning, and the fusion that was learned with them. */
export interface Semantics {
  readonly vectors: PhraseVectors;
  readonly fusion: Fusion;
}

/** An article that words or meaning propose, with the features the fusion looks at. */
export interface Candidate {
  readonly label: number;
  readonly features: readonly number[];
}

/** How many articles words propose, and how many meaning does. */
const proposed = 5;

/**
 * Makes a ranker that weighs words and meaning. With a vector of the model's dimension it fuses both, without one it is
 * exactly the ranker of words; `evidence.semantic` tells which. Pure.
 */
export function createSemanticMatcher(
  model: Model,
  spot: SpotConcepts,
  { vectors, fusion }: Semantics,
  calibrations: Calibrations = noCalibration,
): Rank {
  const byWords = createMatcher(model, spot, { calibrations });
  const { articleIds } = model;
  // The fusion learned from uncorrected confidences; the correction comes after it. Meaning may bring any article forward.
  const uncorrected = createMatcher(model, spot, { closely: articleIds.length });
  const families = familiesOf(model);
  const labels = labelsOf(model);
  const scoreMeaning = createMeaningScorer(vectors, model.core.labels, articleIds.length);

  return (utterance, limit = 5, vector) => {
    if (vector?.length !== vectors.dimension) return byWords(utterance, limit);
    const matches = uncorrected(utterance, articleIds.length);
    if (matches.length === 0) return [];
    const scores = scoreMeaning(vector);
    const calibration = calibrations[utterance.language] ?? calibrations.default;
    const weighing = families.has(familyOf(utterance.language)) ? fusion.own : fusion.foreign;
    const confidences = new Map(
      candidatesOf(matches, labels, scores).map(({ label, features }) => [
        articleIds[label]!,
        {
          order: probability(weighing.order, features),
          sure: calibrate(probability(weighing.confidence, features), calibration),
        },
      ]),
    );
    const ordered = order(matches, (match) => confidences.get(match.articleId)?.order);
    let left = 1;
    let above = 1;
    return ordered.slice(0, limit).map((match, place) => {
      const fused = confidences.get(match.articleId)?.sure ?? match.confidence;
      const wished = match.evidence.exact === 1 ? Math.max(fused, match.confidence) : fused;
      // As among words alone: candidates exclude each other, and none beats the one above it.
      const confidence = place === 0 ? wished : Math.min(wished, left * 0.999, above);
      left = Math.max(0, left - confidence);
      above = confidence;
      const semantic = scores.best[labels.get(match.articleId)!]!;
      return { ...match, confidence, evidence: { ...match.evidence, semantic } };
    });
  };
}

/** Place of each article in the model. */
export function labelsOf({ articleIds }: Model): ReadonlyMap<string, number> {
  return new Map(articleIds.map((id, label) => [id, label]));
}

/** A phrase word for word first, then the candidates by the fusion, then the others as words order them. */
function order(matches: readonly Match[], scoreOf: (match: Match) => number | undefined): readonly Match[] {
  const rank = (match: Match) => (match.evidence.exact === 1 ? Infinity : (scoreOf(match) ?? -1));
  return [...matches].sort((a, b) => rank(b) - rank(a));
}

/**
 * The articles that words or meaning put among their first five. Features, all comparable from embedder to embedder: the
 * log-odds by words and their lead over the next article; the best cosine and the cosine to the centre, standardized over
 * the articles, and the lead of each; the lead of the best cosine over the background.
 */
export function candidatesOf(
  matches: readonly Match[],
  labels: ReadonlyMap<string, number>,
  scores: SemanticScores,
): Candidate[] {
  const { best, centre, background } = scores;
  const words = new Float64Array(best.length).fill(logit(0));
  for (const { articleId, confidence } of matches) words[labels.get(articleId)!] = logit(confidence);
  const isKnown = (label: number) => best[label]! > -Infinity;
  const spreadOfBest = spread(best.filter((_, label) => isKnown(label)));
  const spreadOfCentre = spread(centre.filter((_, label) => isKnown(label)));
  const both = new Set([...firstOf(words), ...firstOf(best)]);
  return [...both].filter(isKnown).map((label) => ({
    label,
    features: [
      words[label]!,
      leadOf(words, label),
      (best[label]! - spreadOfBest.mean) / spreadOfBest.deviation,
      (centre[label]! - spreadOfCentre.mean) / spreadOfCentre.deviation,
      leadOf(best, label) / spreadOfBest.deviation,
      leadOf(centre, label) / spreadOfCentre.deviation,
      background === undefined ? 0 : (best[label]! - background) / spreadOfBest.deviation,
    ],
  }));
}

function firstOf(values: Float64Array | Float32Array): number[] {
  const labels = Array.from({ length: values.length }, (_, label) => label);
  return labels.sort((a, b) => compare(values[b]!, values[a]!) || a - b).slice(0, proposed);
}

/** The difference of two infinities is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function leadOf(values: Float64Array | Float32Array, label: number): number {
  let next = -Infinity;
  for (let other = 0; other < values.length; other += 1) if (other !== label) next = Math.max(next, values[other]!);
  return next === -Infinity ? 0 : values[label]! - next;
}

function spread(values: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) || 1 };
}

function logit(probability: number): number {
  const p = Math.min(1 - 1e-4, Math.max(1e-4, probability));
  return Math.log(p / (1 - p));
}
