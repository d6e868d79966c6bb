import { fitTexts, type CountedTexts } from './counted-texts.ts';
import { trainMachines, type Machines } from './linear.ts';
import { onlyConcepts, sentenceOf, type Sentence, type SentenceHead } from './sentence-head.ts';
import type { SparseRows } from './sparse.ts';
import { createVectorOfText } from './text-vectors.ts';

/** A training text: its vector, its place among the counted texts, its class. */
export interface SentenceExample {
  readonly vector: Float32Array;
  readonly text: number;
  readonly label: number;
}

/** Settings of the training. */
export interface SentenceOptions {
  /** Cost of a training error against the size of the weights. Default 0.3: texts of two classes often mean the same. */
  readonly cost?: number;
  /** Passes over the examples. Default 4: more change no ranking. */
  readonly passes?: number;
}

/** Trains all classes, with squared hinge loss as the core. Same examples, same numbers. */
export function trainSentenceHead(
  counted: CountedTexts,
  examples: readonly SentenceExample[],
  classCount: number,
  { cost = 0.3, passes = 4 }: SentenceOptions = {},
): SentenceHead {
  const dimensions = examples[0]?.vector.length ?? 0;
  const concepts = fitTexts(
    counted,
    examples.map(({ text }) => text),
    'concepts',
  );
  const conceptsOf = createVectorOfText(counted, concepts);
  const middle = meanOf(examples, dimensions);
  const sentences = examples.map(({ vector, text }) => sentenceOf(middle, vector, conceptsOf(text, onlyConcepts)));
  const machines = trainMachines(
    {
      rows: rowsOf(sentences, dimensions),
      labels: examples.map(({ label }) => label),
      classCount,
      columnCount: dimensions + concepts.hashes.length,
    },
    { cost, maxPasses: passes, tolerance: 0 },
  );
  return {
    dimensions,
    middle,
    concepts,
    weights: weightsOf(machines, 0, dimensions),
    conceptWeights: weightsOf(machines, dimensions, concepts.hashes.length),
    bias: machines.bias,
    ...pack(
      sentences.map(({ vector }) => vector),
      dimensions,
    ),
  };
}

/** Sentences as rows: first the vector, then the concepts. */
function rowsOf(sentences: readonly Sentence[], dimensions: number): SparseRows {
  const starts = new Uint32Array(sentences.length + 1);
  sentences.forEach(({ concepts }, row) => (starts[row + 1] = starts[row]! + dimensions + concepts.columns.length));
  const columns = new Uint32Array(starts[sentences.length]!);
  const values = new Float32Array(columns.length);
  sentences.forEach(({ vector, concepts, factor }, row) => {
    let into = starts[row]!;
    for (let at = 0; at < dimensions; at += 1) {
      columns[into] = at;
      values[into++] = vector[at]! * factor;
    }
    for (let at = 0; at < concepts.columns.length; at += 1) {
      columns[into] = dimensions + concepts.columns[at]!;
      values[into++] = concepts.values[at]! * factor;
    }
  });
  return { starts, columns, values };
}

/** The weights of `count` columns, without the room between them. */
function weightsOf({ weights, stride, bias }: Machines, from: number, count: number): Float32Array {
  const own = new Float32Array(count * bias.length);
  for (let at = 0; at < count; at += 1) {
    const column = (from + at) * stride;
    own.set(weights.subarray(column, column + bias.length), at * bias.length);
  }
  return own;
}

function meanOf(examples: readonly SentenceExample[], dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  for (const { vector } of examples) for (let at = 0; at < dimensions; at += 1) sum[at]! += vector[at]!;
  return Float32Array.from(sum, (value) => value / Math.max(1, examples.length));
}

/** Eight bits a number, one scale a vector. */
function pack(vectors: readonly Float32Array[], dimensions: number): Pick<SentenceHead, 'codes' | 'scales'> {
  const codes = new Int8Array(vectors.length * dimensions);
  const scales = new Float32Array(vectors.length);
  vectors.forEach((vector, text) => {
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    scales[text] = largest / 127;
    if (largest > 0)
      vector.forEach((value, at) => (codes[text * dimensions + at] = Math.round((value / largest) * 127)));
  });
  return { codes, scales };
}
