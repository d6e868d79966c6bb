import { describe, expect, it } from 'vitest';
import { createRepairWord } from '../../src/language/typos.ts';
import { countWords } from '../../src/language/vocabulary.ts';

const often = (text: string) => [text, text, text];
const words = countWords(
  new Map([
    ['en', [...often('refund invoice installation activate activated plans'), 'rarely']],
    ['es', often('factura reembolso')],
  ] as const),
);
const repair = createRepairWord(words, ['en', 'es']);

describe('repairing a mistyped word', () => {
  it.each<[string, string, string | undefined]>([
    ['a letter too few', 'refnd', 'refund'],
    ['a letter too many', 'invooice', 'invoice'],
    ['a wrong letter', 'refumd', 'refund'],
    ['two letters exchanged', 'invocie', 'invoice'],
    ['two slips in a long word', 'instalatoin', 'installation'],
    ['two slips in a short word', 'rafand', undefined],
    ['a wrong first letter', 'tefund', undefined],
    ['one of two words it may be', 'activatee', undefined],
    ['a word that is known', 'plans', undefined],
    ['a word of another language', 'factura', undefined],
    ['a rare word', 'rarly', undefined],
    ['a word too short', 'plns', undefined],
    ['a word far from all', 'zaragoza', undefined],
  ])('%s: %s', (_, typed, meant) => {
    expect(repair(typed, 'en')).toBe(meant);
  });

  it('leaves languages alone that nobody wrote phrases in', () => {
    expect(createRepairWord(words, ['en'])('fctura', 'es')).toBeUndefined();
    expect(repair('fctura', 'es')).toBe('factura');
  });
});
