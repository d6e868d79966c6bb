import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simpatico } from '../support/command-line.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('simpatico glossary', () => {
  const newFolder = temporaryFolders();
  const environment = smallFolders(newFolder());
  const run = (...args: string[]) => simpatico(['glossary', ...args], { environment });
  const glossaryPath = join(environment['KNOWLEDGE_DIR'] ?? '', 'glossary.yaml');

  it('proposes Polish forms out of the shipped lexicon, in a table and as JSON', async () => {
    const { code, stdout } = await run('suggest', '--language', 'pl');
    expect(code).toBe(0);
    expect(stdout).toMatch(/code +pl +qr +QR code +1\.00 +\d+/);
    const { stdout: json } = await run('suggest', '--language', 'pl', '--concept', 'data', '--json');
    const suggestions = JSON.parse(json) as { concept: string; forms: { form: string }[] }[];
    expect(suggestions.map(({ concept }) => concept)).toEqual(['data']);
    expect(suggestions[0]?.forms.length).toBeGreaterThan(0);
  });

  it('writes a file to read and mend, and moves what is left of it into the glossary', async () => {
    const file = join(newFolder(), 'proposed.yaml');
    await run('suggest', '--language', 'nl', '--write', file);
    expect(readFileSync(file, 'utf8')).toContain('- id: code\n  nl:\n');
    writeFileSync(file, '- id: code\n  nl: [qr-code]\n');
    const before = readFileSync(glossaryPath, 'utf8');
    const { stdout } = await run('accept', file);
    expect(stdout).toMatch(/^1 forms added to .*glossary\.yaml/);
    expect(readFileSync(glossaryPath, 'utf8')).toBe(before.replace('ar: [رمز QR]', 'ar: [رمز QR], nl: ["qr-code"]'));
    expect((await simpatico(['lint'], { environment })).stdout).toContain('0 errors');
  });

  it('writes nothing where something is wrong, and says what', async () => {
    const file = join(newFolder(), 'wrong.yaml');
    writeFileSync(file, '- id: nothing\n  nl: [niets]\n');
    const before = readFileSync(glossaryPath, 'utf8');
    const { code, stderr } = await run('accept', file);
    expect([code, stderr]).toEqual([1, expect.stringContaining('the glossary has no concept nothing')]);
    expect(readFileSync(glossaryPath, 'utf8')).toBe(before);
  });

  it('says what is wrong with a language, a concept or a file', async () => {
    expect((await run('suggest', '--language', 'tlh')).stderr).toContain('Use one of es,');
    expect((await run('suggest', '--concept', 'nothing')).stderr).toContain('The glossary has no concept nothing');
    expect((await run('suggest', '--lexicon', '/nowhere.br')).stderr).toContain('Cannot read the lexicon');
    expect((await run('accept', '/nowhere.yaml')).stderr).toContain('Cannot read /nowhere.yaml');
  });
});
