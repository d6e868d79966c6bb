import { describe, expect, it } from 'vitest';
import { createHashNumbers } from '../../src/matching/hash-numbers.ts';
import { seededInt } from '../support/seeded-random.ts';

describe('the numbers of hashes', () => {
  it.each([
    [10, 65_536],
    [300, 65_536],
    [50_000, 2_654_435_761],
  ])('are those of a map, also past the first size and where hashes want the same place (%d)', (different, step) => {
    const draw = seededInt(different);
    const numbers = createHashNumbers();
    const naive = new Map<number, number>();
    const wrong: number[] = [];
    for (let round = 0; round < different * 2; round += 1) {
      // Multiples of a power of two all want the same place; those of a large odd number are spread.
      const hash = Math.imul(draw(different), step) >>> 0;
      if (!naive.has(hash)) naive.set(hash, naive.size);
      if (numbers.numberOf(hash) !== naive.get(hash)) wrong.push(hash);
    }
    expect(wrong).toEqual([]);
    expect([...numbers.hashes()]).toEqual([...naive.keys()]);
  });
});
