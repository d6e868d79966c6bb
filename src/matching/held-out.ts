import { bestLabels } from './best-labels.ts';
import { closeCount, createLookClosely } from './confidence.ts';
import { createScoreVector, trainCore, type Loss } from './core.ts';
import type { CountedTexts } from './counted-texts.ts';
import { strangers, type ConfidenceRow } from './fit-confidence.ts';
import type { LinearOptions } from './linear.ts';
import { createFindNearest } from './nearest.ts';
import { toExample, trainHead, type PreparedText } from './prepared-text.ts';
import { countPhrases, createReadMeaning, strangerWeights, type Scores } from './read-meaning.ts';
import { onlyConcepts, sentenceOf } from './sentence-head.ts';
import { createVectorOfText } from './text-vectors.ts';
import { createColumnOf, ownLanguageWeights } from './vectorizer.ts';

/** Above this three folds tell as much as four, and a third of the held-out texts is enough to teach about strangers. */
export const manyPhrases = 3000;

/** The texts, and how they are folded. */
export interface FoldSetting {
  readonly counted: CountedTexts;
  readonly prepared: readonly PreparedText[];
  /** Place of each text within its article and language. */
  readonly ordinals: readonly number[];
  readonly articleCount: number;
  readonly classCount: number;
  readonly folds: number;
}

/** Trains without one fold, and without every `folds`-th article, and asks what was left out. */
export function rowsOfFold(
  setting: FoldSetting,
  fold: number,
  options: LinearOptions & { loss: Loss },
): ConfidenceRow[] {
  const { counted, prepared, ordinals, articleCount, classCount, folds } = setting;
  const isHeldOut = (index: number) => !prepared[index]!.isName && ordinals[index]! % folds === fold;
  const isLeftOut = ({ label }: PreparedText) => label < articleCount && (label * 7) % folds === fold;
  const kept = prepared.filter((item, index) => !isHeldOut(index) && !isLeftOut(item));
  const core = trainCore(counted, kept.map(toExample), classCount, { ...options, ...foldOptions[options.loss] });
  const columnOf = createColumnOf(core.table);
  const scoreVector = createScoreVector(core);
  const lookClosely = createLookClosely(core, articleCount, createFindNearest(core), columnOf);
  const head = trainHead(counted, kept, classCount);
  const vectorOfText = createVectorOfText(counted, core.table);
  const conceptsOf = head && createVectorOfText(counted, head.concepts);
  const readMeaning =
    head && createReadMeaning(core, head, articleCount, countPhrases(prepared.map(toExample), articleCount));
  return prepared.flatMap((item, index): ConfidenceRow[] => {
    const leftOut = isLeftOut(item);
    // A quarter of the left-out phrases is as good as all of them, at a quarter of the time.
    if (item.isName || (leftOut ? ordinals[index]! % 4 !== 0 : !isHeldOut(index))) return [];
    const { text, vector } = item;
    const rowOf = (scores: Scores, family: string): ConfidenceRow => {
      const ranked = bestLabels(scores.margins, articleCount, closeCount);
      const stems = family === strangers ? [] : item.stems;
      const [winner] = lookClosely(scores, { stems, family }, ranked);
      const target = !leftOut && winner!.label === item.label ? 1 : 0;
      return { features: winner!.features, target, weight: 1, family, isLeftOut: leftOut };
    };
    const byWords = scoreVector(vectorOfText(text, ownLanguageWeights));
    if (head === undefined || conceptsOf === undefined || readMeaning === undefined || vector === undefined) {
      return [rowOf({ ...byWords, byWords: byWords.margins }, item.family)];
    }
    const sentence = () => sentenceOf(head.middle, vector, conceptsOf(text, onlyConcepts));
    const own = rowOf(readMeaning(byWords, sentence, item.family), item.family);
    // Texts, a third of many, read as if they stood in a language without any, teach how sure meaning alone may be.
    const isPicked = prepared.length < manyPhrases || ordinals[index]! % (leftOut ? 12 : 9) < (leftOut ? 1 : 3);
    if (!isPicked) return [own];
    const strange = scoreVector(vectorOfText(text, strangerWeights));
    return [own, rowOf(readMeaning(strange, sentence, item.family, true), strangers)];
  });
}

/** Confidence features need no exact machine: looser settings change them less than another fold would. */
const foldOptions = { 'squared-hinge': { maxPasses: 8, tolerance: 0.5 }, logistic: {} } as const;
