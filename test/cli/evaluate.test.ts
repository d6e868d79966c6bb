import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { simpatico } from '../support/command-line.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

// Bounds what a busy machine may take; nothing waits for it.
jest.setTimeout(60_000);

const lines = [
  { text: 'I want my money back', lang: 'en', intent: 'refund' },
  { text: 'how much is it', lang: 'en', intent: 'refund' },
  { text: 'who won the match yesterday', lang: 'en', intent: 'oos' },
  { text: 'recargar', lang: 'es', intent: 'top-up' },
  { text: '二维码在哪里', lang: 'zh-Hans', intent: 'scan-code' },
].map((line) => JSON.stringify(line));

describe('simpatico evaluate', () => {
  const newFolder = temporaryFolders();
  const folder = newFolder();
  const environment = smallFolders(folder);

  function fileOf(name: string, ...content: readonly string[]): string {
    const path = join(folder, name);
    writeFileSync(path, `${content.join('\n')}\n`);
    return path;
  }

  it('prints one row a language and one for all, then what was mixed up', async () => {
    const { code, stdout } = await simpatico(['evaluate', fileOf('all.jsonl', ...lines)], { environment });
    const [head = '', ...rows] = (stdout.split('\n\n')[0] ?? '').split('\n');
    expect(code).toBe(0);
    expect(head.trim().split(/ {2,}/)).toEqual(
      expect.arrayContaining(['lines', 'top 1', 'top 3', 'answered', 'of these wrong', 'oos answered', 'ECE']),
    );
    expect(rows.map((row) => row.trim().split(/ {2,}/).slice(0, 3))).toEqual([
      ['en', '3', '50.0 %'],
      ['es', '1', '100.0 %'],
      ['zh-Hans', '1', '100.0 %'],
      ['all', '5', '75.0 %'],
    ]);
    expect(stdout).toContain('refund taken for prices\n       how much is it\n');
  });

  it('takes several files together and skips empty lines', async () => {
    const files = [fileOf('1.jsonl', ...lines.slice(0, 2), ''), fileOf('2.jsonl', '', ...lines.slice(2))];
    const { stdout } = await simpatico(['evaluate', ...files], { environment });
    expect(stdout).toMatch(/\n +all +5 /);
  });

  it.each([
    ['is no JSON', '{text: "x"}', /bad\.jsonl:2 is not JSON\. Write one/],
    ['lacks an intent', '{"text":"x","lang":"en"}', /bad\.jsonl:2 intent: /],
    ['is in no language of ours', '{"text":"x","lang":"tlh","intent":"oos"}', /bad\.jsonl:2 lang: is not a supported/],
  ])('names file and line of one that %s', async (_fault, line, message) => {
    const file = fileOf('bad.jsonl', lines[0] ?? '', line, lines[1] ?? '');
    const { code, stdout, stderr } = await simpatico(['evaluate', file], { environment });
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(message)]);
  });

  it('names a file that is not there', async () => {
    const { code, stderr } = await simpatico(['evaluate', join(folder, 'gone.jsonl')], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('gone.jsonl')]);
  });

  it('needs a file', async () => {
    const { code, stderr } = await simpatico(['evaluate'], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining("missing required argument 'files'")]);
  });
});

describe('simpatico calibrate', () => {
  const folder = temporaryFolders()();

  it('prints a correction that can be put into the dialogs', async () => {
    const path = join(folder, 'lines.jsonl');
    writeFileSync(path, lines.join('\n'));
    const { code, stdout } = await simpatico(['calibrate', path], { environment: smallFolders(folder) });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^default: \{slope: -?\d+\.\d+, shift: -?\d+\.\d+\}\n$/)]);
  });
});
