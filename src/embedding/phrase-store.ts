import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Embedder, PhraseVectors } from '../matching/embedder.ts';
import { parseJson } from './parse-json.ts';

/** Where the vectors of phrases are kept. */
export interface PhraseStoreOptions {
  readonly embedder: Embedder;
  /** One file an embedder; can be deleted at any time. */
  readonly folder: string;
  /** Told the share of the new phrases that is done, 0 to 1; not called when all are known. */
  readonly onProgress?: (done: number) => void;
}

const magic = 0x31564953; // "SIV1"
const headerSchema = z.object({ id: z.string(), dimension: z.number().int().min(1), hashes: z.array(z.string()) });
/** Texts after which what is done is written, so that an end half-way loses little. */
const step = 1024;

/**
 * The vector of each phrase, in the order of the phrases. What was embedded before is read from disk, by the hash of the
 * text and the id of the embedder; only new phrases are embedded. Throws `embeddingFailed`.
 */
export async function embedPhrases(texts: readonly string[], options: PhraseStoreOptions): Promise<PhraseVectors> {
  const { embedder, folder, onProgress } = options;
  const path = join(folder, `${hashOf(embedder.id).replace(/[^\w-]/g, '')}.vectors`);
  const hashes = texts.map(hashOf);
  const known = await readVectors(path, embedder.id);
  const missing = [...new Map(hashes.map((hash, at) => [hash, texts[at]!])).entries()].filter(
    ([hash]) => !known.has(hash),
  );
  for (let from = 0; from < missing.length; from += step) {
    const part = missing.slice(from, from + step);
    const vectors = await embedder.embed(part.map(([, text]) => text));
    part.forEach(([hash], at) => known.set(hash, vectors[at]!));
    await writeVectors(path, embedder.id, hashes, known);
    onProgress?.((from + part.length) / missing.length);
  }
  const dimension = known.get(hashes[0] ?? '')?.length ?? 0;
  const values = new Float32Array(hashes.length * dimension);
  hashes.forEach((hash, at) => values.set(known.get(hash)!, at * dimension));
  return { dimension, values };
}

/** Nothing where there is no file, or one that is damaged: then all is embedded anew. */
async function readVectors(path: string, id: string): Promise<Map<string, Float32Array>> {
  const file = await readFile(path).catch(() => undefined);
  if (file === undefined || file.length < 8 || file.readUInt32LE(0) !== magic) return new Map();
  const start = 8 + file.readUInt32LE(4);
  const header = headerSchema.safeParse(parseJson(file.toString('utf8', 8, start)));
  if (!header.success) return new Map();
  const { dimension, hashes } = header.data;
  if (header.data.id !== id || file.length !== start + hashes.length * dimension * 4) return new Map();
  // Copied, since a view on floats needs its start aligned.
  const values = new Float32Array(new Uint8Array(file.subarray(start)).buffer);
  return new Map(hashes.map((hash, at) => [hash, values.subarray(at * dimension, (at + 1) * dimension)]));
}

/** Writes the vectors of the phrases there are now; a crash leaves either the old file or the new one. */
async function writeVectors(
  path: string,
  id: string,
  wanted: readonly string[],
  known: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  const hashes = [...new Set(wanted)].filter((hash) => known.has(hash));
  const dimension = known.get(hashes[0]!)!.length;
  const header = Buffer.from(JSON.stringify({ id, dimension, hashes }));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32LE(magic, 0);
  prelude.writeUInt32LE(header.length, 4);
  const values = new Float32Array(hashes.length * dimension);
  hashes.forEach((hash, at) => values.set(known.get(hash)!, at * dimension));
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, Buffer.concat([prelude, header, Buffer.from(values.buffer)]));
  await rename(unfinished, path);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}
