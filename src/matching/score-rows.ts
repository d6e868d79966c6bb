import type { Core } from './core.ts';
import { channels } from './features.ts';
import { createScoringMemory } from './scoring-memory.ts';
import type { SparseVector } from './sparse.ts';

/** The share of each class's margin by channel, `channel * classCount + class`. The array belongs to the caller. */
export type AddRows = (vector: SparseVector) => Float32Array;

/** The parts of a core that are added up. */
export type Weights = Pick<Core, 'classCount' | 'table' | 'weights' | 'scale'>;

/** Utterances have some hundred features. */
const firstRoom = 1024;

/** Adds in WebAssembly, sixteen classes at a time. Scratch memory is kept between calls. */
export function createAddRows({ classCount, table, weights, scale }: Weights): AddRows {
  const stride = Math.ceil(classCount / 16) * 16;
  const { kernel, parts, at } = createScoringMemory({
    columns: new Uint32Array(firstRoom),
    factors: new Float32Array(firstRoom),
    channelOf: new Uint8Array(firstRoom),
    sums: new Float32Array(stride * channels.length),
    weights,
  });
  // Scale and channel of each column side by side: it is somewhere else in memory for every one, and waiting for it takes long.
  const records = new Float32Array(scale.length * 2);
  for (let column = 0; column < scale.length; column += 1) {
    records[column * 2] = scale[column]!;
    records[column * 2 + 1] = table.channel[column]!;
  }
  return ({ columns, values }) => {
    const byChannel = new Float32Array(classCount * channels.length);
    for (let from = 0; from < columns.length; from += firstRoom) {
      const count = Math.min(firstRoom, columns.length - from);
      for (let index = 0; index < count; index += 1) {
        const column = columns[from + index]!;
        parts.columns[index] = column;
        parts.factors[index] = values[from + index]! * records[column * 2]!;
        parts.channelOf[index] = records[column * 2 + 1]!;
      }
      const lists = [at.columns, at.factors, at.channelOf] as const;
      kernel.addRows(count, ...lists, at.weights, classCount, at.sums, channels.length);
      for (let channel = 0; channel < channels.length; channel += 1) {
        const into = channel * classCount;
        for (let label = 0; label < classCount; label += 1) {
          byChannel[into + label]! += parts.sums[channel * stride + label]!;
        }
      }
    }
    return byChannel;
  };
}

/**
 * Adds without WebAssembly, which a page that embeds a widget may forbid. What it gives is the same but for the last digits.
 */
export function createAddRowsPlainly({ classCount, table, weights, scale }: Weights): AddRows {
  return ({ columns, values }) => {
    const byChannel = new Float32Array(classCount * channels.length);
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index]!;
      const factor = values[index]! * scale[column]!;
      const from = column * classCount;
      const into = table.channel[column]! * classCount;
      for (let label = 0; label < classCount; label += 1) byChannel[into + label]! += factor * weights[from + label]!;
    }
    return byChannel;
  };
}
