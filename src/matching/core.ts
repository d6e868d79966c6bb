import { fitTexts, type CountedTexts } from './counted-texts.ts';
import { channels } from './features.ts';
import { trainMachines, type LinearOptions, type Machines } from './linear.ts';
import { trainLogisticMachines } from './linear-logistic.ts';
import { createAddRows, type AddRows } from './score-rows.ts';
import { byFrequency, toRows, type SparseVector } from './sparse.ts';
import { toPostings, type TextPostings } from './text-postings.ts';
import { createVectorOfText } from './text-vectors.ts';
import { ownLanguageWeights, type FeatureTable } from './vectorizer.ts';

/** A training text, and the class it belongs to. */
export interface Example {
  /** Its place among the counted texts. */
  readonly text: number;
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
  /** Told the share of the work that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Up to here, in articles times texts, the logistic machine is trained for knowledge in one language: with few phrases a
 * class it is about a point more accurate. With many phrases it is equal, over pooled languages a little worse, and always
 * slower: half a minute here, and a quarter of an hour for 800 articles of five phrases.
 */
const mostForLogistic = 100_000;

/** The loss that suits a number of articles and of texts in a number of language families. */
export function defaultLoss(articles: number, texts: number, families: number): Loss {
  return articles * texts <= mostForLogistic && families === 1 ? 'logistic' : 'squared-hinge';
}

/** Trains all classes on the examples. Same examples, same bytes. */
export function trainCore(
  counted: CountedTexts,
  examples: readonly Example[],
  classCount: number,
  options: CoreOptions = {},
): Core {
  const table = fitTexts(
    counted,
    examples.map(({ text }) => text),
  );
  const vectorOfText = createVectorOfText(counted, table);
  const rows = toRows(examples.map(({ text }) => vectorOfText(text, ownLanguageWeights)));
  const labels = Uint16Array.from(examples, (example) => example.label);
  const { loss = 'squared-hinge', onProgress } = options;
  const columnCount = table.hashes.length;
  const train = loss === 'logistic' ? trainLogisticMachines : trainMachines;
  const { rows: numbered, numberOf } = byFrequency(rows, columnCount);
  const machines = train({ rows: numbered, labels, classCount, columnCount }, options, onProgress);
  const postings = toPostings(rows, examples, classCount, table);
  return {
    classCount,
    loss,
    table,
    ...quantize(machines, numberOf, classCount),
    bias: machines.bias,
    postings,
    labels,
  };
}

/**
 * Eight bits a weight, one scale a column: a quarter of the memory, no measurable loss. `numberOf` tells by which number the
 * machines know a column.
 */
function quantize(
  { weights: all, stride }: Machines,
  numberOf: Uint32Array,
  classCount: number,
): Pick<Core, 'weights' | 'scale'> {
  const columnCount = numberOf.length;
  const weights = new Int8Array(columnCount * classCount);
  const scale = new Float32Array(columnCount);
  for (let column = 0; column < columnCount; column += 1) {
    let largest = 0;
    const from = numberOf[column]! * stride;
    for (let at = from; at < from + classCount; at += 1) largest = Math.max(largest, Math.abs(all[at]!));
    const step = largest / 127;
    scale[column] = step;
    if (step === 0) continue;
    const into = column * classCount - from;
    for (let at = from; at < from + classCount; at += 1) weights[into + at] = Math.round(all[at]! / step);
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

/** Scores an utterance's vector against all classes. */
export type ScoreVector = (vector: SparseVector) => CoreScores;

/** Makes the scorer of a core; `addRows` says how the weights are added up. */
export function createScoreVector(core: Core, addRows: AddRows = createAddRows(core)): ScoreVector {
  const { classCount, bias } = core;
  return (vector) => {
    const byChannel = addRows(vector);
    const margins = bias.slice();
    for (let channel = 0; channel < channels.length; channel += 1) {
      for (let label = 0; label < classCount; label += 1) margins[label]! += byChannel[channel * classCount + label]!;
    }
    return { vector, margins, byChannel };
  };
}
