import { layoutOf, vectorsFormat, vectorsMagic, type VectorsHeader } from '../src/matching/vectors.ts';
import type { TrainedTable } from './table-file.ts';

/** Parts of the largest number of a row that the largest code may stand for: cutting it off refines all others. */
const clips = [1, 0.85, 0.7, 0.6, 0.5, 0.4];

/**
 * Packs a table for `loadVectors`: rows in the order of their hashes, four bits a number, one scale a row in half precision.
 * Of rows with the same hash the first is kept. The same table gives the same bytes.
 */
export function packVectors(table: TrainedTable, figures: VectorsHeader['figures']): Uint8Array {
  const { hashes, rows, settings, sources, languages } = table;
  const { dimensions } = settings;
  const order = distinctInOrder(hashes);
  const header: VectorsHeader = {
    format: vectorsFormat,
    features: order.length,
    dimensions,
    sources,
    languages,
    settings: { ...settings },
    figures,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const layout = layoutOf(json.length, order.length, dimensions);
  const bytes = new Uint8Array(layout.end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, vectorsMagic, true);
  view.setUint32(4, json.length, true);
  bytes.set(json, 8);
  order.forEach((row, place) => {
    view.setUint32(layout.hashes + place * 4, hashes[row]!, true);
    const numbers = rows.subarray(row * dimensions, (row + 1) * dimensions);
    const half = bestScale(numbers);
    view.setUint16(layout.scales + place * 2, half, true);
    const scale = fromHalf(half);
    const from = layout.codes + (place * dimensions) / 2;
    for (let at = 0; at < dimensions; at += 2) {
      bytes[from + at / 2] = codeOf(numbers[at]!, scale) | (codeOf(numbers[at + 1]!, scale) << 4);
    }
  });
  return bytes;
}

function distinctInOrder(hashes: Uint32Array): number[] {
  const order = Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]! || a - b);
  return order.filter((row, place) => place === 0 || hashes[row] !== hashes[order[place - 1]!]);
}

/** Code of a number, 0 to 15; 8 stands for zero. */
function codeOf(number: number, scale: number): number {
  return Math.max(0, Math.min(15, Math.round(number / scale) + 8));
}

/** The scale, in half precision, whose codes are nearest to the numbers. */
function bestScale(numbers: Float32Array): number {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  let best = 1;
  let least = Infinity;
  for (const clip of clips) {
    const half = Math.max(1, toHalf((largest * clip) / 7));
    const scale = fromHalf(half);
    let error = 0;
    for (const number of numbers) error += ((codeOf(number, scale) - 8) * scale - number) ** 2;
    if (error < least) [best, least] = [half, error];
  }
  return best;
}

/** The nearest number of half precision above 2⁻¹⁴, and the smallest of those for what is below; 0 to 65504. */
function toHalf(number: number): number {
  const exponent = Math.max(-14, Math.min(15, Math.floor(Math.log2(Math.max(number, 2 ** -14)))));
  const fraction = Math.max(0, Math.round((number / 2 ** exponent - 1) * 1024));
  return Math.min(0x7bff, ((exponent + 15) << 10) + fraction);
}

function fromHalf(half: number): number {
  const exponent = half >>> 10;
  return exponent === 0 ? (half & 1023) * 2 ** -24 : (1 + (half & 1023) / 1024) * 2 ** (exponent - 15);
}
