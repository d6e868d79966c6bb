import { familyOf } from '../language/languages.ts';
import type { Utterance } from '../language/analyze.ts';
import { calibrate, noCalibration, type Calibrations } from './calibration.ts';
import type { SpotConcepts } from './concepts.ts';
import { closeCount, createLookClosely, type Candidate } from './confidence.ts';
import { scoreVector, type Core, type CoreScores } from './core.ts';
import { hashText } from './hash.ts';
import { probability } from './logistic.ts';
import type { Match } from './match.ts';
import { createFindNearest } from './nearest.ts';
import { bestLabels, familiesOf, type Model } from './train.ts';
import { createVectorize } from './vectorize.ts';
import { channelWeightsFor, createColumnOf } from './vectorizer.ts';

/**
 * Ranks the articles for an utterance, best first. An utterance without a word has no matches. `vector` is the meaning of
 * the utterance, for rankers that know meanings; the others leave it aside.
 */
export type Rank = (utterance: Utterance, limit?: number, vector?: Float32Array) => readonly Match[];

const exactConfidence = 0.97;
/** How far an article must be ahead of the background. */
const backgroundLead = { 'squared-hinge': 0.1, logistic: 0.5 } as const;
/** What a confidence is worth when it is not. */
const backgroundTrust = 0.4;

/** Makes the ranker of a trained model. Pure: same model and utterance, same matches, in every process. */
export function createMatcher(model: Model, spot: SpotConcepts, calibrations: Calibrations = noCalibration): Rank {
  const { core, articleIds } = model;
  const articleCount = articleIds.length;
  const columnOf = createColumnOf(core.table);
  const lookClosely = createLookClosely(core, articleCount, createFindNearest(core), columnOf);
  const vectorize = createVectorize(core.table, spot, columnOf);
  const exact = exactPhrases(model, articleCount);
  const families = familiesOf(model);

  return (utterance, limit = 5) => {
    if (utterance.tokens.length === 0 || articleCount === 0) return [];
    const family = familyOf(utterance.language);
    const weights = channelWeightsFor(families.has(family));
    const scores = scoreVector(core, vectorize(utterance, weights));
    const exactLabel = exact.get(hashText(utterance.tokens.join(' ')));
    const order = putFirst(bestLabels(scores.margins, articleCount, Math.max(limit, closeCount)), exactLabel);
    const candidates = lookClosely(scores, { stems: utterance.stems, family }, order);
    const learned = model.confidence[family] ?? model.confidence.any!;
    const calibration = calibrations[utterance.language] ?? calibrations.default;
    const trust = isBackgroundAhead(core, scores.margins, articleCount) ? backgroundTrust : 1;
    let left = 1;
    let above = 1;
    return candidates.slice(0, limit).map((candidate, place) => {
      const isExact = candidate.label === exactLabel;
      const learnedProbability = calibrate(probability(learned, candidate.features), calibration) * trust;
      const wished = isExact ? Math.max(exactConfidence, learnedProbability) : learnedProbability;
      // Candidates exclude each other: together they cannot be more than certain, and none beats the one above it.
      const confidence = place === 0 ? wished : Math.min(wished, left * 0.999, above);
      left = Math.max(0, left - confidence);
      above = confidence;
      return toMatch(model, scores, candidate, confidence, isExact);
    });
  };
}

function putFirst(labels: readonly number[], first: number | undefined): readonly number[] {
  return first === undefined ? labels : [first, ...labels.filter((label) => label !== first)];
}

/**
 * True when the texts that belong to no article fit as well as the best article. On labelled messages this holds for one
 * right answer in a hundred and for two in three questions about something else.
 */
function isBackgroundAhead({ loss }: Core, margins: Float32Array, articleCount: number): boolean {
  const background = margins[articleCount];
  if (background === undefined) return false;
  let best = -Infinity;
  for (let label = 0; label < articleCount; label += 1) best = Math.max(best, margins[label]!);
  return best - background < backgroundLead[loss];
}

/** Which article a phrase belongs to, by the hash of its words. */
function exactPhrases({ phraseHashes, phrases, core }: Model, articleCount: number): Map<number, number> {
  const exact = new Map<number, number>();
  phraseHashes.forEach((hash, phrase) => {
    const label = core.labels[phrase]!;
    if (label < articleCount && phrases[phrase]?.isName !== true) exact.set(hash, label);
  });
  return exact;
}

function toMatch(
  model: Model,
  scores: CoreScores,
  { label, features, nearness }: Candidate,
  confidence: number,
  isExact: boolean,
): Match {
  const { core, articleIds, phrases } = model;
  const share = (channel: number) => scores.byChannel[channel * core.classCount + label]!;
  return {
    articleId: articleIds[label]!,
    confidence,
    evidence: {
      exact: isExact ? 1 : 0,
      words: share(0),
      characters: share(1) + share(3),
      concepts: share(2),
      margin: scores.margins[label]!,
      nearest: nearness.cosine,
    },
    ...(nearness.text < 0 ? {} : { nearestPhrase: phrases[nearness.text]! }),
    confidenceFeatures: features,
  };
}
