import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { embedAll, nearest } from '../../src/matching/neighbours.ts';
import { loadVectors } from '../../src/matching/vectors.ts';
import { projectDir } from '../../src/paths.ts';
import { ownQuestions } from '../support/own-questions.ts';

const files = ['vectors.bin', 'vectors-small.bin'];
const read = (file: string) => readFileSync(join(projectDir, 'models', file));

describe.each(files)('the sentence vectors of %s', (file) => {
  const bytes = read(file);
  const vectors = loadVectors(bytes);
  const cosine = (one: string, other: string) => {
    const first = vectors.embed(one);
    return vectors.embed(other).reduce((sum, value, at) => sum + value * first[at]!, 0);
  };

  it('put an article near its translations: most of our own questions find theirs among all', () => {
    const english = ownQuestions('en');
    for (const language of ['es', 'zh-Hans']) {
      const other = ownQuestions(language);
      const ids = [...other.keys()];
      const rows = embedAll(vectors, [...other.values()]);
      const found = [...english].filter(([id, question]) =>
        nearest(rows, vectors.embed(question), 3).some(({ row }) => ids[row] === id),
      );
      expect(found.length / english.size).toBeGreaterThan(0.6);
    }
  });

  it.each([
    ['Is my phone compatible?', '내 휴대폰이 호환되나요?', '영수증을 받을 수 있나요?'],
    ['where is my QR code', 'wo ist mein QR-Code', 'wie lange dauert das'],
    ['I forgot my password', 'Я забыл пароль', 'Нет интернета'],
  ])('put %p nearer to %p than to %p', (one, translation, stranger) => {
    expect(cosine(one, translation)).toBeGreaterThan(cosine(one, stranger) + 0.2);
  });

  it('are of unit length, and the same for the same text whatever came between', () => {
    const once = vectors.embed('No tengo internet');
    vectors.embed('something else');
    expect(vectors.embed('No tengo internet')).toEqual(once);
    expect(once).toHaveLength(vectors.dimensions);
    expect(Math.hypot(...once)).toBeCloseTo(1, 5);
  });

  it('do not change with case and accents', () => {
    expect(vectors.embed('¿DÓNDE ESTÁ MI CÓDIGO?')).toEqual(vectors.embed('donde esta mi codigo'));
  });

  it.each(['', '  …!? ', 'ᚠᚢᚦᚨᚱᚲ', '𓀀𓀁'])('are zero where nothing is known: %p', (text) => {
    expect(vectors.embed(text).every((value) => value === 0)).toBe(true);
  });

  it('are written where the caller wants them', () => {
    const into = new Float32Array(vectors.dimensions).fill(7);
    expect(vectors.embed('hello', into)).toBe(into);
    expect(into).toEqual(vectors.embed('hello'));
  });

  it('can be read from bytes at an odd place of a larger block', () => {
    const block = new Uint8Array(bytes.length + 1);
    block.set(bytes, 1);
    expect(loadVectors(block.subarray(1)).embed('hello')).toEqual(vectors.embed('hello'));
  });

  it('name their sources with licences and package versions', () => {
    expect(vectors.header.sources.length).toBeGreaterThan(0);
    for (const { licence, packages } of vectors.header.sources) {
      expect(licence).not.toBe('');
      expect(packages.length).toBeGreaterThan(0);
    }
  });
});

describe('the files of sentence vectors', () => {
  it('know more words in the large one: an Arabic question that the small one does not place', () => {
    const { embed } = loadVectors(read('vectors.bin'));
    const [asked, translation, stranger] = ['Is my phone compatible?', 'هل هاتفي متوافق؟', 'أريد فاتورة'].map((text) =>
      embed(text),
    );
    const near = (other: Float32Array) => other.reduce((sum, value, at) => sum + value * asked![at]!, 0);
    expect(near(translation!)).toBeGreaterThan(near(stranger!) + 0.5);
  });

  it('are small enough to ship', () => {
    expect(read('vectors.bin').length).toBeLessThanOrEqual(15e6);
    expect(read('vectors-small.bin').length).toBeLessThanOrEqual(3e6);
  });

  const sound = read('vectors-small.bin');
  const changed = (change: (bytes: Buffer) => void) => {
    const copy = Buffer.from(sound);
    change(copy);
    return copy;
  };
  it.each([
    ['empty', new Uint8Array(), /does not begin/],
    ['something else', Buffer.from('{"no": "vectors"}'), /does not begin/],
    ['cut short in its header', sound.subarray(0, 20), /cut short/],
    ['cut short in its rows', sound.subarray(0, sound.length - 1), /not as long/],
    ['damaged in its header', changed((bytes) => bytes.fill(0xff, 8, 12)), /header is damaged/],
    ['of another format', changed((bytes) => bytes.write('9', bytes.indexOf('"format":') + 9)), /format is 9/],
  ])('are refused with a clear message when they are %s', (_, bytes, message) => {
    expect(() => loadVectors(bytes)).toThrow(AppError);
    expect(() => loadVectors(bytes)).toThrow(message);
  });
});
