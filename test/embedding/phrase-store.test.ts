import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { embedPhrases } from '../../src/embedding/phrase-store.ts';
import type { Embedder } from '../../src/matching/embedder.ts';
import { embedderContract } from '../contract/embedder.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { createWordEmbedder } from '../support/word-embedder.ts';

const newFolder = temporaryFolders();

embedderContract('the embedder in memory', () => Promise.resolve(createWordEmbedder([['refund', 'reembolso']])));

describe('the vectors of phrases', () => {
  const phrases = ['one', 'two', 'one', 'three'];

  it('come in the order of the phrases, repeated ones embedded once', async () => {
    const embedder = createWordEmbedder();
    const { dimension, values } = await embedPhrases(phrases, { embedder, folder: newFolder() });
    expect(embedder.asked).toEqual(['one', 'two', 'three']);
    phrases.forEach((phrase, at) =>
      expect(values.slice(at * dimension, (at + 1) * dimension)).toEqual(embedder.vectorOf(phrase)),
    );
  });

  it('are read after a restart: nothing is embedded, and they are the same', async () => {
    const folder = newFolder();
    const first = await embedPhrases(phrases, { embedder: createWordEmbedder(), folder });
    const embedder = createWordEmbedder();
    const second = await embedPhrases(phrases, {
      embedder,
      folder,
      onProgress: () => {
        throw new Error('embeds again');
      },
    });
    expect(embedder.asked).toEqual([]);
    expect(second).toEqual(first);
  });

  it('are embedded anew only for phrases that are new, and for another embedder', async () => {
    const folder = newFolder();
    await embedPhrases(phrases, { embedder: createWordEmbedder(), folder });
    const [same, other] = [createWordEmbedder(), createWordEmbedder([['one', 'two']])];
    await embedPhrases(['two', 'four'], { embedder: same, folder });
    await embedPhrases(['two', 'four'], { embedder: other, folder });
    expect([same.asked, other.asked]).toEqual([['four'], ['two', 'four']]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ['without its header', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 8), bytes.subarray(12)])],
    ['something else', () => Buffer.from('hello, I am another file')],
    ['empty', () => Buffer.alloc(0)],
  ])('are embedded anew when the file is %s', async (_fault, damage) => {
    const folder = newFolder();
    const first = await embedPhrases(phrases, { embedder: createWordEmbedder(), folder });
    const path = join(folder, readdirSync(folder)[0] ?? '');
    writeFileSync(path, damage(readFileSync(path)));
    const embedder = createWordEmbedder();
    expect(await embedPhrases(phrases, { embedder, folder })).toEqual(first);
    expect(embedder.asked).toEqual(['one', 'two', 'three']);
  });

  it('are kept as far as they came when the embedder fails half-way', async () => {
    const folder = newFolder();
    const many = Array.from({ length: 1500 }, (_, at) => `phrase ${at}`);
    const good = createWordEmbedder();
    let calls = 0;
    const failing: Embedder = {
      id: good.id,
      embed: (texts) => ((calls += 1) > 1 ? Promise.reject(new Error('down')) : good.embed(texts)),
    };
    await expect(embedPhrases(many, { embedder: failing, folder })).rejects.toThrow('down');
    const embedder = createWordEmbedder();
    await embedPhrases(many, { embedder, folder });
    expect([good.asked.length, embedder.asked.length]).toEqual([1024, 476]);
  });
});
