import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../../src/paths.ts';
import { loadBrainAtOnce } from '../../src/service/brain-at-once.ts';
import { builtProgram } from '../../src/service/built-program.ts';
import type { CatalogFolders } from '../../src/service/catalog.ts';
import { writeCatalog } from '../support/catalog-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

async function folders(): Promise<CatalogFolders> {
  return { ...(await writeCatalog(newFolder())), newVersionPath: builtProgram(projectDir, 'new-version')! };
}

async function rename(path: string, from: string, to: string): Promise<void> {
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

describe('a brain at once', () => {
  it('trains where there is no version before', async () => {
    const progress: number[] = [];
    const { brain, newer } = await loadBrainAtOnce(await folders(), (done) => progress.push(done));
    expect(newer).toBeUndefined();
    expect(progress.at(-1)).toBe(1);
    expect(brain.articles.length).toBeGreaterThan(0);
  });

  it('answers by the version before until the new one is trained, and then by that', async () => {
    const own = await folders();
    const { brain: first } = await loadBrainAtOnce(own);
    await rename(join(own.knowledgeDir, 'en', 'plan.yaml'), '"cheapest plan"', '"student discount"');

    const { brain, newer } = await loadBrainAtOnce(own, () => {
      throw new Error('trains before it answers');
    });
    expect(brain.version).toBe(first.version);
    expect(brain.rank(brain.analyze('cheapest plan'))[0]?.evidence.exact).toBe(1);

    const after = (await newer)!;
    expect(after.version).not.toBe(first.version);
    expect(after.rank(after.analyze('student discount'))[0]).toMatchObject({
      articleId: 'prices',
      evidence: { exact: 1 },
    });
    expect((await readdir(own.modelDir)).map((name) => extname(name)).sort()).toEqual(['.json', '.model']);
    expect((await loadBrainAtOnce(own)).newer).toBeUndefined();
  });

  it('refuses a faulty knowledge base although a version before could answer', async () => {
    const own = await folders();
    await loadBrainAtOnce(own);
    await rename(join(own.knowledgeDir, 'en', 'plan.yaml'), 'answer:', 'anwser:');
    await expect(loadBrainAtOnce(own)).rejects.toMatchObject({ code: 'knowledgeInvalid' });
  });

  it('says when the new version could not be made, and leaves the version before as it is', async () => {
    const own = await folders();
    await loadBrainAtOnce(own);
    await rename(join(own.knowledgeDir, 'en', 'plan.yaml'), '"cheapest plan"', '"student discount"');
    const broken = join(newFolder(), 'broken.mjs');
    await writeFile(broken, 'process.exit(3);');
    const { brain, newer } = await loadBrainAtOnce({ ...own, newVersionPath: broken });
    await expect(newer).rejects.toMatchObject({ code: 'internal' });
    expect(brain.rank(brain.analyze('cheapest plan'))[0]?.evidence.exact).toBe(1);
  });
});
