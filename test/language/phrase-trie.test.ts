import { describe, expect, it } from 'vitest';
import { createPhraseTrie } from '../../src/language/phrase-trie.ts';

describe('the phrase finder', () => {
  const trie = createPhraseTrie([
    ['no', 'no'],
    ['no signal', 'signal'],
    ['no signal at all', 'nothing'],
    ['no', 'again'],
  ]);
  const all = (text: string, at = 0) => {
    const found: string[] = [];
    trie.visit(text.split(' '), at, (value) => found.push(value));
    return found;
  };

  it('finds the phrase with the most words at a place', () => {
    const words = 'there is no signal at home'.split(' ');
    expect(trie.longest(words, 2)).toEqual({ value: 'signal', size: 2 });
    expect(trie.longest('no signal at all'.split(' '), 0)).toEqual({ value: 'nothing', size: 4 });
    expect(trie.longest(words, 0)).toBeUndefined();
  });

  it('tells every phrase at a place, the shortest first, and of equal ones the first', () => {
    expect(all('no signal at all today')).toEqual(['no', 'signal', 'nothing']);
    expect(all('no network')).toEqual(['no']);
    expect(all('my signal')).toEqual([]);
  });

  it('finds nothing behind the end of a text', () => {
    expect(all('no', 1)).toEqual([]);
    expect(trie.longest([], 0)).toBeUndefined();
  });
});
