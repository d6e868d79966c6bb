import { AppError } from '../errors.ts';
import { instantiateKernel } from './instantiate-kernel.ts';
import { kernelBytes } from './kernel-bytes.ts';
import { createShuffle } from './shuffle.ts';
import type { SparseRows } from './sparse.ts';

/** Settings of the training; the defaults suit a knowledge base. */
export interface LinearOptions {
  /** Cost of a training error against the size of the weights. Default 2. */
  readonly cost?: number;
  /** Passes over the examples at most. Default 40. */
  readonly maxPasses?: number;
  /** Training of a class ends when no projected gradient exceeds this. Default 0.1. */
  readonly tolerance?: number;
}

/** The examples of all classes. */
export interface LinearProblem {
  readonly rows: SparseRows;
  /** Class of each row. */
  readonly labels: ArrayLike<number>;
  readonly classCount: number;
  readonly columnCount: number;
}

/** One linear machine a class. */
export interface Machines {
  /** Weights, those of a column's classes side by side: that of a class stands at `column * stride + class`. */
  readonly weights: Float32Array;
  /** Classes a column has room for, at least as many as there are. */
  readonly stride: number;
  readonly bias: Float32Array;
}

/**
 * Trains one linear machine with squared hinge loss for each class against the rest, by dual coordinate descent (Hsieh et
 * al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1). Deterministic, on every
 * machine: the order of the examples is shuffled from a fixed seed, and WebAssembly rounds everywhere alike. A class comes out
 * the same whichever others are trained beside it. `onProgress` is told the share of the passes that is done, 1 at the end.
 * Throws `internal` where the memory does not suffice.
 */
export function trainMachines(
  { rows, labels, classCount, columnCount }: LinearProblem,
  { cost = 2, maxPasses = 40, tolerance = 0.1 }: LinearOptions = {},
  onProgress?: (done: number) => void,
): Machines {
  const rowCount = rows.starts.length - 1;
  const kernel = instantiateKernel<Kernel>(kernelBytes);
  if (!kernel.prepare(rowCount, rows.columns.length, columnCount, classCount)) {
    throw new AppError(
      'internal',
      `No memory to train ${classCount} articles over ${columnCount} features: give the service more, or write fewer phrases.`,
    );
  }
  const { buffer } = kernel.memory;
  const integers = ({ value }: Address, length: number) => new Uint32Array(buffer, value >>> 0, length);
  const numbers = ({ value }: Address, length: number) => new Float32Array(buffer, value >>> 0, length);
  integers(kernel.starts, rowCount + 1).set(rows.starts);
  integers(kernel.columns, rows.columns.length).set(rows.columns);
  numbers(kernel.values, rows.values.length).set(rows.values);
  integers(kernel.labels, rowCount).set(labels);
  const order = integers(kernel.order, rowCount);
  for (let row = 0; row < rowCount; row += 1) order[row] = row;
  kernel.begin(cost);
  const shuffle = createShuffle();
  for (let pass = 0; pass < maxPasses; pass += 1) {
    shuffle(order);
    const open = kernel.pass(tolerance);
    if (open === 0) break;
    onProgress?.((pass + 1) / maxPasses);
  }
  onProgress?.(1);
  const stride = kernel.stride.value;
  return {
    weights: numbers(kernel.weights, columnCount * stride),
    stride,
    bias: numbers(kernel.biases, classCount).slice(),
  };
}

/** What `kernel/kernel.ts` exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly starts: Address;
  readonly columns: Address;
  readonly values: Address;
  readonly labels: Address;
  readonly order: Address;
  readonly weights: Address;
  readonly biases: Address;
  readonly stride: { readonly value: number };
  prepare(rows: number, entries: number, columnCount: number, classes: number): number;
  begin(cost: number): void;
  pass(tolerance: number): number;
}

/** Of a list in the kernel's memory, in bytes; WebAssembly gives it with a sign. */
interface Address {
  readonly value: number;
}
