import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOpenAiEmbedder, type OpenAiOptions } from '../../src/embedding/openai.ts';
import { silentLogger } from '../../src/log.ts';
import type { Embedder } from '../../src/matching/embedder.ts';
import { cosine, embedderContract } from '../contract/embedder.ts';
import { embeddingsServers, type EmbeddingsServer } from '../support/embeddings-server.ts';
import { createWordEmbedder } from '../support/word-embedder.ts';

const newServer = embeddingsServers();
const { vectorOf } = createWordEmbedder();

function embedderOf({ url }: Pick<EmbeddingsServer, 'url'>, options: Partial<OpenAiOptions> = {}): Embedder {
  return createOpenAiEmbedder({ url, model: 'tiny', logger: silentLogger, firstDelayMs: 1, ...options });
}

const patience = () => new AbortController().signal;
const kindOf = (asking: Promise<unknown>) =>
  asking.then(
    () => 'ok',
    (error: { code: string; facts: { kind: string } }) => `${error.code} ${error.facts.kind}`,
  );

describe('the vectors of an endpoint', () => {
  let shared: Promise<EmbeddingsServer> | undefined;
  embedderContract('an OpenAI-compatible endpoint', async () => embedderOf(await (shared ??= newServer())));

  it('belong to the texts by index, whatever the order of the answer', async () => {
    const server = await newServer();
    server.next.push({ items: (items) => [...items].reverse() });
    const [one, two, three] = await embedderOf(server).embed(['one', 'two', 'three']);
    expect(cosine(one!, vectorOf('one'))).toBeCloseTo(1, 5);
    expect(cosine(two!, vectorOf('two'))).toBeCloseTo(1, 5);
    expect(cosine(three!, vectorOf('three'))).toBeCloseTo(1, 5);
  });

  it('are asked for in batches, with the prefix and the key', async () => {
    const server = await newServer();
    await embedderOf(server, { batchSize: 2, prefix: 'query: ', key: 'k1' }).embed(['a', 'b', 'c']);
    expect(server.requests).toEqual([['query: a', 'query: b'], ['query: c']]);
    expect(server.authorizations).toEqual(['Bearer k1', 'Bearer k1']);
  });

  it('are asked for once as long as they are remembered', async () => {
    const server = await newServer();
    const embedder = embedderOf(server, { cacheSize: 2 });
    for (const text of ['a', 'a', 'b', 'a', 'c', 'b']) await embedder.embed([text]);
    // "b" was used longest ago when "c" came.
    expect(server.requests.flat()).toEqual(['a', 'b', 'c', 'b']);
  });

  it.each([
    ['has another number of vectors', { items: (items) => items.slice(1) }],
    ['has an index twice', { items: (items) => items.map((item) => ({ ...item, index: 0 })) }],
    ['mixes dimensions', { items: ([first, ...rest]) => [{ index: 0, embedding: [1] }, ...rest, first!].slice(0, 2) }],
    [
      'has a vector without a direction',
      { items: (items) => items.map(({ index }) => ({ index, embedding: [0, 0] })) },
    ],
    ['has words for numbers', { body: '{"data": [{"index": 0, "embedding": ["x"]}]}' }],
    ['is no JSON', { body: '<html>' }],
  ] satisfies [string, EmbeddingsServer['next'][number]][])(
    'are refused when the answer %s',
    async (_fault, behaviour) => {
      const server = await newServer();
      server.next.push(behaviour);
      expect(await kindOf(embedderOf(server).embed(['a', 'b']))).toBe('embeddingFailed format');
      expect(server.requests).toHaveLength(1);
    },
  );

  it('are refused when their dimension is another than before: the model was changed', async () => {
    const server = await newServer();
    const embedder = embedderOf(server);
    await embedder.embed(['a']);
    server.next.push({ items: (items) => items.map(({ index }) => ({ index, embedding: [1, 1] })) });
    expect(await kindOf(embedder.embed(['b']))).toBe('embeddingFailed format');
  });
});

describe('an endpoint that fails', () => {
  it.each([429, 500, 503])('is asked again after %i when nobody waits', async (status) => {
    const server = await newServer();
    server.next.push({ status, headers: { 'retry-after': '0' } }, { status });
    expect(await embedderOf(server).embed(['a'])).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  it('is not asked again when somebody waits', async () => {
    const server = await newServer();
    server.next.push({ status: 500 });
    expect(await kindOf(embedderOf(server).embed(['a'], patience()))).toBe('embeddingFailed server');
    expect(server.requests).toHaveLength(1);
  });

  it('is given up after the last try', async () => {
    const server = await newServer();
    server.always = { status: 500 };
    expect(await kindOf(embedderOf(server, { retries: 2 }).embed(['a']))).toBe('embeddingFailed server');
    expect(server.requests).toHaveLength(3);
  });

  it.each([400, 401, 404])('is not asked again after %i, which does not heal', async (status) => {
    const server = await newServer();
    server.next.push({ status });
    const embedder = embedderOf(server, { failuresToPause: 1 });
    expect(await kindOf(embedder.embed(['a']))).toBe('embeddingFailed refused');
    expect(await kindOf(embedder.embed(['a']))).toBe('ok');
  });

  it('does not get what it repeats of a text into the error', async () => {
    const server = await newServer();
    server.next.push({ status: 400 });
    const error = await embedderOf(server)
      .embed(['my secret'])
      .catch((thrown: unknown) => thrown);
    expect([String(error), JSON.stringify(error)].join()).not.toContain('secret');
  });

  it('is left when it hangs, at the end of the signal and at the time limit', async () => {
    const server = await newServer();
    server.always = 'hang';
    expect(await kindOf(embedderOf(server).embed(['a'], AbortSignal.timeout(20)))).toBe('embeddingFailed timeout');
    expect(await kindOf(embedderOf(server, { timeoutMs: 20 }).embed(['a']))).toBe('embeddingFailed timeout');
  });

  it('is told from one that is not there', async () => {
    expect(await kindOf(embedderOf({ url: 'http://127.0.0.1:1/v1' }).embed(['a']))).toBe('embeddingFailed network');
  });
});

describe('the breaker', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Only the clock stands still: connections keep their timers. */
  function stopClock(): (ms: number) => void {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    return (ms) => vi.setSystemTime(Date.now() + ms);
  }

  it('stops asking after failures in a row, tries once when the pause is over, and asks again when that succeeds', async () => {
    const advance = stopClock();
    const server = await newServer();
    const embedder = embedderOf(server, { failuresToPause: 2, pauseMs: 5000 });
    const ask = (text: string) => kindOf(embedder.embed([text], patience()));
    server.always = { status: 500 };
    expect([await ask('1'), await ask('2'), await ask('3')]).toEqual([
      'embeddingFailed server',
      'embeddingFailed server',
      'embeddingFailed paused',
    ]);
    expect(server.requests).toHaveLength(2);

    advance(5000);
    expect([await ask('4'), await ask('5')]).toEqual(['embeddingFailed server', 'embeddingFailed paused']);
    expect(server.requests).toHaveLength(3);

    server.always = undefined;
    expect(await ask('6')).toBe('embeddingFailed paused');
    advance(5000);
    expect([await ask('7'), await ask('8')]).toEqual(['ok', 'ok']);
  });
});
