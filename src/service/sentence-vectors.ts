import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openTable, vectorsOf, type VectorChanges } from '../matching/vectors.ts';
import type { EmbedSentence } from '../matching/sentence-head.ts';

/** Sentence vectors as the catalog uses them. */
export interface SentenceVectors {
  readonly embed: EmbedSentence;
  /** The same as a model's glossary changed them; without changes `embed` itself. */
  readonly embedWith: (changes: VectorChanges | undefined) => EmbedSentence;
  /** Name of the very file, for what was learned with it. */
  readonly id: string;
  /** The file, for another thread. */
  readonly bytes: Uint8Array;
}

/** Bytes from the start that name a file: header, hashes and scales of the file that comes along, and some codes. */
const hashed = 1_500_000;

/** Reads a file of sentence vectors; undefined where it is missing. Throws `configInvalid` for a file that is none. */
export async function readSentenceVectors(path: string | undefined): Promise<SentenceVectors | undefined> {
  const bytes = path === undefined ? undefined : await readFile(path).catch(nothingIfMissing);
  if (bytes === undefined) return undefined;
  const table = openTable(bytes);
  const embedWith = (changes?: VectorChanges): EmbedSentence => {
    const vectors = vectorsOf(table, changes);
    return (text) => vectors.embed(text);
  };
  // No two trainings share these, and the whole file takes ten times as long.
  const id = createHash('sha256').update(bytes.subarray(0, hashed)).digest('hex').slice(0, 12);
  const embed = embedWith();
  return { embed, embedWith: (changes) => (changes === undefined ? embed : embedWith(changes)), id, bytes };
}

function nothingIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
