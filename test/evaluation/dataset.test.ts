import { describe, expect, it } from 'vitest';
import { parseDataset } from '../../src/evaluation/dataset.ts';

const good = '{"text":"no internet","lang":"en","intent":"no-data"}';

describe('reading a dataset', () => {
  it('reads one labelled utterance a line and skips empty lines', () => {
    expect(parseDataset('d.jsonl', `${good}\n\n  \n{"text":"天气","lang":"zh-Hans","intent":"oos"}\n`)).toEqual([
      { text: 'no internet', lang: 'en', intent: 'no-data' },
      { text: '天气', lang: 'zh-Hans', intent: 'oos' },
    ]);
  });

  it('reads lines that end as on Windows', () => {
    expect(parseDataset('d.jsonl', `${good}\r\n${good}\r\n`)).toHaveLength(2);
  });

  it.each([
    ['{"text": "x"', 'd.jsonl:3 is not JSON'],
    ['{"text":"x","lang":"en"}', 'd.jsonl:3 intent: '],
    ['{"text":"x","lang":"tlh","intent":"oos"}', 'd.jsonl:3 lang: is not a supported language'],
    ['{"text":"","lang":"en","intent":"oos"}', 'd.jsonl:3 text: '],
    ['[]', 'd.jsonl:3 '],
    ['null', 'd.jsonl:3 '],
  ])('names file and line of what is not right: %s', (line, message) => {
    expect(() => parseDataset('d.jsonl', `${good}\n\n${line}\n${good}`)).toThrow(
      expect.objectContaining({ code: 'badRequest', message: expect.stringContaining(message) }),
    );
  });
});
