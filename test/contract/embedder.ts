import { beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/matching/embedder.ts';

const texts = ['my refund', 'the qr code', '退款', 'x'.repeat(2000), 'broken \ud800', '5 GB?', '<b>__proto__</b>'];

/** What every embedder promises. `make` makes the same one each time; absent, with the reason, where it cannot run. */
export function embedderContract(name: string, make: (() => Promise<Embedder>) | { readonly cannotRun: string }): void {
  const runs = typeof make === 'function';
  const suite = runs ? describe : describe.skip;
  suite(`${name} as an embedder${runs ? '' : ` (skipped: ${make.cannotRun})`}`, () => {
    let embedder: Embedder;

    beforeAll(async () => {
      if (runs) embedder = await make();
    });

    it('gives one vector of unit length a text, all of one dimension', async () => {
      const vectors = await embedder.embed(texts);
      expect(vectors).toHaveLength(texts.length);
      expect(new Set(vectors.map((vector) => vector.length)).size).toBe(1);
      for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    });

    it('gives a text the same vector alone, in company, and asked again', async () => {
      const together = await embedder.embed(texts);
      for (const [at, text] of texts.entries()) {
        const [alone] = await embedder.embed([text]);
        expect([text, cosine(alone!, together[at]!)]).toEqual([text, expect.closeTo(1, 5)]);
      }
    });

    it('keeps the order of more texts than fit into a batch, repeated ones included', async () => {
      const many = Array.from({ length: 150 }, (_, at) => texts[at % 3]!);
      const few = await embedder.embed(texts.slice(0, 3));
      const vectors = await embedder.embed(many);
      vectors.forEach((vector, at) => expect(cosine(vector, few[at % 3]!)).toBeCloseTo(1, 5));
    });

    it('gives no vectors for no texts', async () => {
      expect(await embedder.embed([])).toEqual([]);
    });

    it('fails at once when nobody waits any more', async () => {
      await expect(embedder.embed(['somebody left'], AbortSignal.abort())).rejects.toMatchObject({
        code: 'embeddingFailed',
        facts: { kind: 'timeout' },
      });
    });

    it('has the same id when it is made anew', async () => {
      if (runs) expect((await make()).id).toBe(embedder.id);
      expect(embedder.id).not.toBe('');
    });
  });
}

/** Cosine of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}
