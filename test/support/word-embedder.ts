import { AppError } from '../../src/errors.ts';
import { fold } from '../../src/language/normalize.ts';
import { tokenize } from '../../src/language/tokenize.ts';
import { hashText } from '../../src/matching/hash.ts';
import type { Embedder } from '../../src/matching/embedder.ts';
import { seededRandom } from './seeded-random.ts';

const dimension = 48;

/** An embedder in memory that counts what it was asked. */
export interface WordEmbedder extends Embedder {
  /** Texts it has embedded so far. */
  readonly asked: readonly string[];
  /** The same, without waiting. */
  readonly vectorOf: (text: string) => Float32Array;
}

/**
 * An embedder that needs no model: a text is the sum of its words, each a random direction that depends on the word alone.
 * Words of one group in `meanings` share a direction: they mean the same.
 */
export function createWordEmbedder(meanings: readonly (readonly string[])[] = []): WordEmbedder {
  const groupOf = new Map(meanings.flatMap((group) => group.map((word) => [word, group[0] ?? word])));
  const asked: string[] = [];
  const vectorOf = (text: string): Float32Array => {
    const sum = directionOf('');
    for (const word of tokenize(fold(text))) {
      const direction = directionOf(groupOf.get(word) ?? word);
      for (let at = 0; at < dimension; at += 1) sum[at]! += 4 * direction[at]!;
    }
    const length = Math.hypot(...sum);
    return sum.map((value) => value / length);
  };
  return {
    id: `words ${JSON.stringify(meanings)}`,
    asked,
    vectorOf,
    async embed(texts, signal) {
      if (signal?.aborted === true) throw new AppError('embeddingFailed', 'Too late.', { facts: { kind: 'timeout' } });
      asked.push(...texts);
      return texts.map(vectorOf);
    },
  };
}

function directionOf(word: string): Float32Array {
  const random = seededRandom(hashText(word));
  return Float32Array.from({ length: dimension }, () => random() - 0.5);
}
