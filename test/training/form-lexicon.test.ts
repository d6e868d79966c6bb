import { describe, expect, it } from 'vitest';
import { learnForms, type ParallelWords } from '../../training/form-lexicon.ts';

const texts: ParallelWords[] = (
  [
    ['scan the qr code', 'zeskanuj kod qr'],
    ['create a qr code', 'utwórz kod qr'],
    ['the qr code is wrong', 'zły kod qr'],
    ['the code of the bank', 'szyfr banku'],
    ['the code is wrong', 'zły szyfr'],
    ['create a code', 'utwórz szyfr'],
    ['the bank is closed', 'bank jest zamknięty'],
    ['the bank is open', 'bank jest otwarty'],
    ['call the bank', 'zadzwoń do banku'],
  ] as const
).map(([english, own]) => ({ english: english.split(' '), own: own.split(' ') }));

describe('learning forms', () => {
  const learned = learnForms(texts, ['qr code', 'code', 'bank', 'open', 'network'], { fewest: 2 });
  const formsOf = (term: string) => learned.get(term)?.map(({ words }) => words.join(' '));

  it('finds a form of several words for a term of several words', () => {
    expect(formsOf('qr code')?.[0]).toBe('kod qr');
    expect(learned.get('qr code')?.[0]).toMatchObject({ probability: 1, back: 1, count: 3, places: [0, 1, 2] });
  });

  it('finds inflected forms of a single word, and how seldom each stands for it', () => {
    expect(formsOf('bank')).toEqual(expect.arrayContaining(['bank', 'banku']));
  });

  it('says that a form stands for other terms too', () => {
    const szyfr = learned.get('code')?.find(({ words }) => words[0] === 'szyfr');
    expect(szyfr).toMatchObject({ back: 1, count: 3 });
    expect(szyfr?.probability).toBeLessThan(1);
  });

  it('knows nothing of terms that are too rare or not there', () => {
    expect([learned.has('open'), learned.has('network')]).toEqual([false, false]);
  });

  it('begins and ends no form with a word that stands nearly everywhere', () => {
    const many = Array.from({ length: 30 }, (_, index): ParallelWords => ({
      english: ['the', 'bank', `n${index}`],
      own: ['el', 'banc', `n${index}`],
    }));
    const forms = learnForms(many, ['bank'], { common: 0.5 }).get('bank') ?? [];
    expect(forms.map(({ words }) => words.join(' '))).not.toContain('el banc');
  });
});
