import type { CountedTexts } from './counted-texts.ts';
import type { Example } from './core.ts';
import type { SentenceHead } from './sentence-head.ts';
import { trainSentenceHead } from './train-sentence-head.ts';

/** A training text as all parts of a training see it: analysed once. */
export interface PreparedText {
  /** Its place among the counted texts. */
  readonly text: number;
  readonly stems: readonly string[];
  /** Hash of its words. */
  readonly hash: number;
  /** Place of its article; the number of articles for background. */
  readonly label: number;
  readonly family: string;
  readonly isName: boolean;
  /** Absent where there are no sentence vectors. */
  readonly vector: Float32Array | undefined;
}

/** What the core learns from; the name of an article is in nobody's words. */
export function toExample({ text, label, family, isName }: PreparedText): Example {
  return { text, label, family: isName ? undefined : family };
}

/** Trains the head on texts; undefined without sentence vectors. */
export function trainHead(
  counted: CountedTexts,
  texts: readonly PreparedText[],
  classCount: number,
): SentenceHead | undefined {
  const examples = texts.flatMap(({ vector, text, label }) => (vector === undefined ? [] : [{ vector, text, label }]));
  return examples.length === 0 ? undefined : trainSentenceHead(counted, examples, classCount);
}
