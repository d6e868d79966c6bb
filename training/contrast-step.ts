import type { Kernel } from './kernel.ts';
import type { BatchSide } from './pairs.ts';
import type { TrainingSettings } from './settings.ts';

/** Rows of a text at most; texts of a corpus have no more. */
const mostRows = 400;

/** Where the table lies in the kernel's memory, and where a thread's own room begins. */
export interface StepPlace {
  readonly table: number;
  readonly squareSums: number;
  readonly scratch: number;
}

/** One side of a batch in the kernel's memory. */
interface Side extends BatchSide {
  readonly rowsAt: number;
  readonly vectorsAt: number;
  readonly vectors: Float32Array;
  readonly gradientsAt: number;
  readonly gradients: Float32Array;
  readonly norms: Float64Array;
}

/** A step of the training: the caller fills the two sides, `run` moves the table and returns the mean loss of a pair. */
export interface ContrastStep {
  readonly anchors: BatchSide;
  readonly targets: BatchSide;
  run(rate: number): number;
}

/** Bytes of a thread's own room. */
export function scratchBytes({ batch, dimensions }: TrainingSettings): number {
  return 4 * (2 * batch * mostRows + 5 * batch * dimensions + batch * batch + 2 * batch) + 64;
}

/**
 * Makes the step: each text becomes the sum of its rows, made as long as 1; a text must tell the other text of its pair from
 * all others of the batch, in both directions (softmax over cosines); rows follow by row-wise Adagrad.
 */
export function createContrastStep(
  kernel: Kernel,
  memory: WebAssembly.Memory,
  place: StepPlace,
  settings: TrainingSettings,
): ContrastStep {
  const { batch, dimensions, temperature } = settings;
  const rowBytes = dimensions * 4;
  let free = Math.ceil(place.scratch / 16) * 16;
  const take = (count: number) => {
    const at = free;
    free += count * 4;
    return at;
  };
  const floats = (at: number, count: number) => new Float32Array(memory.buffer, at, count);
  const createSide = (): Side => {
    const rowsAt = take(batch * mostRows);
    const vectorsAt = take(batch * dimensions);
    const gradientsAt = take(batch * dimensions);
    return {
      rowsAt,
      rows: new Uint32Array(memory.buffer, rowsAt, batch * mostRows),
      starts: new Uint32Array(batch + 1),
      vectorsAt,
      vectors: floats(vectorsAt, batch * dimensions),
      gradientsAt,
      gradients: floats(gradientsAt, batch * dimensions),
      norms: new Float64Array(batch),
    };
  };
  const anchors = createSide();
  const targets = createSide();
  const panelsAt = take(batch * dimensions);
  const cellsAt = take(batch * batch);
  const cells = floats(cellsAt, batch * batch);
  const rowSumsAt = take(batch);
  const rowSums = floats(rowSumsAt, batch);
  const columnSumsAt = take(batch);
  const columnSums = floats(columnSumsAt, batch);

  const embed = ({ rowsAt, starts, vectorsAt, vectors, norms }: Side) => {
    for (let text = 0; text < batch; text += 1) {
      const from = starts[text]!;
      kernel.sumRows(place.table, rowsAt + from * 4, starts[text + 1]! - from, rowBytes, vectorsAt + text * rowBytes);
      let squares = 1e-12;
      const end = (text + 1) * dimensions;
      for (let at = end - dimensions; at < end; at += 1) squares += vectors[at]! * vectors[at]!;
      const norm = Math.sqrt(squares);
      norms[text] = norm;
      for (let at = end - dimensions; at < end; at += 1) vectors[at]! /= norm;
    }
  };
  /** Cells become the gradient of the loss by each cosine. */
  const softmax = (): number => {
    const diagonal = Float64Array.from({ length: batch }, (_, pair) => cells[pair * batch + pair]! / temperature);
    kernel.exponentiate(cellsAt, batch, batch, 1 / temperature, rowSumsAt, columnSumsAt);
    let loss = 0;
    for (let pair = 0; pair < batch; pair += 1) {
      loss += (Math.log(rowSums[pair]!) + Math.log(columnSums[pair]!)) / 2 - diagonal[pair]!;
      rowSums[pair] = 1 / (rowSums[pair]! * temperature);
      columnSums[pair] = 1 / (columnSums[pair]! * temperature);
    }
    kernel.scaleCells(cellsAt, batch, batch, rowSumsAt, columnSumsAt);
    for (let pair = 0; pair < batch; pair += 1) cells[pair * batch + pair]! -= 2 / temperature;
    return loss / batch;
  };
  const descend = ({ rowsAt, starts, vectors, gradientsAt, gradients, norms }: Side, rate: number) => {
    for (let text = 0; text < batch; text += 1) {
      const end = (text + 1) * dimensions;
      let along = 0;
      for (let at = end - dimensions; at < end; at += 1) along += gradients[at]! * vectors[at]!;
      let squares = 0;
      for (let at = end - dimensions; at < end; at += 1) {
        const across = (gradients[at]! - along * vectors[at]!) / norms[text]!;
        gradients[at] = across;
        squares += across * across;
      }
      const from = starts[text]!;
      const count = starts[text + 1]! - from;
      const gradient = gradientsAt + text * rowBytes;
      const mean = squares / dimensions;
      kernel.descend(place.table, place.squareSums, rowsAt + from * 4, count, rowBytes, gradient, mean, rate);
    }
  };
  return {
    anchors,
    targets,
    run(rate) {
      embed(anchors);
      embed(targets);
      const across = batch * 4;
      kernel.packTransposed(targets.vectorsAt, batch, dimensions, panelsAt);
      kernel.multiply(anchors.vectorsAt, rowBytes, 4, panelsAt, cellsAt, across, batch, dimensions, batch);
      const loss = softmax();
      kernel.pack(targets.vectorsAt, batch, dimensions, panelsAt);
      kernel.multiply(cellsAt, across, 4, panelsAt, anchors.gradientsAt, rowBytes, batch, batch, dimensions);
      kernel.pack(anchors.vectorsAt, batch, dimensions, panelsAt);
      kernel.multiply(cellsAt, 4, across, panelsAt, targets.gradientsAt, rowBytes, batch, batch, dimensions);
      descend(anchors, rate);
      descend(targets, rate);
      return loss;
    },
  };
}
