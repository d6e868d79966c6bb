import type { FeatureCounts } from './features.ts';
import { trainClass, type LinearOptions } from './linear.ts';
import { toRows, transpose, type SparseRows, type SparseVector } from './sparse.ts';
import { fitFeatures, vectorOf, type ChannelWeights, type FeatureTable } from './vectorizer.ts';

/** A training text as features, and the class it belongs to. */
export interface Example {
  readonly features: FeatureCounts;
  readonly label: number;
}

/** One linear machine a class over one feature table, and the training texts for nearest-phrase look-up. */
export interface Core {
  readonly classCount: number;
  readonly table: FeatureTable;
  /** Weights, `classCount` neighbours a column: `code * scale[column]`. */
  readonly weights: Int8Array;
  readonly scale: Float32Array;
  readonly bias: Float32Array;
  /** Training texts by column: which phrases contain a feature, how strongly. */
  readonly postings: SparseRows;
  /** Class of each training text. */
  readonly labels: Uint16Array;
}

/** Trains all classes on the examples. Same examples, same bytes. `onClass` is told how many classes are done. */
export function trainCore(
  examples: readonly Example[],
  classCount: number,
  options: LinearOptions & { onClass?: (done: number) => void } = {},
): Core {
  const table = fitFeatures(examples.map((example) => example.features));
  const rows = toRows(examples.map((example) => vectorOf(table, example.features)));
  const labels = Uint16Array.from(examples, (example) => example.label);
  const columnCount = table.hashes.length;
  const all = new Float32Array(columnCount * classCount);
  const bias = new Float32Array(classCount);
  const weights = new Float64Array(columnCount);
  for (let label = 0; label < classCount; label += 1) {
    bias[label] = trainClass(rows, (row) => labels[row] === label, weights, options);
    for (let column = 0; column < columnCount; column += 1) all[column * classCount + label] = weights[column]!;
    options.onClass?.(label + 1);
  }
  return {
    classCount,
    table,
    ...quantize(all, columnCount, classCount),
    bias,
    postings: transpose(rows, columnCount),
    labels,
  };
}

/** Eight bits a weight, one scale a column: a quarter of the memory, no measurable loss. */
function quantize(all: Float32Array, columnCount: number, classCount: number): Pick<Core, 'weights' | 'scale'> {
  const weights = new Int8Array(all.length);
  const scale = new Float32Array(columnCount);
  for (let column = 0; column < columnCount; column += 1) {
    let largest = 0;
    const from = column * classCount;
    for (let at = from; at < from + classCount; at += 1) largest = Math.max(largest, Math.abs(all[at]!));
    const step = largest / 127;
    scale[column] = step;
    if (step > 0) for (let at = from; at < from + classCount; at += 1) weights[at] = Math.round(all[at]! / step);
  }
  return { weights, scale };
}

/** What the core says of one text. Arrays belong to the caller. */
export interface CoreScores {
  readonly vector: SparseVector;
  /** Margin of each class: above 0 speaks for it. */
  readonly margins: Float32Array;
  /** The share of each margin by channel, `channel * classCount + class`. */
  readonly byChannel: Float32Array;
  /** Cosine with each training text. */
  readonly cosines: Float32Array;
  /** Training text of each class with the largest cosine; -1 where all are 0. */
  readonly nearest: Int32Array;
  /** Sum of the cosines of each class. */
  readonly cosineSums: Float64Array;
}

const channelCount = 3;

/** Scores an utterance's features against all classes and all training texts. */
export function scoreCore(core: Core, features: FeatureCounts, channelWeights?: ChannelWeights): CoreScores {
  const { classCount, table, weights, scale, postings } = core;
  const vector = vectorOf(table, features, channelWeights);
  const byChannel = new Float32Array(channelCount * classCount);
  const cosines = new Float32Array(core.labels.length);
  for (let index = 0; index < vector.columns.length; index += 1) {
    const column = vector.columns[index]!;
    const value = vector.values[index]!;
    const factor = value * scale[column]!;
    const from = column * classCount;
    const into = table.channel[column]! * classCount;
    for (let label = 0; label < classCount; label += 1) byChannel[into + label]! += factor * weights[from + label]!;
    for (let at = postings.starts[column]!; at < postings.starts[column + 1]!; at += 1) {
      cosines[postings.columns[at]!]! += value * postings.values[at]!;
    }
  }
  const margins = core.bias.slice();
  for (let channel = 0; channel < channelCount; channel += 1) {
    for (let label = 0; label < classCount; label += 1) margins[label]! += byChannel[channel * classCount + label]!;
  }
  return { vector, margins, byChannel, cosines, ...summarize(core, cosines) };
}

function summarize({ classCount, labels }: Core, cosines: Float32Array): Pick<CoreScores, 'nearest' | 'cosineSums'> {
  const nearest = new Int32Array(classCount).fill(-1);
  const cosineSums = new Float64Array(classCount);
  for (let phrase = 0; phrase < cosines.length; phrase += 1) {
    const cosine = cosines[phrase]!;
    if (cosine === 0) continue;
    const label = labels[phrase]!;
    cosineSums[label]! += cosine;
    const best = nearest[label]!;
    if (best < 0 || cosine > cosines[best]!) nearest[label] = phrase;
  }
  return { nearest, cosineSums };
}
