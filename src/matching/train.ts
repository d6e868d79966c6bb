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
  const labelOf = new Map(articleIds.map((id, label) => [id, label]));
  const background = articleIds.length;
  const prepared = texts.map(({ text, language, articleId }): Prepared => {
    const utterance = utteranceOf(text, language);
    const label = articleId === undefined ? background : (labelOf.get(articleId) ?? background);
    return {
      utterance,
      features: featuresOf(utterance, spot),
      label,
      family: familyOf(language),
    };
  });
  const classCount = articleIds.length + (prepared.some(({ label }) => label === background) ? 1 : 0);
  const folds = options.folds ?? 4;
  const stages = folds * 0.6 + 1;
  const report = (stage: number) => options.onProgress?.(Math.min(1, stage / stages));

  const core = trainCore(prepared.map(toExample), classCount, {
    ...options.linear,
    onClass: (done) => report(done / classCount),
  });
  const rows = confidenceRows(prepared, articleIds.length, classCount, folds, options, (fold) =>
    report(1 + fold * 0.6),
  );
  return {
    articleIds,
    core,
    phraseHashes: Uint32Array.from(prepared, ({ utterance }) => hashText(utterance.tokens.join(' '))),
    phrases: texts.map(({ text, language }) => ({ text, language })),
    confidence: fitConfidence(rows),
  };
}

function toExample({ features, label }: Prepared): Example {
  return { features, label };
}

interface ConfidenceRow extends LogisticExample {
  readonly family: string;
}

/** Below this there is nothing to hold out, and the fixed prior is used. */
const fewest = { articles: 5, phrasesPerArticle: 3 };

function confidenceRows(
  prepared: readonly Prepared[],
  articleCount: number,
  classCount: number,
  folds: number,
  options: TrainOptions,
  onFold: (fold: number) => void,
): ConfidenceRow[] {
  const inScope = prepared.filter(({ label }) => label < articleCount).length;
  if (articleCount < fewest.articles || inScope < articleCount * fewest.phrasesPerArticle) return [];
  const weight = options.leftOutWeight ?? 0.15;
  const ordinal = phraseOrdinals(prepared);
  const rows: ConfidenceRow[] = [];
  let leftOutCount = 0;
  for (let fold = 0; fold < folds; fold += 1) {
    const isHeldOut = (index: number) => ordinal[index]! % folds === fold;
    const isLeftOut = ({ label }: Prepared) => label < articleCount && (label * 7) % folds === fold;
    const kept = prepared.filter((item, index) => !isHeldOut(index) && !isLeftOut(item));
    const core = trainCore(kept.map(toExample), classCount, options.linear);
    const featuresFor = createConfidenceFeatures(core, articleCount);
    prepared.forEach((item, index) => {
      const leftOut = isLeftOut(item);
      if (!leftOut && !isHeldOut(index)) return;
      // A quarter of the left-out phrases is as good as all of them, at a quarter of the time.
      if (leftOut && ordinal[index]! % 4 !== 0) return;
      const scores = scoreCore(core, item.features);
      const winner = winnerOf(scores.margins, articleCount);
      const right = !leftOut && winner === item.label;
      rows.push({
        features: featuresFor(scores, {
          stems: item.utterance.stems,
          features: item.features,
        })(winner),
        target: right ? 1 : 0,
        weight: leftOut ? -1 : 1,
        family: item.family,
      });
      if (leftOut) leftOutCount += 1;
    });
    onFold(fold + 1);
  }
  const each = leftOutCount === 0 ? 0 : (weight * (rows.length - leftOutCount)) / leftOutCount;
  return rows.map((row) => (row.weight < 0 ? { ...row, weight: each } : row));
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
