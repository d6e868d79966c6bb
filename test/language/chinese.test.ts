import { describe, expect, it } from 'vitest';
import { toSimplified, traditionalScore } from '../../src/language/chinese.ts';

describe('toSimplified', () => {
  it('turns Traditional characters into Simplified ones and leaves the rest alone', () => {
    expect(toSimplified('手機 QR 二維碼 データ')).toBe('手机 QR 二维码 データ');
    expect(toSimplified('手机没有信号')).toBe('手机没有信号');
  });
});

describe('traditionalScore', () => {
  it('is above 0 for Traditional, below 0 for Simplified and 0 for what both scripts write', () => {
    expect(traditionalScore('點樣增值')).toBeGreaterThan(0);
    expect(traditionalScore('怎么充值续费')).toBeLessThan(0);
    expect(traditionalScore('你好')).toBe(0);
    expect(traditionalScore('hello, 5 GB')).toBe(0);
  });

  it('counts forms that Traditional texts use as well for neither', () => {
    for (const char of '后里台面只群峰') expect(traditionalScore(char)).toBe(0);
  });
});
