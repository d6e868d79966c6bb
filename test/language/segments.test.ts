import { describe, expect, it } from 'vitest';
import { createSplit } from '../../src/language/segments.ts';

const split = createSplit({
  en: { alsoAsks: ['and can i', 'another thing', 'also'], asks: ['how', 'can i'] },
  'zh-Hans': { alsoAsks: ['另外'], asks: ['吗'] },
});
const textsOf = (text: string) => split(text).map((segment) => segment.text);

describe('segments of a message', () => {
  it.each<[string, string, readonly string[]]>([
    ['one sentence', 'How much is it?', ['how much is it']],
    ['signs alone', '?! …', []],
    ['sentences', 'It is slow. Really slow! Why?', ['it is slow', 'really slow', 'why']],
    ['amounts and addresses', 'Is 1.5 GB at shop.example enough', ['is 1.5 gb at shop.example enough']],
    ['lines', 'no data\r\nno signal', ['no data', 'no signal']],
    ['Spanish questions', '¿Llega hoy? ¿Y la factura?', ['llega hoy', 'y la factura']],
    ['full-width signs', '多少钱？能开热点！', ['多少钱', '能开热点']],
    ['Arabic signs', 'كم السعر؟ اين الرمز', ['كم السعر', 'اين الرمز']],
    ['commas between Chinese sentences', '套餐多少钱，能开热点吗', ['套餐多少钱', '能开热点吗']],
    ['no commas elsewhere', 'well, how much', ['well, how much']],
    ['before what adds a question', 'how much is it and can i share it', ['how much is it', 'and can i share it']],
    ['not inside a word', 'the standalson plan', ['the standalson plan']],
  ])('cuts %s: %s', (_, text, expected) => {
    expect(textsOf(text)).toEqual(expected);
  });

  it('tells which segments ask and which add a question', () => {
    expect(split('it broke. how so. also an invoice? can i share')).toEqual([
      { text: 'it broke', asks: false, adds: false },
      { text: 'how so', asks: true, adds: false },
      { text: 'also an invoice', asks: true, adds: true },
      { text: 'can i share', asks: true, adds: false },
    ]);
  });

  it('leaves out what only announces a question, and says so of the next', () => {
    expect(split('多少钱，另外，能开热点吗')).toEqual([
      { text: '多少钱', asks: false, adds: false },
      { text: '能开热点吗', asks: true, adds: true },
    ]);
    expect(split('Another thing: also slow').at(-1)).toMatchObject({ text: 'also slow', adds: true });
  });

  it('loses no word, whatever is written', () => {
    const text = 'a.b? c;d … and can i e\n另外,f؟ ،g';
    expect(
      textsOf(text)
        .join(' ')
        .match(/\p{L}+/gu),
    ).toEqual('a b c d and can i e f ،g'.match(/\p{L}+/gu));
  });
});
