import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldText } from '../../src/evaluation/gold-report.ts';
import { runGold } from '../../src/evaluation/gold-run.ts';
import { projectDir } from '../../src/paths.ts';
import { loadBrain } from '../../src/service/catalog.ts';
import { readGold } from '../../src/service/gold-files.ts';

describe("the project's own gold questions", () => {
  const knowledgeDir = join(projectDir, 'knowledge-base');

  it('still find what they found when last accepted', async () => {
    const folders = {
      knowledgeDir,
      dialogsDir: join(projectDir, 'dialogs'),
      vectorsPath: join(projectDir, 'models', 'vectors.bin'),
      modelDir: join(projectDir, 'dist', 'models'),
    };
    const brain = await loadBrain(folders, () => {
      throw new Error('The model of the knowledge base is not there. Run `npm run build` first.');
    });
    const set = await readGold(knowledgeDir);
    const results = runGold(set, brain);
    const dropped = results.filter(({ state }) => state === 'dropped');
    expect(dropped.length === 0 ? '' : goldText(dropped, set)).toBe('');
  });

  it('ask for every entry in every language of the bot, and for what must not be answered', async () => {
    const { questions, accepted } = await readGold(knowledgeDir);
    const ids = new Set(questions.map(({ entry }) => entry));
    expect(ids.size).toBe(73);
    for (const language of ['en', 'es', 'zh-Hans', 'zh-Hant'] as const) {
      const own = questions.filter((question) => question.language === language);
      expect(new Set(own.map(({ entry }) => entry))).toEqual(ids);
      expect(own.filter(({ entry }) => entry === 'none').length).toBeGreaterThanOrEqual(15);
      expect(accepted[language]?.length).toBeGreaterThan(0);
    }
  });
});
