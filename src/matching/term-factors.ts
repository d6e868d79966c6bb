import { channels } from './features.ts';
import type { SparseRows } from './sparse.ts';
import type { FeatureTable } from './vectorizer.ts';

/**
 * Values of vectors taken apart: the value of a feature is its idf times a factor for how often the text has it times a scale
 * that the text has for the channel. Nearly all factors are `1 + ln n`, so that few numbers stand for all values.
 */
export interface TermFactors {
  readonly factors: Float32Array;
  /** Which factor each value of the rows has. */
  readonly codes: Uint16Array;
  /** One a row and channel; 0 where a row has nothing in a channel. */
  readonly scales: Float32Array;
}

/** Factors that differ by less are one. */
const alike = 1e-4;
/** Codes must fit beside a place; no text has so many different factors. */
const most = 4096;

/** Takes the values of rows apart. */
export function termFactors(
  { starts, columns, values }: SparseRows,
  { idf, channel }: Pick<FeatureTable, 'idf' | 'channel'>,
): TermFactors {
  const rowCount = starts.length - 1;
  const scales = new Float32Array(rowCount * channels.length);
  const codes = new Uint16Array(values.length);
  const factors = Array.from({ length: 8 }, (_, more) => 1 + Math.log(1 + more));
  for (let row = 0; row < rowCount; row += 1) {
    const own = scales.subarray(row * channels.length, (row + 1) * channels.length);
    // The smallest factor of a channel is taken for 1; what occurs twice where all does is then once.
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) {
      const column = columns[at]!;
      const ratio = values[at]! / idf[column]!;
      const before = own[channel[column]!]!;
      if (before === 0 || ratio < before) own[channel[column]!] = ratio;
    }
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) {
      const column = columns[at]!;
      codes[at] = codeOf(factors, values[at]! / idf[column]! / own[channel[column]!]!);
    }
  }
  return { factors: Float32Array.from(factors), codes, scales };
}

function codeOf(factors: number[], factor: number): number {
  for (let code = 0; code < factors.length; code += 1) if (Math.abs(factors[code]! - factor) < alike) return code;
  return factors.length < most ? factors.push(factor) - 1 : nearestCode(factors, factor);
}

function nearestCode(factors: readonly number[], factor: number): number {
  return factors.reduce(
    (best, own, code) => (Math.abs(own - factor) < Math.abs(factors[best]! - factor) ? code : best),
    0,
  );
}
