import { readFileSync, writeFileSync } from 'node:fs';
import type { VectorSource } from '../src/matching/vectors.ts';
import { AppError } from '../src/errors.ts';
import type { TrainingSettings } from './settings.ts';

/** A trained table in full precision, before it is packed. */
export interface TrainedTable {
  readonly settings: TrainingSettings;
  readonly sources: readonly VectorSource[];
  /** Languages of the texts, in order. */
  readonly languages: readonly string[];
  /** Hash of each row, in no order. */
  readonly hashes: Uint32Array;
  /** Rows, `settings.dimensions` numbers each. */
  readonly rows: Float32Array;
}

/** Writes a table to a file. */
export function writeTable(path: string, { settings, sources, languages, hashes, rows }: TrainedTable): void {
  const json = Buffer.from(JSON.stringify({ settings, sources, languages, count: hashes.length }));
  const head = Buffer.alloc(4 + Math.ceil(json.length / 4) * 4, ' ');
  head.writeUInt32LE(head.length - 4, 0);
  json.copy(head, 4);
  const bytesOf = (array: Uint32Array | Float32Array) =>
    Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
  writeFileSync(path, Buffer.concat([head, bytesOf(hashes), bytesOf(rows)]));
}

/** Reads what `writeTable` wrote. Throws `configInvalid` when there is no such file or it is cut short. */
export function readTable(path: string): TrainedTable {
  try {
    const bytes = readFileSync(path);
    const headerEnd = 4 + bytes.readUInt32LE(0);
    const header = JSON.parse(bytes.toString('utf8', 4, headerEnd)) as Omit<TrainedTable, 'hashes' | 'rows'> & {
      count: number;
    };
    const { settings, sources, languages, count } = header;
    const at = bytes.byteOffset + headerEnd;
    const hashes = new Uint32Array(bytes.buffer, at, count);
    return {
      settings,
      sources,
      languages,
      hashes,
      rows: new Float32Array(bytes.buffer, at + count * 4, count * settings.dimensions),
    };
  } catch (cause) {
    const message = `${path} is no trained table. Make it with npm run vectors:train.`;
    throw new AppError('configInvalid', message, { cause });
  }
}
