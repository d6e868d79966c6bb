import { createShuffle } from './shuffle.ts';
import type { FeatureCounts } from './features.ts';
import type { SentenceHead } from './sentence-head.ts';
import { onlyConcepts, sentenceOf } from './sentence-head.ts';
import { toRows, type SparseRows } from './sparse.ts';
import { createColumnOf, fitFeatures, vectorOf } from './vectorizer.ts';

/** A training text: its vector, the concepts among its features, its class. */
export interface SentenceExample {
  readonly vector: Float32Array;
  readonly features: FeatureCounts;
  readonly label: number;
}

/** Settings of the training. */
export interface SentenceOptions {
  /** Cost of a training error against the size of the weights. Default 0.3: texts of two classes often mean the same. */
  readonly cost?: number;
  /** Passes over the examples. Default 4: more change no ranking. */
  readonly passes?: number;
}

/** Trains all classes. Same examples, same numbers. */
export function trainSentenceHead(
  examples: readonly SentenceExample[],
  classCount: number,
  options: SentenceOptions = {},
): SentenceHead {
  const dimensions = examples[0]?.vector.length ?? 0;
  const concepts = fitFeatures(examples.map(({ features }) => conceptsOf(features)));
  const columnOf = createColumnOf(concepts);
  const middle = meanOf(examples, dimensions);
  const sentences = examples.map(({ vector, features }) =>
    sentenceOf(middle, vector, vectorOf(concepts, features, onlyConcepts, columnOf)),
  );
  const dense = new Float32Array(examples.length * dimensions);
  sentences.forEach(({ vector, factor }, row) => {
    for (let at = 0; at < dimensions; at += 1) dense[row * dimensions + at] = vector[at]! * factor;
  });
  const rest = toRows(
    sentences.map(({ concepts: named, factor }) => ({
      columns: named.columns,
      values: named.values.map((value) => value * factor),
    })),
  );
  const rows: Rows = { dimensions, dense, rest };
  const columnCount = concepts.hashes.length;
  const weights = new Float32Array(dimensions * classCount);
  const conceptWeights = new Float32Array(columnCount * classCount);
  const bias = new Float32Array(classCount);
  const machine = { dense: new Float64Array(dimensions), rest: new Float64Array(columnCount) };
  const labels = Uint16Array.from(examples, ({ label }) => label);
  for (let label = 0; label < classCount; label += 1) {
    bias[label] = trainClass(rows, labels, label, machine, options);
    machine.dense.forEach((weight, at) => (weights[at * classCount + label] = weight));
    machine.rest.forEach((weight, at) => (conceptWeights[at * classCount + label] = weight));
  }
  const vectors = sentences.map(({ vector }) => vector);
  return { dimensions, middle, concepts, weights, conceptWeights, bias, ...pack(vectors, dimensions) };
}

function conceptsOf({ concepts }: FeatureCounts): FeatureCounts {
  return { words: nothing, characters: nothing, spelling: nothing, concepts };
}

const nothing: ReadonlyMap<number, number> = new Map();

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

interface Rows {
  readonly dimensions: number;
  /** Vectors, `dimensions` numbers a text. */
  readonly dense: Float32Array;
  /** Concepts, a row a text. */
  readonly rest: SparseRows;
}

/**
 * Trains one machine with squared hinge loss for one class against the rest, as `trainClass` of `linear.ts` does, and
 * returns its bias; the weights are written over. Texts of different classes mean alike too often to be told apart without
 * error, so that hardly a text would ever leave the working set; what pays here is that a vector lies in one piece.
 */
function trainClass(
  { dimensions, dense, rest }: Rows,
  labels: Uint16Array,
  label: number,
  { dense: main, rest: side }: { dense: Float64Array; rest: Float64Array },
  { cost = 0.3, passes = 4 }: SentenceOptions,
): number {
  const { starts, columns, values } = rest;
  const count = labels.length;
  main.fill(0);
  side.fill(0);
  const alpha = new Float64Array(count);
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  const diagonal = 0.5 / cost;
  let bias = 0;
  const shuffle = createShuffle();
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order);
    for (let index = 0; index < count; index += 1) {
      const row = order[index]!;
      const y = labels[row] === label ? 1 : -1;
      const from = row * dimensions;
      const first = starts[row]!;
      const last = starts[row + 1]!;
      let margin = bias;
      for (let at = 0; at < dimensions; at += 1) margin += main[at]! * dense[from + at]!;
      for (let at = first; at < last; at += 1) margin += side[columns[at]!]! * values[at]!;
      const old = alpha[row]!;
      const gradient = margin * y - 1 + old * diagonal;
      if (old === 0 && gradient >= 0) continue;
      // Rows have length 1, and the bias is a feature of constant value 1.
      const next = Math.max(0, old - gradient / (2 + diagonal));
      const step = (next - old) * y;
      if (step === 0) continue;
      alpha[row] = next;
      bias += step;
      for (let at = 0; at < dimensions; at += 1) main[at]! += step * dense[from + at]!;
      for (let at = first; at < last; at += 1) side[columns[at]!]! += step * values[at]!;
    }
  }
  return bias;
}
