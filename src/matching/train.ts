import type { LanguageCode } from '../language/languages.ts';
import { familyOf } from '../language/languages.ts';
import type { SpotConcepts } from './concepts.ts';
import { defaultLoss, trainCore, type Core, type Loss } from './core.ts';
import { fitConfidence, usualLeftOutWeight, type ConfidenceRow } from './fit-confidence.ts';
import { manyPhrases, rowsOfFold } from './held-out.ts';
import type { LinearOptions } from './linear.ts';
import type { Logistic } from './logistic.ts';
import { toExample, trainHead, type PreparedText } from './prepared-text.ts';
import { embedTexts, readTexts, type ReadText, type ReadTexts } from './read-texts.ts';
import type { EmbedSentence, SentenceHead } from './sentence-head.ts';
import type { VectorChanges } from './vectors.ts';

/** A text that teaches: an example phrase or a question of an article, or background (`articleId` absent). */
export interface TrainingText {
  readonly text: string;
  readonly language: LanguageCode;
  readonly articleId?: string;
  /**
   * True for the name of an article (its id or theme in words): it teaches what the article is about, but nobody says
   * it. It is never held out, nor shown or counted as a phrase.
   */
  readonly isName?: boolean;
}

/** Settings of training. */
export interface TrainOptions {
  /** Of the machines, by what they minimize. */
  readonly linear?: Partial<Readonly<Record<Loss, LinearOptions>>>;
  /** Default: by the number of texts and languages, see `defaultLoss`. */
  readonly loss?: Loss;
  /**
   * Weight of texts of left-out articles against held-out phrases when the confidence is learned: the higher, the less
   * is answered that belongs to no article. Default 0.15.
   */
  readonly leftOutWeight?: number;
  /** Folds for held-out phrases. Default 4, above 3000 phrases 3. */
  readonly folds?: number;
  /** Sentence vectors; without them the model goes by words alone. */
  readonly embed?: EmbedSentence | undefined;
  /** Told the share of the work that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** A training text as the model keeps it. */
export interface Phrase {
  readonly text: string;
  readonly language: LanguageCode;
  readonly isName?: true;
}

/** Everything a matcher needs, as data. */
export interface Model {
  readonly articleIds: readonly string[];
  readonly core: Core;
  /** What texts mean in any language; absent where there were no sentence vectors. */
  readonly head?: SentenceHead;
  /** What the glossary changed in the sentence vectors that the head was trained with; absent where nothing. */
  readonly changes?: VectorChanges;
  /** Hash of the words of each phrase, by which an utterance is recognised as one of them. */
  readonly phraseHashes: Uint32Array;
  /** The training texts, in the order of the rows of the core. */
  readonly phrases: readonly Phrase[];
  /**
   * Learned confidence of each language family that has phrases, of `strangers` where the model knows meaning, and `any` for
   * all others.
   */
  readonly confidence: Readonly<Record<string, Logistic>>;
}

/** Families the model has phrases in. */
export function familiesOf({ phrases }: Pick<Model, 'phrases'>): ReadonlySet<string> {
  return new Set(phrases.filter(({ isName }) => isName !== true).map(({ language }) => familyOf(language)));
}

/** The parts of a training, which do not need one another and may be done side by side. */
export interface Training {
  /** Folds of phrases to hold out; 0 where there are too few and the fixed prior is used. */
  readonly folds: number;
  /** The linear core on all texts. `onProgress` is told the share of it that is done, 0 to 1. */
  core(onProgress?: (done: number) => void): Core;
  /** The head on all texts; undefined without sentence vectors. */
  head(): SentenceHead | undefined;
  /** Trains without one fold and asks what was left out. */
  rowsOfFold(fold: number): readonly ConfidenceRow[];
  /** The model, from the core and the rows of all folds in the order of the folds. */
  finish(core: Core, head: SentenceHead | undefined, rows: readonly (readonly ConfidenceRow[])[]): Model;
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
  const { embed, ...rest } = options;
  const vectors = embed && embedTexts(texts, embed);
  const training = createTraining(articleIds, texts, readTexts(articleIds, texts, spot), { ...rest, vectors });
  const stages = 1 + training.folds * foldShare;
  const report = (stage: number) => options.onProgress?.(Math.min(1, stage / stages));
  const core = training.core(report);
  const head = training.head();
  const rows = Array.from({ length: training.folds }, (_, fold) => {
    const own = training.rowsOfFold(fold);
    report(1 + (fold + 1) * foldShare);
    return own;
  });
  return training.finish(core, head, rows);
}

/** Time a fold takes with its questions, as a share of what the core takes. */
export const foldShare = 1.5;

/** Settings of a training whose texts were read before. */
export interface TrainingOptions extends Omit<TrainOptions, 'onProgress' | 'embed'> {
  /** The sentence vectors of all texts, row after row; without them the model goes by words alone. */
  readonly vectors?: Float32Array | undefined;
}

/** Prepares a training whose parts are done by the caller, one after the other or in several threads. */
export function createTraining(
  articleIds: readonly string[],
  texts: readonly TrainingText[],
  { counted, texts: read }: ReadTexts,
  options: TrainingOptions = {},
): Training {
  const articleCount = articleIds.length;
  const prepared = withVectors(read, options.vectors);
  const inScope = prepared.filter(({ label, isName }) => label < articleCount && !isName).length;
  const classCount = articleCount + (prepared.some(({ label }) => label === articleCount) ? 1 : 0);
  const isEnough = articleCount >= fewest.articles && inScope >= articleCount * fewest.phrasesPerArticle;
  const folds = isEnough ? (options.folds ?? (inScope > manyPhrases ? 3 : 4)) : 0;
  const families = new Set(prepared.filter(({ isName }) => !isName).map(({ family }) => family));
  const loss = options.loss ?? defaultLoss(articleCount, prepared.length, families.size);
  const core = { ...options.linear?.[loss], loss };
  const ordinals = phraseOrdinals(prepared);
  return {
    folds,
    core: (onProgress) => trainCore(counted, prepared.map(toExample), classCount, { ...core, onProgress }),
    head: () => trainHead(counted, prepared, classCount),
    rowsOfFold: (fold) => rowsOfFold({ counted, prepared, ordinals, articleCount, classCount, folds }, fold, core),
    finish: (core, head, rows) => ({
      articleIds,
      core,
      ...(head === undefined ? {} : { head }),
      phraseHashes: Uint32Array.from(prepared, ({ hash }) => hash),
      phrases: texts.map(({ text, language, isName }) => ({ text, language, ...(isName === true ? { isName } : {}) })),
      confidence: fitConfidence(rows.flat(), options.leftOutWeight ?? usualLeftOutWeight, classCount > articleCount),
    }),
  };
}

/** Below this there is nothing to hold out, and the fixed prior is used. */
const fewest = { articles: 5, phrasesPerArticle: 3 };

function withVectors(texts: readonly ReadText[], vectors: Float32Array | undefined): PreparedText[] {
  const size = vectors === undefined ? 0 : vectors.length / texts.length;
  return texts.map((text, row) => ({ ...text, vector: vectors?.subarray(row * size, (row + 1) * size) }));
}

/** Place of each phrase within its article and language, so that folds take evenly from all. */
function phraseOrdinals(prepared: readonly PreparedText[]): number[] {
  const seen = new Map<string, number>();
  return prepared.map(({ label, family }) => {
    const key = `${label}/${family}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return ordinal;
  });
}
