import { describe, expect, it } from 'vitest';
import { readResourceStrings } from '../../../training/gather/resource-table.ts';

interface Chunk {
  readonly type: number;
  /** What follows the first eight bytes of the header. */
  readonly header: Buffer;
  readonly body: Buffer;
}

function chunk({ type, header, body }: Chunk): Buffer {
  const start = Buffer.alloc(8);
  start.writeUInt16LE(type, 0);
  start.writeUInt16LE(8 + header.length, 2);
  start.writeUInt32LE(8 + header.length + body.length, 4);
  return Buffer.concat([start, header, body]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32LE(value, at * 4));
  return bytes;
}

function pool(texts: readonly string[], isUtf8: boolean): Buffer {
  const entries = texts.map((text) => {
    const bytes = Buffer.from(text, isUtf8 ? 'utf8' : 'utf16le');
    if (isUtf8) return Buffer.concat([Buffer.from([text.length, bytes.length]), bytes, Buffer.alloc(1)]);
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    return Buffer.concat([length, bytes, Buffer.alloc(2)]);
  });
  let at = 0;
  const offsets = entries.map((entry) => (at += entry.length) - entry.length);
  const content = Buffer.concat([numbers(...offsets), ...entries, Buffer.alloc((4 - (at % 4)) % 4)]);
  const header = numbers(texts.length, 0, isUtf8 ? 0x100 : 0, 28 + texts.length * 4, 0);
  return chunk({ type: 0x0001, header, body: content });
}

/** Strings of one configuration: `values[key]` is the place of the text, or undefined. */
function strings(locale: string, values: readonly (number | undefined)[], density = 0): Buffer {
  const config = Buffer.alloc(36);
  config.writeUInt32LE(36, 0);
  config.write(locale, 8, 'latin1');
  config.writeUInt16LE(density, 14);
  let at = 0;
  const offsets = values.map((value) => (value === undefined ? 0xffffffff : (at += 16) - 16));
  const entries = values.flatMap((value, key) => {
    if (value === undefined) return [];
    const entry = Buffer.concat([numbers(8, key, 8, value)]);
    entry[11] = 3;
    return [entry];
  });
  const start = 20 + config.length + values.length * 4;
  const header = Buffer.concat([numbers(1, values.length, start), config]);
  return chunk({ type: 0x0201, header, body: Buffer.concat([numbers(...offsets), ...entries]) });
}

function table(values: Buffer, ...types: readonly Buffer[]): Buffer {
  const typePool = pool(['string'], false);
  const keyPool = pool(['hello', 'bye'], true);
  const header = Buffer.alloc(280);
  header.writeUInt32LE(288, 260);
  header.writeUInt32LE(288 + typePool.length, 268);
  const own = chunk({ type: 0x0200, header, body: Buffer.concat([typePool, keyPool, ...types]) });
  return chunk({ type: 0x0002, header: numbers(1), body: Buffer.concat([values, own]) });
}

describe('the table of Android resources', () => {
  const texts = pool(['Hello', 'Goodbye', 'Olá', 'Hello on a sharp screen'], true);

  it('gives strings by name and language, and leaves out those for certain devices', () => {
    const bytes = table(texts, strings('', [0, 1]), strings('ptBR', [2, undefined]), strings('', [3], 480));
    expect(readResourceStrings(bytes)).toEqual([
      { name: 'hello', language: '', region: '', text: 'Hello' },
      { name: 'bye', language: '', region: '', text: 'Goodbye' },
      { name: 'hello', language: 'pt', region: 'BR', text: 'Olá' },
    ]);
  });

  it('reads texts of two bytes a letter too', () => {
    const bytes = table(pool(['Привет'], false), strings('ru', [0]));
    expect(readResourceStrings(bytes)).toEqual([{ name: 'hello', language: 'ru', region: '', text: 'Привет' }]);
  });

  it('refuses other files', () => {
    expect(() => readResourceStrings(Buffer.alloc(64))).toThrow('no table of Android resources');
  });
});
