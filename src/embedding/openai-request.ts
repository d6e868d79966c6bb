import { z } from 'zod';
import { AppError, messageOf } from '../errors.ts';
import { parseJson } from './parse-json.ts';
import { toUnitVector } from './unit-vector.ts';

/** Where vectors are asked for. */
export interface Endpoint {
  /** Base address as the OpenAI clients take it, for example `http://127.0.0.1:8080/v1`. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token; absent where the server wants none. */
  readonly key?: string;
}

/** Who failed, for the log and for what may be tried again. */
export type FailureKind = 'timeout' | 'network' | 'busy' | 'server' | 'refused' | 'format' | 'paused';

const responseSchema = z.object({
  data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).min(1) })),
});

/**
 * One request for one batch. The answer is checked whole: as many vectors as texts, each index once, all of one dimension.
 * Throws `embeddingFailed` with the fact `kind`, and `retryAfterMs` where the server named a delay. Nothing of what the
 * server says is passed on: servers repeat the text they were sent.
 */
export async function requestVectors(
  { url, model, key }: Endpoint,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
    signal,
  }).catch((error: unknown) => fail(signal, error));
  if (!response.ok) {
    await response.body?.cancel();
    throw refusal(response);
  }
  const body = await response.text().catch((error: unknown) => fail(signal, error));
  return inOrder(parseJson(body), texts.length);
}

/** An answer that is not OK: busy and broken servers heal, wrong keys and models do not. */
function refusal({ status, headers }: Response): AppError {
  const kind: FailureKind = status === 429 ? 'busy' : status >= 500 ? 'server' : 'refused';
  const remedy =
    kind === 'refused' ? ' Check EMBEDDINGS_URL, EMBEDDINGS_MODEL and EMBEDDINGS_KEY.' : ' It may do so again later.';
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return new AppError('embeddingFailed', `The embeddings server answered ${status}.${remedy}`, {
    facts: { kind, status, ...(seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}) },
  });
}

function fail(signal: AbortSignal, cause: unknown): never {
  const kind: FailureKind = signal.aborted ? 'timeout' : 'network';
  const what = kind === 'timeout' ? 'did not answer in time' : 'cannot be reached';
  throw new AppError('embeddingFailed', `The embeddings server ${what}: ${messageOf(cause)}`, {
    cause,
    facts: { kind },
  });
}

/** Servers may answer in any order: the index tells which text a vector belongs to. */
function inOrder(body: unknown, count: number): Float32Array[] {
  const parsed = responseSchema.safeParse(body);
  if (!parsed.success) throw malformed('is not {data: [{index, embedding}]}');
  const { data } = parsed.data;
  if (data.length !== count) throw malformed(`holds ${data.length} vectors for ${count} texts`);
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
  const dimension = data[0]!.embedding.length;
  return Array.from({ length: count }, (_, index) => {
    const embedding = byIndex.get(index);
    if (embedding === undefined) throw malformed(`has no vector of index ${index}`);
    if (embedding.length !== dimension) throw malformed(`mixes ${dimension} and ${embedding.length} dimensions`);
    return toUnitVector(embedding);
  });
}

function malformed(what: string): AppError {
  return new AppError('embeddingFailed', `The answer of the embeddings server ${what}. Is it OpenAI-compatible?`, {
    facts: { kind: 'format' satisfies FailureKind },
  });
}
