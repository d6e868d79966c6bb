import { utteranceOf } from '../language/analyze.ts';
import { familyOf, type LanguageCode } from '../language/languages.ts';
import type { SpotConcepts } from './concepts.ts';
import { featuresOf } from './features.ts';
import { hashText } from './hash.ts';
import { createIndexFeatures, isSeen } from './index-confidence.ts';
import { fitLogistic, type Logistic, type LogisticExample } from './logistic.ts';
import { buildPhraseIndex, type PhraseIndex } from './phrase-index.ts';
import { createPhraseSearch, type Hidden } from './phrase-search.ts';
import { priorIndexConfidence } from './prior-index-confidence.ts';
import type { SparseVector } from './sparse.ts';
import type { TrainingText } from './train.ts';

/** Everything an index ranker needs, as data. */
export interface IndexModel {
  readonly articleIds: readonly string[];
  /** Class `articleIds.length`, if there is one, holds the texts that belong to no article. */
  readonly index: PhraseIndex;
  /** The training texts in the order of the index. */
  readonly phrases: readonly { readonly text: string; readonly language: LanguageCode }[];
  readonly phraseHashes: Uint32Array;
  /** Learned confidence of each language family that has phrases enough, and `any` for the others. */
  readonly confidence: Readonly<Record<string, Logistic>>;
}

/** Settings of building. */
export interface IndexOptions {
  /** Weight of texts of left-out articles against held-out phrases, as in `TrainOptions`. Default 0.15. */
  readonly leftOutWeight?: number;
  /** Phrases that the confidence is learned from at most. Default 2000. */
  readonly lessons?: number;
}

/** Above so many articles times training texts, training a machine an article takes too long: see `docs/design.md`, "Growth". */
export const largestTraining = 3_000_000;

/** True for knowledge that is to be indexed, since training a machine an article would take longer than an author waits. */
export function isTooLargeToTrain(articleCount: number, textCount: number): boolean {
  return articleCount * textCount > largestTraining;
}

/**
 * Builds a ranker's data without training a machine an article: time and memory grow with the phrases only. The confidence
 * is learned as in `trainModel`, from phrases and articles that are taken for not there, but from a sample of bounded size,
 * and needs no second training. Deterministic.
 */
export function buildIndexModel(
  articleIds: readonly string[],
  texts: readonly TrainingText[],
  spot: SpotConcepts,
  options: IndexOptions = {},
): IndexModel {
  const articleCount = articleIds.length;
  const labelOf = new Map(articleIds.map((id, label) => [id, label]));
  const said = texts.filter(({ isName }) => isName !== true);
  const labelled = said.map((text) => ({ text, label: labelOf.get(text.articleId ?? '') ?? articleCount }));
  // Equal labels keep their order: sorting is stable.
  labelled.sort((a, b) => a.label - b.label);
  const labels = Uint32Array.from(labelled, ({ label }) => label);
  const classCount = Math.max(articleCount, (labels.at(-1) ?? 0) + 1);
  const phraseHashes = new Uint32Array(labels.length);
  const index = buildPhraseIndex(labels, classCount, (phrase) => {
    const { text, language } = labelled[phrase]!.text;
    const utterance = utteranceOf(text, language);
    phraseHashes[phrase] = hashText(utterance.tokens.join(' '));
    return featuresOf(utterance, spot);
  });
  const phrases = labelled.map(({ text: { text, language } }) => ({ text, language }));
  const rows = lessonsOf({ index, articleCount, phrases, limit: options.lessons ?? 2000 });
  return { articleIds, index, phrases, phraseHashes, confidence: fitAll(rows, options.leftOutWeight ?? 0.15) };
}

interface Lesson extends LogisticExample {
  readonly family: string;
  readonly isLeftOut: boolean;
}

interface LessonSource {
  readonly index: PhraseIndex;
  readonly articleCount: number;
  readonly phrases: IndexModel['phrases'];
  readonly limit: number;
}

/** Asks phrases as if they were not there, every fourth also as if its article were not. */
function lessonsOf({ index, articleCount, phrases, limit }: LessonSource): Lesson[] {
  const search = createPhraseSearch(index);
  const featuresFor = createIndexFeatures(index, articleCount);
  const stride = Math.max(1, Math.ceil(phrases.length / limit));
  const lessons: Lesson[] = [];
  const ask = (phrase: number, hidden: Hidden) => {
    const { text, language } = phrases[phrase]!;
    const { stems } = utteranceOf(text, language);
    const { vector, kept } = seenPart(index, phrase, hidden);
    const candidates = search(vector, { ...hidden, kept });
    const best = candidates.find(({ label }) => label < articleCount);
    if (best === undefined) return;
    const isLeftOut = hidden.label !== undefined;
    lessons.push({
      features: featuresFor(candidates, stems, hidden)(best),
      target: !isLeftOut && best.label === index.labels[phrase] ? 1 : 0,
      weight: 1,
      family: familyOf(language),
      isLeftOut,
    });
  };
  for (let at = 0, count = 0; at < phrases.length; at += stride, count += 1) {
    // A phrase of each part of the base, not always the first one of an article.
    const phrase = Math.min(phrases.length - 1, at + (count % stride));
    const label = index.labels[phrase]!;
    const isAlone = index.classStarts[label + 1]! - index.classStarts[label]! < 2;
    if (!isAlone) ask(phrase, { phrase });
    if (label < articleCount && count % 4 === 0) ask(phrase, { label });
  }
  return lessons;
}

/** A phrase's vector without the features that only hidden phrases have, of unit length, and the length it had before. */
function seenPart(index: PhraseIndex, phrase: number, hidden: Hidden): { vector: SparseVector; kept: number } {
  const { starts, columns, values } = index.rows;
  const places: number[] = [];
  let squares = 0;
  for (let at = starts[phrase]!; at < starts[phrase + 1]!; at += 1) {
    if (!isSeen(index, columns[at]!, hidden)) continue;
    places.push(at);
    squares += values[at]! ** 2;
  }
  const kept = Math.sqrt(squares) || 1;
  return {
    kept,
    vector: {
      columns: Uint32Array.from(places, (at) => columns[at]!),
      values: Float32Array.from(places, (at) => values[at]! / kept),
    },
  };
}

/** Right answers that a confidence of its own needs, for a family of languages and for all. */
const enough = { family: 400, all: 30 };

function fitAll(lessons: readonly Lesson[], leftOutWeight: number): Record<string, Logistic> {
  const heldOut = lessons.filter(({ isLeftOut }) => !isLeftOut).length;
  if (heldOut < enough.all) return { any: priorIndexConfidence };
  const each = (leftOutWeight * heldOut) / Math.max(1, lessons.length - heldOut);
  const weighed = lessons.map((lesson) => (lesson.isLeftOut ? { ...lesson, weight: each } : lesson));
  const result: Record<string, Logistic> = { any: fitLogistic(weighed) };
  for (const family of new Set(weighed.map((lesson) => lesson.family))) {
    const own = weighed.filter((lesson) => lesson.family === family);
    if (own.length >= enough.family) result[family] = fitLogistic(own);
  }
  return result;
}
