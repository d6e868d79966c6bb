import { channels, type FeatureCounts } from './features.ts';
import { trainClass, type LinearOptions } from './linear.ts';
import { trainLogisticClass } from './linear-logistic.ts';
import { byFrequency, toRows, type SparseVector } from './sparse.ts';
import { toPostings, type TextPostings } from './text-postings.ts';
import {
  createColumnOf,
  fitFeatures,
  ownLanguageWeights,
  vectorOf,
  type ChannelWeights,
  type ColumnOf,
  type FeatureTable,
} from './vectorizer.ts';

/** A training text as features, and the class it belongs to. */
export interface Example {
  readonly features: FeatureCounts;
  readonly label: number;
  /** The language family whose words the text is; absent for texts that train the machine but nobody says. */
  readonly family?: string | undefined;
}

/** What the training of a class minimizes. */
export type Loss = 'squared-hinge' | 'logistic';

/** One linear machine a class over one feature table, and the training texts for nearest-phrase look-up. */
export interface Core {
  readonly classCount: number;
  readonly loss: Loss;
  readonly table: FeatureTable;
  /** Weights, `classCount` neighbours a column: `code * scale[column]`. */
  readonly weights: Int8Array;
  readonly scale: Float32Array;
  readonly bias: Float32Array;
  /** Training texts of unit length, by feature. */
  readonly postings: TextPostings;
  /** Class of each training text. */
  readonly labels: Uint16Array;
}

/** Settings of a core. */
export interface CoreOptions extends LinearOptions {
  /** Default squared hinge. */
  readonly loss?: Loss;
  /** Told how many classes are done. */
  readonly onClass?: (done: number) => void;
}

/**
 * Up to here the logistic machine is trained for knowledge in one language: with few phrases a class it is about a point
 * more accurate. With many phrases it is equal and several times slower, and over pooled languages a little worse.
 */
const mostForLogistic = 5000;

/** The loss that suits a number of texts in a number of language families. */
export function defaultLoss(texts: number, families: number): Loss {
  return texts <= mostForLogistic && families === 1 ? 'logistic' : 'squared-hinge';
}

/** Trains all classes on the examples. Same examples, same bytes. */
export function trainCore(examples: readonly Example[], classCount: number, options: CoreOptions = {}): Core {
  const table = fitFeatures(examples.map((example) => example.features));
  const columnOf = createColumnOf(table);
  const rows = toRows(examples.map((example) => vectorOf(table, example.features, ownLanguageWeights, columnOf)));
  const labels = Uint16Array.from(examples, (example) => example.label);
  const { loss = 'squared-hinge' } = options;
  const trainOne = loss === 'logistic' ? trainLogisticClass : trainClass;
  const columnCount = table.hashes.length;
  const all = new Float32Array(columnCount * classCount);
  const bias = new Float32Array(classCount);
  const weights = new Float64Array(columnCount);
  const { rows: dense, numberOf } = byFrequency(rows, columnCount);
  for (let label = 0; label < classCount; label += 1) {
    bias[label] = trainOne(dense, (row) => labels[row] === label, weights, options);
    for (let column = 0; column < columnCount; column += 1)
      all[column * classCount + label] = weights[numberOf[column]!]!;

    options.onClass?.(label + 1);
  }
  const postings = toPostings(rows, examples, classCount, table);
  return { classCount, loss, table, ...quantize(all, columnCount, classCount), bias, postings, labels };
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
}

/** Scores an utterance's features against all classes. `columnOf` looks a feature up, see `createColumnOf`. */
export function scoreCore(
  core: Core,
  features: FeatureCounts,
  columnOf: ColumnOf,
  channelWeights?: ChannelWeights,
): CoreScores {
  return scoreVector(core, vectorOf(core.table, features, channelWeights, columnOf));
}

/** Scores an utterance's vector against all classes. */
export function scoreVector(core: Core, { columns, values }: SparseVector): CoreScores {
  const { classCount, table, weights, scale, bias } = core;
  const byChannel = new Float32Array(channels.length * classCount);
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index]!;
    const factor = values[index]! * scale[column]!;
    addRow(weights, column * classCount, factor, byChannel, table.channel[column]! * classCount, classCount);
  }
  const margins = bias.slice();
  for (let channel = 0; channel < channels.length; channel += 1) {
    for (let label = 0; label < classCount; label += 1) margins[label]! += byChannel[channel * classCount + label]!;
  }
  return { vector: { columns, values }, margins, byChannel };
}

/** Adds `count` weights from `from` on, times a factor, to the sums from `into` on; four at a time take half as long as one. */
function addRow(
  weights: Int8Array,
  from: number,
  factor: number,
  sums: Float32Array,
  into: number,
  count: number,
): void {
  let at = 0;
  for (; at + 3 < count; at += 4) {
    const first = sums[into + at]! + factor * weights[from + at]!;
    const second = sums[into + at + 1]! + factor * weights[from + at + 1]!;
    const third = sums[into + at + 2]! + factor * weights[from + at + 2]!;
    const fourth = sums[into + at + 3]! + factor * weights[from + at + 3]!;
    sums[into + at] = first;
    sums[into + at + 1] = second;
    sums[into + at + 2] = third;
    sums[into + at + 3] = fourth;
  }
  for (; at < count; at += 1) sums[into + at]! += factor * weights[from + at]!;
}
