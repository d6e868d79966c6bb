import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adaptVectors } from '../../src/matching/adapt-vectors.ts';
import { openTable } from '../../src/matching/vectors.ts';
import { projectDir } from '../../src/paths.ts';
import { readSentenceVectors } from '../../src/service/sentence-vectors.ts';
import { ownForms } from '../support/own-forms.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const shipped = join(projectDir, 'models', 'vectors.bin');

describe('reading sentence vectors', () => {
  it('opens the file that comes along, and puts sentences that say the same near each other', async () => {
    const { embed } = (await readSentenceVectors(shipped))!;
    const cosine = (a: string, b: string) => embed(a).reduce((sum, value, at) => sum + value * embed(b)[at]!, 0);
    const same = cosine('Is my phone compatible?', '내 휴대폰이 호환되나요?');
    expect(same).toBeGreaterThan(cosine('Is my phone compatible?', '환불해 주세요') + 0.3);
  });

  it('embeds as the glossary of a model changed it, and as before without', async () => {
    const { embed, embedWith } = (await readSentenceVectors(shipped))!;
    const changes = adaptVectors(openTable(await readFile(shipped)), ownForms(24));
    expect(embedWith(undefined)).toBe(embed);
    expect(embedWith(changes)('esim card')).not.toEqual(embed('esim card'));
  });

  it('is nothing where the file is missing or switched off', async () => {
    expect(await readSentenceVectors(join(newFolder(), 'vectors.bin'))).toBeUndefined();
    expect(await readSentenceVectors(undefined)).toBeUndefined();
  });

  it('refuses a file that is none, and says what to do', async () => {
    const path = join(newFolder(), 'vectors.bin');
    await writeFile(path, 'not vectors at all');
    await expect(readSentenceVectors(path)).rejects.toMatchObject({
      code: 'configInvalid',
      message: expect.stringContaining('Restore models/') as unknown,
    });
  });
});
