import { describe, expect, it } from 'vitest';
import { isUnspaced, segmentWords, tokenize } from '../../src/language/tokenize.ts';

describe('tokenize', () => {
  const cases: readonly [string, string, string[]][] = [
    ['words between signs', 'no signal!? (since 3 pm)', ['no', 'signal', 'since', '3', 'pm']],
    ['every Han character as a word', '没有网络', ['没', '有', '网', '络']],
    ['kana like Han characters', '使えない', ['使', 'え', 'な', 'い']],
    ['Hangul as words with spaces', '인터넷이 안 돼요', ['인터넷이', '안', '돼요']],
    ['Latin words inside Chinese', '我的esim卡4g慢', ['我', '的', 'esim', '卡', '4g', '慢']],
    ['nothing in signs alone', '?!… — 。', []],
    ['nothing in the empty text', '', []],
    ['letters with combining marks as one word', 'شبكة x\u0301y', ['شبكة', 'x\u0301y']],
  ];

  it.each(cases)('finds %s', (_, text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  it('splits contractions, so that they match however the quote is typed', () => {
    expect(tokenize("it doesn't")).toEqual(['it', 'doesn', 't']);
  });

  it('tells tokens of scripts without spaces', () => {
    expect(['网', 'え', 'ไ'].every(isUnspaced)).toBe(true);
    expect(['esim', '돼요', 'сеть', '5'].some(isUnspaced)).toBe(false);
  });
});

describe('segmentWords', () => {
  it('finds the dictionary words of a text without spaces', () => {
    expect(segmentWords('手机没有信号。', 'zh-Hans')).toEqual(['手机', '没有', '信号']);
  });
});
