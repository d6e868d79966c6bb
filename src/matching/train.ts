import type { LanguageCode } from '../language/languages.ts';
import { familyOf } from '../language/languages.ts';
import { utteranceOf, type Utterance } from '../language/analyze.ts';
import type { SpotConcepts } from './concepts.ts';
import { createConfidenceFeatures } from './confidence.ts';
import { scoreCore, trainCore, type Core, type Example } from './core.ts';
import { featuresOf, type FeatureCounts } from './features.ts';
import { hashText } from './hash.ts';
import type { LinearOptions } from './linear.ts';
import { fitLogistic, type Logistic, type LogisticExample } from './logistic.ts';
import { priorConfidence } from './prior-confidence.ts';

/** A text that teaches: an example phrase or a question of an article, or background (`articleId` absent). */
export interface TrainingText {
  readonly text: string;
  readonly language: LanguageCode;
  readonly articleId?: string;
}

/** Settings of training. */
export interface TrainOptions {
  readonly linear?: LinearOptions;
  /**
   * Weight of texts of left-out articles against held-out phrases when the confidence is learned: the higher, the less
   * is answered that belongs to no article. Default 0.15.
   */
  readonly leftOutWeight?: number;
  /** Folds for held-out phrases. Default 4. */
  readonly folds?: number;
  /** Told the share of the work that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** Everything a matcher needs, as data. */
export interface Model {
  readonly articleIds: readonly string[];
  readonly core: Core;
  /** Hash of the words of each phrase, by which an utterance is recognised as one of them. */
  readonly phraseHashes: Uint32Array;
  readonly phrases: readonly {
    readonly text: string;
    readonly language: LanguageCode;
  }[];
  /** Learned confidence of each language family that has phrases, and `any` for the others. */
  readonly confidence: Readonly<Record<string, Logistic>>;
}

interface Prepared {
  readonly utterance: Utterance;
  readonly features: FeatureCounts;
  readonly label: number;
  readonly family: string;
}

/** The parts of a training, which do not need one another and may be done side by side. */
export interface Training {
  /** Folds of phrases to hold out; 0 where there are too few and the fixed prior is used. */
  readonly folds: number;
  /** The linear core on all texts. `onClass` is told how many classes are done, and of how many. */
  core(onClass?: (done: number, of: number) => void): Core;
  /** Trains without one fold and asks what was left out. */
  rowsOfFold(fold: number): readonly ConfidenceRow[];
  /** The model, from the core and the rows of all folds in the order of the folds. */
  finish(core: Core, rows: readonly (readonly ConfidenceRow[])[]): Model;
}

/**
 * Trains the model: the linear core on all texts, and the confidence on phrases that were held out of the training and on
 * phrases whose article was left out of it altogether (these must get a low confidence). Deterministic.
 */
export function trainModel(
  articleIds: readonly string[],
  texts: readonly TrainingText[],
  spot: SpotConcepts,
  options: TrainOptions = {},
): Model {
  const training = createTraining(articleIds, texts, spot, options);
  const stages = 1 + training.folds * foldShare;
  const report = (stage: number) => options.onProgress?.(Math.min(1, stage / stages));
  const core = training.core((done, of) => report(done / of));
  const rows = Array.from({ length: training.folds }, (_, fold) => {
    const own = training.rowsOfFold(fold);
    report(1 + (fold + 1) * foldShare);
    return own;
  });
  return training.finish(core, rows);
}

/** Time a fold takes, as a share of what the core takes. */
export const foldShare = 0.6;

/** Prepares a training whose parts are done by the caller, one after the other or in several threads. */
export function createTraining(
  articleIds: readonly string[],
  texts: readonly TrainingText[],
  spot: SpotConcepts,
  options: Omit<TrainOptions, 'onProgress'> = {},
): Training {
  const articleCount = articleIds.length;
  const labelOf = new Map(articleIds.map((id, label) => [id, label]));
  const prepared = texts.map(({ text, language, articleId }): Prepared => {
    const utterance = utteranceOf(text, language);
    const label = articleId === undefined ? articleCount : (labelOf.get(articleId) ?? articleCount);
    return { utterance, features: featuresOf(utterance, spot), label, family: familyOf(language) };
  });
  const inScope = prepared.filter(({ label }) => label < articleCount).length;
  const classCount = articleCount + (inScope < prepared.length ? 1 : 0);
  const isEnough = articleCount >= fewest.articles && inScope >= articleCount * fewest.phrasesPerArticle;
  const folds = isEnough ? (options.folds ?? 4) : 0;
  const ordinals = phraseOrdinals(prepared);
  return {
    folds,
    core: (onClass) =>
      trainCore(prepared.map(toExample), classCount, {
        ...options.linear,
        onClass: (done) => onClass?.(done, classCount),
      }),
    rowsOfFold: (fold) => rowsOfFold({ prepared, ordinals, articleCount, classCount, folds }, fold, options),
    finish: (core, rows) => ({
      articleIds,
      core,
      phraseHashes: Uint32Array.from(prepared, ({ utterance }) => hashText(utterance.tokens.join(' '))),
      phrases: texts.map(({ text, language }) => ({ text, language })),
      confidence: fitConfidence(weighLeftOut(rows.flat(), options.leftOutWeight ?? 0.15)),
    }),
  };
}

function toExample({ features, label }: Prepared): Example {
  return { features, label };
}

/** What the confidence learns from: one text that was held out, or whose article was. */
export interface ConfidenceRow extends LogisticExample {
  readonly family: string;
  readonly isLeftOut: boolean;
}

/** Below this there is nothing to hold out, and the fixed prior is used. */
const fewest = { articles: 5, phrasesPerArticle: 3 };

interface FoldSetting {
  readonly prepared: readonly Prepared[];
  readonly ordinals: readonly number[];
  readonly articleCount: number;
  readonly classCount: number;
  readonly folds: number;
}

function rowsOfFold(setting: FoldSetting, fold: number, { linear }: TrainOptions): ConfidenceRow[] {
  const { prepared, ordinals, articleCount, classCount, folds } = setting;
  const isHeldOut = (index: number) => ordinals[index]! % folds === fold;
  const isLeftOut = ({ label }: Prepared) => label < articleCount && (label * 7) % folds === fold;
  const kept = prepared.filter((item, index) => !isHeldOut(index) && !isLeftOut(item));
  const core = trainCore(kept.map(toExample), classCount, linear);
  const featuresFor = createConfidenceFeatures(core, articleCount);
  return prepared.flatMap((item, index): ConfidenceRow[] => {
    const leftOut = isLeftOut(item);
    // A quarter of the left-out phrases is as good as all of them, at a quarter of the time.
    if (leftOut ? ordinals[index]! % 4 !== 0 : !isHeldOut(index)) return [];
    const scores = scoreCore(core, item.features);
    const winner = winnerOf(scores.margins, articleCount);
    const facts = { stems: item.utterance.stems, features: item.features };
    return [
      {
        features: featuresFor(scores, facts)(winner),
        target: !leftOut && winner === item.label ? 1 : 0,
        weight: 1,
        family: item.family,
        isLeftOut: leftOut,
      },
    ];
  });
}

/** Gives all left-out rows together `weight` times the weight of the held-out ones. */
function weighLeftOut(rows: readonly ConfidenceRow[], weight: number): ConfidenceRow[] {
  const leftOut = rows.filter((row) => row.isLeftOut).length;
  const each = leftOut === 0 ? 0 : (weight * (rows.length - leftOut)) / leftOut;
  return rows.map((row) => (row.isLeftOut ? { ...row, weight: each } : row));
}

/** Place of each phrase within its article and language, so that folds take evenly from all. */
function phraseOrdinals(prepared: readonly Prepared[]): number[] {
  const seen = new Map<string, number>();
  return prepared.map(({ label, family }) => {
    const key = `${label}/${family}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return ordinal;
  });
}

/** The article with the largest margin; the first of equals. */
export function winnerOf(margins: Float32Array, articleCount: number): number {
  let winner = 0;
  for (let label = 1; label < articleCount; label += 1) if (margins[label]! > margins[winner]!) winner = label;
  return winner;
}

/** Rows a family needs for a confidence of its own. */
const enoughRows = 400;

function fitConfidence(rows: readonly ConfidenceRow[]): Record<string, Logistic> {
  if (rows.length === 0) return { any: priorConfidence };
  const result: Record<string, Logistic> = { any: fitLogistic(rows) };
  for (const family of new Set(rows.map((row) => row.family))) {
    const own = rows.filter((row) => row.family === family);
    if (own.length >= enoughRows) result[family] = fitLogistic(own);
  }
  return result;
}
