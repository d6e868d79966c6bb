import type { LanguageCode } from '../language/languages.ts';
import { familyOf } from '../language/languages.ts';
import { utteranceOf, type Utterance } from '../language/analyze.ts';
import type { SpotConcepts } from './concepts.ts';
import { closeCount, createLookClosely } from './confidence.ts';
import { defaultLoss, scoreCore, trainCore, type Core, type Example, type Loss } from './core.ts';
import { featuresOf, type FeatureCounts } from './features.ts';
import { fitConfidence, strangers, type ConfidenceRow } from './fit-confidence.ts';
import { hashText } from './hash.ts';
import type { LinearOptions } from './linear.ts';
import type { Logistic } from './logistic.ts';
import { createFindNearest } from './nearest.ts';
import { bestLabels } from './best-labels.ts';
import { countPhrases, createReadMeaning, strangerWeights, type Scores } from './read-meaning.ts';
import { onlyConcepts, sentenceOf, type EmbedSentence, type SentenceHead } from './sentence-head.ts';
import { trainSentenceHead } from './train-sentence-head.ts';
import { createColumnOf, vectorOf } from './vectorizer.ts';
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
  readonly linear?: LinearOptions;
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

interface Prepared {
  readonly utterance: Utterance;
  readonly features: FeatureCounts;
  readonly label: number;
  readonly family: string;
  readonly isName: boolean;
  readonly vector: Float32Array | undefined;
}

/** The parts of a training, which do not need one another and may be done side by side. */
export interface Training {
  /** Folds of phrases to hold out; 0 where there are too few and the fixed prior is used. */
  readonly folds: number;
  /** The linear core on all texts. `onClass` is told how many classes are done, and of how many. */
  core(onClass?: (done: number, of: number) => void): Core;
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
  const training = createTraining(articleIds, texts, spot, options);
  const stages = 1 + training.folds * foldShare;
  const report = (stage: number) => options.onProgress?.(Math.min(1, stage / stages));
  const core = training.core((done, of) => report(done / of));
  const head = training.head();
  const rows = Array.from({ length: training.folds }, (_, fold) => {
    const own = training.rowsOfFold(fold);
    report(1 + (fold + 1) * foldShare);
    return own;
  });
  return training.finish(core, head, rows);
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
  const prepared = texts.map(({ text, language, articleId, isName = false }): Prepared => {
    const utterance = utteranceOf(text, language);
    const label = articleId === undefined ? articleCount : (labelOf.get(articleId) ?? articleCount);
    return {
      utterance,
      features: featuresOf(utterance, spot),
      label,
      family: familyOf(language),
      isName,
      vector: options.embed?.(text),
    };
  });
  const inScope = prepared.filter(({ label, isName }) => label < articleCount && !isName).length;
  const classCount = articleCount + (prepared.some(({ label }) => label === articleCount) ? 1 : 0);
  const isEnough = articleCount >= fewest.articles && inScope >= articleCount * fewest.phrasesPerArticle;
  const folds = isEnough ? (options.folds ?? (inScope > manyPhrases ? 3 : 4)) : 0;
  const families = new Set(prepared.filter(({ isName }) => !isName).map(({ family }) => family));
  const core = { ...options.linear, loss: options.loss ?? defaultLoss(prepared.length, families.size) };
  const ordinals = phraseOrdinals(prepared);
  return {
    folds,
    core: (onClass) =>
      trainCore(prepared.map(toExample), classCount, {
        ...core,
        onClass: (done) => onClass?.(done, classCount),
      }),
    head: () => trainHead(prepared, classCount),
    rowsOfFold: (fold) => rowsOfFold({ prepared, ordinals, articleCount, classCount, folds }, fold, core),
    finish: (core, head, rows) => ({
      articleIds,
      core,
      ...(head === undefined ? {} : { head }),
      phraseHashes: Uint32Array.from(prepared, ({ utterance }) => hashText(utterance.tokens.join(' '))),
      phrases: texts.map(({ text, language, isName }) => ({ text, language, ...(isName === true ? { isName } : {}) })),
      confidence: fitConfidence(rows.flat(), options.leftOutWeight ?? 0.15, classCount > articleCount),
    }),
  };
}

