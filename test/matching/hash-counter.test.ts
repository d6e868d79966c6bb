import { describe, expect, it } from '@jest/globals';
import { createHashCounter } from '../../src/matching/hash-counter.ts';
import { seededInt } from '../support/seeded-random.ts';

describe('the hash counter', () => {
  it.each([
    [10, 65_536],
    [300, 65_536],
    [50_000, 2_654_435_761],
  ])('counts like a map, also past its first size and where hashes want the same place (%d)', (different, step) => {
    const draw = seededInt(different);
    const counter = createHashCounter();
    const naive = new Map<number, { count: number; mark: number }>();
    for (let round = 0; round < different * 2; round += 1) {
      // Multiples of a power of two all want the same place; those of a large odd number are spread.
      const hash = Math.imul(draw(different), step) >>> 0;
      const mark = draw(4);
      counter.add(hash, mark);
      naive.set(hash, { count: (naive.get(hash)?.count ?? 0) + 1, mark });
    }
    expect([...counter.hashes()]).toEqual([...naive.keys()].sort((a, b) => a - b));
    for (const [hash, counted] of [...naive].slice(0, 1000)) expect(counter.get(hash)).toEqual(counted);
    expect(counter.get(7)).toBeUndefined();
  });
});
