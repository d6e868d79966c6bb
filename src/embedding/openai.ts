import { createHash } from 'node:crypto';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Embedder } from '../matching/embedder.ts';
import { requestVectors, type Endpoint, type FailureKind } from './openai-request.ts';

/** Settings of an embedder behind an OpenAI-compatible endpoint. */
export interface OpenAiOptions extends Endpoint {
  readonly logger: Logger;
  /** Put before every text, for models that were trained with one: `query: ` for e5. Default none. */
  readonly prefix?: string;
  /** Texts a request. Default 64. */
  readonly batchSize?: number;
  /** Longest time for one request, in ms. A signal can end it earlier. Default 30 000. */
  readonly timeoutMs?: number;
  /** Further tries of a call without a signal. Default 4. */
  readonly retries?: number;
  /** Wait before the first further try, in ms; doubled each time, where the server names no delay. Default 500. */
  readonly firstDelayMs?: number;
  /** Failures in a row after which nothing is asked for a while. Default 5. */
  readonly failuresToPause?: number;
  /** How long nothing is asked then, in ms. Default 30 000. */
  readonly pauseMs?: number;
  /** Texts whose vectors are kept in memory, by hash. Default 1000. */
  readonly cacheSize?: number;
}

/** Longest delay that is waited for, whatever the server asks. */
const longestDelayMs = 60_000;

/** Makes an embedder of an endpoint that speaks `POST /embeddings` as OpenAI does. Nothing is asked before the first call. */
export function createOpenAiEmbedder(options: OpenAiOptions): Embedder {
  const { prefix = '', batchSize = 64, timeoutMs = 30_000, cacheSize = 1000 } = options;
  const cache = new LRUCache<string, Float32Array>({ max: cacheSize });
  const breaker = createBreaker(options);
  const again = createRetry(options);
  let dimension: number | undefined;

  async function request(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const limit = AbortSignal.timeout(timeoutMs);
    const both = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    const vectors = await breaker.execute(() => requestVectors(options, texts, both)).catch(explainPause);
    const found = vectors[0]?.length;
    dimension ??= found;
    if (found === dimension) return vectors;
    throw new AppError(
      'embeddingFailed',
      `The embeddings server gave ${found} dimensions after ${dimension}: its model was changed. Start again.`,
      { facts: { kind: 'format' } },
    );
  }

  return {
    id: `openai ${options.url} ${options.model} ${JSON.stringify(prefix)}`,
    async embed(texts, signal) {
      const keys = texts.map(hashOf);
      const known = new Map(keys.map((key) => [key, cache.get(key)]));
      const missing = new Map(keys.map((key, at) => [key, texts[at]!] as const).filter(([key]) => !known.get(key)));
      for (const batch of batches([...missing], batchSize)) {
        const ask = () =>
          request(
            batch.map(([, text]) => prefix + text),
            signal,
          );
        // With a signal somebody waits: a second try would come too late.
        const vectors = await (signal === undefined ? again.execute(ask) : ask());
        batch.forEach(([key], at) => {
          known.set(key, vectors[at]);
          cache.set(key, vectors[at]);
        });
      }
      return keys.map((key) => known.get(key)!);
    },
  };
}

/** Stops asking a server that keeps failing: waiting for it would slow every answer. */
function createBreaker({ failuresToPause = 5, pauseMs = 30_000, logger }: OpenAiOptions) {
  const breaker = circuitBreaker(
    // A wrong key is refused at once and costs nothing; an answer of a wrong form is no sign of a busy server.
    handleWhen((error) => isAny(error, ['timeout', 'network', 'busy', 'server'])),
    { halfOpenAfter: pauseMs, breaker: new ConsecutiveBreaker(failuresToPause) },
  );
  breaker.onStateChange((state) => logger.debug({ state: CircuitState[state] }, 'embeddings server'));
  return breaker;
}

function createRetry({ retries = 4, firstDelayMs = 500 }: OpenAiOptions) {
  return retry(
    handleWhen((error) => isAny(error, ['busy', 'server'])),
    {
      maxAttempts: retries,
      backoff: new DelegateBackoff(({ attempt, result }) => {
        const told =
          'error' in result && result.error instanceof AppError ? result.error.facts.retryAfterMs : undefined;
        return Math.min(longestDelayMs, typeof told === 'number' ? told : firstDelayMs * 2 ** (attempt - 1));
      }),
    },
  );
}

function isAny(error: unknown, kinds: readonly FailureKind[]): boolean {
  return error instanceof AppError && kinds.some((kind) => kind === error.facts.kind);
}

function explainPause(error: unknown): never {
  if (!(error instanceof BrokenCircuitError)) throw error;
  throw new AppError('embeddingFailed', 'The embeddings server failed several times and is not asked for a while.', {
    cause: error,
    facts: { kind: 'paused' satisfies FailureKind },
  });
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Vectors are kept under a hash, so that memory holds no text of a customer longer than its turn. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
