import { describe, expect, it } from 'vitest';
import { parseWatermark, toWatermark } from '../../../src/channels/directline/watermark.ts';

describe('a watermark', () => {
  it('is read as it was written', () => {
    for (const seq of [0, 1, 100, 9_999_999]) expect(parseWatermark(toWatermark(seq))).toBe(seq);
  });

  it('that is absent is told from an empty one, which means the beginning', () => {
    expect(parseWatermark(undefined)).toBeUndefined();
    expect(parseWatermark('')).toBe(0);
  });

  it.each([['a'], ['-1'], ['1.5'], [' 1'], ['0x1'], ['1'.repeat(16)], [['1', '2']], [{ a: '1' }], [1]])(
    'that was not made here is refused: %j',
    (value) => {
      expect(() => parseWatermark(value)).toThrow(expect.objectContaining({ code: 'badRequest' }));
    },
  );
});
