import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCollection } from '../../../training/gather/collection.ts';
import { readSegments } from '../../../training/segments.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('a collection of texts', () => {
  it('writes what English and another language have, without texts that were not translated', () => {
    const folder = newFolder();
    const collection = createCollection();
    collection.add('open', 'en', '~Open');
    collection.add('open', 'de', 'Öffnen');
    collection.add('open', 'de', 'Aufmachen');
    collection.add('open', 'nl', 'Open');
    collection.add('only', 'en', 'Only English');
    collection.add('none', 'de', 'Kein Englisch');
    expect(collection.write(join(folder, 'menu.jsonl.gz'))).toBe(1);
    expect([...readSegments(folder, 'menu')]).toEqual([{ key: 'open', texts: { en: 'Open', de: 'Öffnen' } }]);
  });

  it('is asked for by name: a source without a file is named with the remedy', () => {
    expect(() => [...readSegments(newFolder(), 'menu')]).toThrow('no segments of menu');
  });
});