function trainHead(prepared: readonly Prepared[], classCount: number): SentenceHead | undefined {
  const examples = prepared.flatMap(({ vector, features, label }) =>
    vector === undefined ? [] : [{ vector, features, label }],
  );
  return examples.length === 0 ? undefined : trainSentenceHead(examples, classCount);
}

/** The name of an article is in nobody's words. */
function toExample({ features, label, family, isName }: Prepared): Example {
  return { features, label, family: isName ? undefined : family };
}

/** Above this three folds tell as much as four. */
const manyPhrases = 3000;

/** Below this there is nothing to hold out, and the fixed prior is used. */
const fewest = { articles: 5, phrasesPerArticle: 3 };

interface FoldSetting {
  readonly prepared: readonly Prepared[];
  readonly ordinals: readonly number[];
  readonly articleCount: number;
  readonly classCount: number;
  readonly folds: number;
}

function rowsOfFold(setting: FoldSetting, fold: number, options: LinearOptions & { loss: Loss }): ConfidenceRow[] {
  const { prepared, ordinals, articleCount, classCount, folds } = setting;
  const isHeldOut = (index: number) => !prepared[index]!.isName && ordinals[index]! % folds === fold;
  const isLeftOut = ({ label }: Prepared) => label < articleCount && (label * 7) % folds === fold;
  const kept = prepared.filter((item, index) => !isHeldOut(index) && !isLeftOut(item));
  const core = trainCore(kept.map(toExample), classCount, { ...foldOptions[options.loss], ...options });
  const columnOf = createColumnOf(core.table);
  const lookClosely = createLookClosely(core, articleCount, createFindNearest(core), columnOf);
  const head = trainHead(kept, classCount);
  const conceptColumnOf = head === undefined ? columnOf : createColumnOf(head.concepts);
  const readMeaning =
    head && createReadMeaning(core, head, articleCount, countPhrases(prepared.map(toExample), articleCount));
  return prepared.flatMap((item, index): ConfidenceRow[] => {
    const leftOut = isLeftOut(item);
    // A quarter of the left-out phrases is as good as all of them, at a quarter of the time.
    if (item.isName || (leftOut ? ordinals[index]! % 4 !== 0 : !isHeldOut(index))) return [];
    const rowOf = (scores: Scores, family: string): ConfidenceRow => {
      const ranked = bestLabels(scores.margins, articleCount, closeCount);
      const stems = family === strangers ? [] : item.utterance.stems;
      const [winner] = lookClosely(scores, { stems, family }, ranked);
      const target = !leftOut && winner!.label === item.label ? 1 : 0;
      return { features: winner!.features, target, weight: 1, family, isLeftOut: leftOut };
    };
    const byWords = scoreCore(core, item.features, columnOf);
    const { vector, features } = item;
    if (head === undefined || readMeaning === undefined || vector === undefined) {
      return [rowOf({ ...byWords, byWords: byWords.margins }, item.family)];
    }
    const sentence = () =>
      sentenceOf(head.middle, vector, vectorOf(head.concepts, features, onlyConcepts, conceptColumnOf));
    const own = rowOf(readMeaning(byWords, sentence, item.family), item.family);
    // Texts, a third of many, read as if they stood in a language without any, teach how sure meaning alone may be.
    const isPicked = prepared.length < manyPhrases || ordinals[index]! % (leftOut ? 12 : 9) < (leftOut ? 1 : 3);
    if (!isPicked) return [own];
    const strange = scoreCore(core, item.features, columnOf, strangerWeights);
    return [own, rowOf(readMeaning(strange, sentence, item.family, true), strangers)];
  });
}

/** Confidence features need no exact machine: looser settings change them less than another fold would. */
const foldOptions = { 'squared-hinge': { maxPasses: 8, tolerance: 0.5 }, logistic: {} } as const;

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
