import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkIntents, outOfScope, parseDataset } from '../../src/evaluation/dataset.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import { readSources } from '../../src/knowledge/load.ts';
import { fold } from '../../src/language/normalize.ts';
import { projectDir } from '../../src/paths.ts';

const folder = join(projectDir, 'bench', 'questions');
const files = readdirSync(folder).map((name) => parseDataset(name, readFileSync(join(folder, name), 'utf8')));
const all = files.flat();

const { files: sources } = await readSources(join(projectDir, 'knowledge-base'), 'knowledge-base', ['.yaml'], 'gold');
const written = parseKnowledge(sources, []);

describe('the questions in languages without phrases', () => {
  it('are twenty in each of six languages, two of them out of scope', () => {
    expect(files.map((lines) => lines[0]?.lang)).toEqual(['ca', 'nl', 'pl', 'sv', 'tr', 'uk']);
    for (const lines of files) {
      expect(new Set(lines.map(({ lang }) => lang)).size).toBe(1);
      expect(lines).toHaveLength(20);
      expect(lines.filter(({ intent }) => intent === outOfScope)).toHaveLength(2);
    }
  });

  it('ask for every entry of the knowledge base, and for no other', () => {
    const ids = written.entries.map(({ id }) => id);
    expect(() => checkIntents(all, ids)).not.toThrow();
    const asked = new Set(all.map(({ intent }) => intent));
    expect(ids.filter((id) => !asked.has(id))).toEqual([]);
  });

  it('are no phrases, so that they measure something', () => {
    const phrases = new Set(written.texts.flatMap((text) => text.phrases.map(fold)));
    expect(all.filter(({ text }) => phrases.has(fold(text)))).toEqual([]);
  });
});
