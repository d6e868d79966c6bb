import { describe, expect, it } from 'vitest';
import { createTryLimit } from '../../src/service/try-limit.ts';

describe('a limit of tries', () => {
  it('is reached by failures of one name alone, and forgives after its time', () => {
    let now = 0;
    const limit = createTryLimit({ most: 2, perMs: 100, now: () => now });
    limit.fail('a');
    expect(limit.waitMs('a')).toBe(0);
    now = 40;
    limit.fail('a');
    expect(limit.waitMs('a')).toBe(60);
    expect(limit.waitMs('b')).toBe(0);
    now = 100;
    expect(limit.waitMs('a')).toBe(0);
    limit.fail('a');
    expect(limit.waitMs('a')).toBe(0);
  });
});
