import { familyOf } from '../language/languages.ts';
import type { Utterance } from '../language/analyze.ts';
import { calibrate, noCalibration, type Calibrations } from './calibration.ts';
import type { SpotConcepts } from './concepts.ts';
import { closeCount, createLookClosely, type Candidate } from './confidence.ts';
import { backgroundTrust, isBackgroundAhead } from './background.ts';
import { bestLabels } from './best-labels.ts';
import { createScoreVector, type CoreScores } from './core.ts';
import { hashText } from './hash.ts';
import { probability } from './logistic.ts';
import type { Match } from './match.ts';
import { strangers } from './fit-confidence.ts';
import { createFindNearest } from './nearest.ts';
import { createReadMeaning, type Scores } from './read-meaning.ts';
import { onlyConcepts, sentenceOf, type EmbedSentence } from './sentence-head.ts';
import { familiesOf, type Model } from './train.ts';
import { createVectorize } from './vectorize.ts';
import { channelWeightsFor, createColumnOf } from './vectorizer.ts';

/**
 * Ranks the articles for an utterance, best first. An utterance without a word has no matches. `vector` is the meaning of
 * the utterance, for rankers that know meanings; the others leave it aside.
 */
export type Rank = (utterance: Utterance, limit?: number, vector?: Float32Array) => readonly Match[];

const exactConfidence = 0.97;
/** From this factor on meaning counts as much as words. */
const loud = { 'squared-hinge': 0.5, logistic: 3 } as const;

/** What a ranker may have beside its model. */
export interface MatcherOptions {
  readonly calibrations?: Calibrations | undefined;
  /** The sentence vectors that the model was trained with; without them words alone speak. */
  readonly embed?: EmbedSentence | undefined;
  /** How many articles are compared with the utterance text by text. Default `closeCount`. */
  readonly closely?: number;
}

/** Makes the ranker of a trained model. Pure: same model and utterance, same matches, in every process. */
export function createMatcher(
  model: Model,
  spot: SpotConcepts,
  { calibrations = noCalibration, embed, closely = closeCount }: MatcherOptions = {},
): Rank {
  const { core, articleIds } = model;
  const articleCount = articleIds.length;
  const columnOf = createColumnOf(core.table);
  const lookClosely = createLookClosely(core, articleCount, createFindNearest(core), columnOf);
  const spotOnce = rememberLast(spot);
  const vectorize = createVectorize(core.table, spotOnce, columnOf);
  const scoreVector = createScoreVector(core);
  const scoreMeaning = createScoreMeaning(model, spotOnce, embed);
  const exact = exactPhrases(model, articleCount);
  const families = familiesOf(model);

  return (utterance, limit = 5) => {
    if (utterance.tokens.length === 0 || articleCount === 0) return [];
    const family = familyOf(utterance.language);
    const weights = channelWeightsFor(families.has(family));
    const scores = scoreMeaning(scoreVector(vectorize(utterance, weights)), utterance);
    const exactLabel = exact.get(hashText(utterance.tokens.join(' ')));
    const order = putFirst(bestLabels(scores.margins, articleCount, Math.max(limit, closeCount)), exactLabel);
    const isStranger = scores.meaning !== undefined && !families.has(family);
    const candidates = lookClosely(scores, { stems: isStranger ? [] : utterance.stems, family }, order, closely);
    const { confidence: learnedOf } = model;
    const learned = learnedOf[family] ?? (isStranger ? learnedOf[strangers] : undefined) ?? learnedOf.any!;
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

/** Adds what meaning says to the scores of words, where the model and the caller have sentence vectors. */
function createScoreMeaning(
  { core, head, articleIds }: Model,
  spot: SpotConcepts,
  embed: EmbedSentence | undefined,
): (scores: CoreScores, utterance: Utterance) => Scores {
  if (head === undefined || embed === undefined) return (scores) => ({ ...scores, byWords: scores.margins });
  const concepts = createVectorize(head.concepts, spot, createColumnOf(head.concepts));
  const readMeaning = createReadMeaning(core, head, articleIds.length);
  return (scores, utterance) => {
    const sentence = () => sentenceOf(head.middle, embed(utterance.text), concepts(utterance, onlyConcepts));
    return readMeaning(scores, sentence, familyOf(utterance.language));
  };
}

/** Spots the concepts of an utterance once, though several ask for them. */
function rememberLast(spot: SpotConcepts): SpotConcepts {
  let last: Utterance | undefined;
  let concepts: ReturnType<SpotConcepts> = [];
  return (utterance) => {
    if (utterance !== last) concepts = spot(utterance);
    last = utterance;
    return concepts;
  };
}

function putFirst(labels: readonly number[], first: number | undefined): readonly number[] {
  return first === undefined ? labels : [first, ...labels.filter((label) => label !== first)];
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
  scores: Scores,
  { label, features, nearness }: Candidate,
  confidence: number,
  isExact: boolean,
): Match {
  const { core, articleIds, phrases } = model;
  const { meaning } = scores;
  const near = meaning?.near.get(label);
  // Where meaning speaks loudest, the phrase that means the same is told, whatever its language.
  const isByMeaning = meaning !== undefined && near !== undefined && meaning.factor > loud[core.loss];
  const nearest = isByMeaning ? near.text : nearness.text;
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
      ...(meaning === undefined ? {} : { meaning: meaning.byMeaning[label]! * meaning.factor }),
      ...(near === undefined ? {} : { semantic: near.cosine }),
    },
    ...(nearest < 0 ? {} : { nearestPhrase: phrases[nearest]! }),
    confidenceFeatures: features,
  };
}
