import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../../src/paths.ts';
import { faultText } from '../../src/knowledge/fault.ts';
import {
  lintFolders,
  loadBrain,
  loadBrainWithout,
  trainingTexts,
  type CatalogFolders,
} from '../../src/service/catalog.ts';
import { smallPublished } from '../support/small-brain.ts';
import { writeCatalog } from '../support/catalog-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** Folders with the small knowledge base, edited, and the dialogs that go with it. */
const foldersWith = (edits?: Parameters<typeof writeCatalog>[1]): Promise<CatalogFolders> =>
  writeCatalog(newFolder(), edits);

describe('loading the brain', () => {
  it('trains it once and keeps the model: the next load trains nothing and answers the same', async () => {
    const folders = await foldersWith();
    const progress: number[] = [];
    const first = await loadBrain(folders, (done) => progress.push(done));
    expect(progress.at(-1)).toBe(1);
    const second = await loadBrain(folders, () => {
      throw new Error('trains again');
    });
    expect(second.version).toBe(first.version);
    for (const text of ['no internet here', 'quiero mi dinero', '手机被偷了']) {
      expect(second.rank(second.analyze(text))).toEqual(first.rank(first.analyze(text)));
    }
    expect(second.languages).toEqual(['en', 'es', 'zh-Hans', 'zh-Hant']);
  });

  it('understands languages without phrases through the sentence vectors, and says where there are none', async () => {
    const folders = await foldersWith();
    const vectorsPath = join(projectDir, 'models', 'vectors.bin');
    const brain = await loadBrain({ ...folders, vectorsPath });
    expect(brain.isByWordsAlone).toBe(false);
    expect(brain.rank(brain.analyze('telefono rubato', { locale: 'it' }))[0]?.articleId).toBe('stolen');
    // What was trained with vectors is not used without them.
    const without = await loadBrain({ ...folders, vectorsPath: join(folders.modelDir, 'none.bin') });
    expect(without.isByWordsAlone).toBe(true);
    expect(without.rank(without.analyze('no internet here'))[0]?.evidence).not.toHaveProperty('meaning');
  });

  it('trains anew when a file has changed, and keeps the newest model only', async () => {
    const folders = await foldersWith();
    const before = await loadBrain(folders);
    const path = join(folders.knowledgeDir, 'en', 'plan.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"cheapest plan"', '"student discount"'));
    const after = await loadBrain(folders);
    expect(after.version).not.toBe(before.version);
    expect(after.rank(after.analyze('student discount'))[0]).toMatchObject({
      articleId: 'prices',
      evidence: { exact: 1 },
    });
    const kept = await readdir(folders.modelDir);
    expect(kept.map((name) => extname(name)).sort()).toEqual(['.json', '.model']);
  });

  it('takes over a changed phrase of the bot without training anew', async () => {
    const folders = await foldersWith();
    await loadBrain(folders);
    const path = join(folders.dialogsDir, 'phrases', 'en.json');
    const phrases = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...phrases, human: 'Somebody real' }));
    const after = await loadBrain(folders, () => {
      throw new Error('trains again');
    });
    expect(after.say('en', 'human')).toBe('Somebody real');
  });

  it('trains nothing anew for gold questions, which are no knowledge', async () => {
    const folders = await foldersWith();
    const before = await loadBrain(folders);
    await mkdir(join(folders.knowledgeDir, 'gold'));
    await writeFile(join(folders.knowledgeDir, 'gold', 'en.yaml'), '- {entry: refund, question: "Pay me"}\n');
    const after = await loadBrain(folders, () => {
      throw new Error('trains again');
    });
    expect(after.version).toBe(before.version);
  });

  it('leaves out the phrases of a language on request, and keeps nothing of that', async () => {
    const folders = await foldersWith();
    const brain = await loadBrainWithout(folders, ['es']);
    const languages = (text: string) =>
      brain.rank(brain.analyze(text, { locale: 'es' }), 6).map(({ nearestPhrase }) => nearestPhrase?.language);
    expect(languages('quiero comprar gigas extra')).not.toContain('es');
    expect(brain.article('refund')?.texts.es?.answer).toContain('reembolsan');
    await expect(readdir(folders.modelDir)).rejects.toThrow();
  });

  it('makes a model that was deleted anew', async () => {
    const folders = await foldersWith();
    const before = await loadBrain(folders);
    await rm(folders.modelDir, { recursive: true });
    expect((await loadBrain(folders)).version).toBe(before.version);
  });

  it('says what to do about a model file that cannot be read', async () => {
    const folders = await foldersWith();
    await loadBrain(folders);
    const name = (await readdir(folders.modelDir)).find((kept) => kept.endsWith('.model')) ?? '';
    await writeFile(join(folders.modelDir, name), 'not a model');
    await expect(loadBrain(folders)).rejects.toMatchObject({
      code: 'knowledgeInvalid',
      message: expect.stringContaining('Delete it'),
    });
  });

  it('refuses knowledge with errors, names all of them, and leaves warnings aside', async () => {
    const folders = await foldersWith({
      'entries.yaml': (text) => text.replace('dialog: give-back', 'dialog: give-away'),
      'es/plan.yaml': (text) => text.replace('  answer: "Un plan cuesta {{plan.price}}."\n', ''),
    });
    const failure: unknown = await loadBrain(folders).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'knowledgeInvalid' });
    const { message } = failure as Error;
    expect(message).toContain('has 2 faults');
    expect(message).toContain('knowledge-base/entries.yaml:10  refund: there is no dialog give-away.');
    expect(message).toContain('knowledge-base/es/plan.yaml:5  prices: answer is missing.');
  });

  it('shows the first twenty faults of many', async () => {
    const folders = await foldersWith({ 'entries.yaml': () => 'themes: []\nentries: []\n' });
    const failure = (await loadBrain(folders).catch((error: unknown) => error)) as Error;
    expect(failure.message.split('\n')).toHaveLength(22);
    expect(failure.message).toMatch(/and \d+ more: run `simpatico lint`/);
  });
});

