import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/knowledge/load.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

describe('reading data files', () => {
  it('finds files with the endings asked for, in a stable order, named as the project names them', async () => {
    const folder = await folderOf({
      'es/b.yaml': '2',
      'en/a.yaml': '1',
      'x.json': '{}',
      'README.md': '#',
      'z.yaml': '3',
    });
    const { files } = await readSources(folder, 'knowledge-base', ['.yaml']);
    expect(files).toEqual([
      { path: 'knowledge-base/en/a.yaml', text: '1' },
      { path: 'knowledge-base/es/b.yaml', text: '2' },
      { path: 'knowledge-base/z.yaml', text: '3' },
    ]);
  });

  it('gives the same hash for the same files, wherever they lie', async () => {
    const files = { 'a.yaml': 'x', 'b/c.yaml': 'y' };
    const first = await readSources(await folderOf(files), 'k', ['.yaml']);
    const second = await readSources(await folderOf(files), 'k', ['.yaml']);
    expect(second.hash).toBe(first.hash);
  });

  it.each([
    ['a changed byte', { 'a.yaml': 'X', 'b/c.yaml': 'y' }],
    ['another name', { 'd.yaml': 'x', 'b/c.yaml': 'y' }],
    ['a file less', { 'a.yaml': 'x' }],
    ['text moved from one file to the next', { 'a.yaml': '', 'b/c.yaml': 'xy' }],
  ])('gives another hash for %s', async (_, changed) => {
    const before = await readSources(await folderOf({ 'a.yaml': 'x', 'b/c.yaml': 'y' }), 'k', ['.yaml']);
    const after = await readSources(await folderOf(changed), 'k', ['.yaml']);
    expect(after.hash).not.toBe(before.hash);
  });

  it('says which folder cannot be read', async () => {
    const missing = join(newFolder(), 'nowhere');
    await expect(readSources(missing, 'k', ['.yaml'])).rejects.toMatchObject({
      code: 'knowledgeInvalid',
      message: expect.stringContaining(missing),
    });
  });
});
