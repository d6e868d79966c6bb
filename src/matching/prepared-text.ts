import type { Utterance } from '../language/analyze.ts';
import type { Example } from './core.ts';
import type { FeatureCounts } from './features.ts';
import type { SentenceHead } from './sentence-head.ts';
import { trainSentenceHead } from './train-sentence-head.ts';

/** A training text as all parts of a training see it: analysed once. */
export interface PreparedText {
  readonly utterance: Utterance;
  readonly features: FeatureCounts;
  /** Place of its article; the number of articles for background. */
  readonly label: number;
  readonly family: string;
  readonly isName: boolean;
  /** Absent where there are no sentence vectors. */
  readonly vector: Float32Array | undefined;
}

/** What the core learns from; the name of an article is in nobody's words. */
export function toExample({ features, label, family, isName }: PreparedText): Example {
  return { features, label, family: isName ? undefined : family };
}

/** Trains the head on texts; undefined without sentence vectors. */
export function trainHead(texts: readonly PreparedText[], classCount: number): SentenceHead | undefined {
  const examples = texts.flatMap(({ vector, features, label }) =>
    vector === undefined ? [] : [{ vector, features, label }],
  );
  return examples.length === 0 ? undefined : trainSentenceHead(examples, classCount);
}