describe('checking the folders', () => {
  it('finds the faults of knowledge and dialogs, in the order of files and lines', async () => {
    const folders = await foldersWith({
      'en/plan.yaml': (text) =>
        text.replace('{{plan.price}}', '{{plan.prise}}').replace('{{ plan.price }}', '{{plan.x}}'),
    });
    await writeFile(join(folders.dialogsDir, 'phrases', 'es.json'), '{');
    const errors = (await lintFolders(folders)).filter(({ severity }) => severity !== 'warning').map(faultText);
    expect(errors[0]).toMatch(/^dialogs\/phrases\/es\.json:0 {2}(JSON|the phrase)/);
    expect(errors.slice(-2)).toEqual([
      'knowledge-base/en/plan.yaml:4  top-up: unknown placeholder {{plan.prise}}. Correct it or add it to provider.yaml.',
      'knowledge-base/en/plan.yaml:8  prices: unknown placeholder {{plan.x}}. Correct it or add it to provider.yaml.',
    ]);
  });

  it('says which folder is missing', async () => {
    const folders = await foldersWith();
    await expect(lintFolders({ ...folders, dialogsDir: '/nowhere' })).rejects.toMatchObject({
      code: 'knowledgeInvalid',
    });
  });
});

describe('the training texts', () => {
  it('are the question and phrases of every article in every language, its name, and the background', async () => {
    const { knowledge } = await smallPublished();
    const texts = trainingTexts({ knowledge });
    expect(texts.filter(({ articleId }) => articleId === undefined)).toHaveLength(4);
    expect(texts).toContainEqual({ text: 'How much does a plan cost?', language: 'en', articleId: 'prices' });
    expect(texts).toContainEqual({ text: '幾多錢', language: 'zh-Hant', articleId: 'prices' });
    const own = texts.filter(({ articleId }) => articleId === 'prices');
    expect(own.filter(({ isName }) => isName !== true)).toHaveLength(3 * 7 + 4);
    expect(own.at(-1)).toEqual({ text: 'prices', language: 'en', articleId: 'prices', isName: true });
  });
});
