import { familyOf } from '../language/languages.ts';
import type { Utterance } from '../language/analyze.ts';
import { calibrate, noCalibration, type Calibrations } from './calibration.ts';
import type { SpotConcepts } from './concepts.ts';
import { createConfidenceFeatures } from './confidence.ts';
import { scoreCore, type CoreScores } from './core.ts';
import { featuresOf } from './features.ts';
import { hashText } from './hash.ts';
import { probability } from './logistic.ts';
import type { Match } from './match.ts';
import type { Model } from './train.ts';
import { foreignLanguageWeights, ownLanguageWeights } from './vectorizer.ts';

/**
 * Ranks the articles for an utterance, best first. An utterance without a word has no matches. `vector` is the meaning of
 * the utterance, for rankers that know meanings; the others leave it aside.
 */
export type Rank = (utterance: Utterance, limit?: number, vector?: Float32Array) => readonly Match[];

const exactConfidence = 0.97;
/** How far an article must be ahead of the background. */
const backgroundLead = 0.1;
/** What a confidence is worth when it is not. */
const backgroundTrust = 0.4;

/** Makes the ranker of a trained model. Pure: same model and utterance, same matches, in every process. */
export function createMatcher(model: Model, spot: SpotConcepts, calibrations: Calibrations = noCalibration): Rank {
  const { core, articleIds } = model;
  const articleCount = articleIds.length;
  const confidenceFeatures = createConfidenceFeatures(core, articleCount);
  const exact = exactPhrases(model, articleCount);
  const families = new Set(model.phrases.map(({ language }) => familyOf(language)));

  return (utterance, limit = 5) => {
    if (utterance.tokens.length === 0 || articleCount === 0) return [];
    const features = featuresOf(utterance, spot);
    const isOwn = families.has(familyOf(utterance.language));
    const scores = scoreCore(core, features, isOwn ? ownLanguageWeights : foreignLanguageWeights);
    const exactLabel = exact.get(hashText(utterance.tokens.join(' ')));
    const order = rankLabels(scores.margins, articleCount, exactLabel).slice(0, Math.max(limit, 3));
    const featuresFor = confidenceFeatures(scores, {
      stems: utterance.stems,
      features,
    });
    const learned = model.confidence[familyOf(utterance.language)] ?? model.confidence.any!;
    const calibration = calibrations[utterance.language] ?? calibrations.default;
    const trust = isBackgroundAhead(scores.margins, articleCount) ? backgroundTrust : 1;
    let left = 1;
    let above = 1;
    return order.slice(0, limit).map((label, place) => {
      const values = featuresFor(label);
      const learnedProbability = calibrate(probability(learned, values), calibration) * trust;
      const wished = label === exactLabel ? Math.max(exactConfidence, learnedProbability) : learnedProbability;
      // Candidates exclude each other: together they cannot be more than certain, and none beats the one above it.
      const confidence = place === 0 ? wished : Math.min(wished, left * 0.999, above);
      left = Math.max(0, left - confidence);
      above = confidence;
      return toMatch(model, scores, label, confidence, values, label === exactLabel);
    });
  };
}

/**
 * True when the texts that belong to no article fit as well as the best article. On labelled messages this holds for one
 * right answer in a hundred and for two in three questions about something else.
 */
function isBackgroundAhead(margins: Float32Array, articleCount: number): boolean {
  const background = margins[articleCount];
  if (background === undefined) return false;
  let best = -Infinity;
  for (let label = 0; label < articleCount; label += 1) best = Math.max(best, margins[label]!);
  return best - background < backgroundLead;
}

/** Which article a phrase belongs to, by the hash of its words. */
function exactPhrases({ phraseHashes, core }: Model, articleCount: number): Map<number, number> {
  const exact = new Map<number, number>();
  phraseHashes.forEach((hash, phrase) => {
    const label = core.labels[phrase]!;
    if (label < articleCount) exact.set(hash, label);
  });
  return exact;
}

function rankLabels(margins: Float32Array, articleCount: number, exactLabel: number | undefined): number[] {
  const labels = Array.from({ length: articleCount }, (_, label) => label);
  const score = (label: number) => (label === exactLabel ? Infinity : margins[label]!);
  return labels.sort((a, b) => score(b) - score(a) || a - b);
}

function toMatch(
  model: Model,
  scores: CoreScores,
  label: number,
  confidence: number,
  values: readonly number[],
  isExact: boolean,
): Match {
  const { core, articleIds, phrases } = model;
  const nearest = scores.nearest[label]!;
  const share = (channel: number) => scores.byChannel[channel * core.classCount + label]!;
  return {
    articleId: articleIds[label]!,
    confidence,
    evidence: {
      exact: isExact ? 1 : 0,
      words: share(0),
      characters: share(1),
      concepts: share(2),
      margin: scores.margins[label]!,
      nearest: nearest < 0 ? 0 : Math.min(1, scores.cosines[nearest]!),
    },
    ...(nearest < 0 ? {} : { nearestPhrase: phrases[nearest]! }),
    confidenceFeatures: values,
  };
}
