import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simpatico } from '../support/command-line.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

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

  it('names entries that do not exist, with their lines', async () => {
    const file = fileOf('unknown.jsonl', ...lines, '{"text":"x","lang":"en","intent":"refunds"}');
    const { code, stderr } = await simpatico(['evaluate', file], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('does not have: refunds (1 line). Correct them')]);
  });

  it('writes figures and a page', async () => {
    const [json, html] = [join(folder, 'out.json'), join(folder, 'out.html')];
    const { code } = await simpatico(['evaluate', fileOf('all.jsonl', ...lines), '--json', json, '--html', html], {
      environment,
    });
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      version: 1,
      without: [],
      all: { metrics: { count: 5, inScope: 4 } },
      languages: [{ lang: 'en' }, { lang: 'es' }, { lang: 'zh-Hans' }],
      confusions: [{ expected: 'refund', got: 'prices' }],
    });
    expect(readFileSync(html, 'utf8')).toContain('refund taken for prices');
  });

  it('measures as if nobody had written phrases in a language', async () => {
    const file = fileOf('es.jsonl', '{"text":"quiero que me reembolséis","lang":"es","intent":"refund"}');
    const json = join(folder, 'without.json');
    const run = await simpatico(['evaluate', file, '--without', 'es', '--without', 'zh-Hant', '--json', json], {
      environment,
    });
    expect(run.code).toBe(0);
    const report = readFileSync(json, 'utf8');
    expect(JSON.parse(report)).toMatchObject({ without: ['es', 'zh-Hant'] });
    // What is trained without Spanish cannot blame a Spanish phrase.
    expect(report).not.toContain('"language": "es"');
  });

  it('refuses to leave out a language it does not know', async () => {
    const { code, stderr } = await simpatico(['evaluate', 'x', '--without', 'tlh'], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('Use one of en, es')]);
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

describe('simpatico tune', () => {
  const folder = temporaryFolders()();
  const environment = smallFolders(folder);
  const thresholds = join(folder, 'dialogs', 'thresholds.yaml');
  const path = join(folder, 'lines.jsonl');
  const phrases = ['I want my money back', 'refund please', 'give me back what I paid', 'return the eSIM for money'];
  const many = Array.from({ length: 240 }, (_, at) => ({
    text: `${phrases[at % phrases.length] ?? ''} ${at}`,
    lang: 'en',
    intent: 'refund',
  }));
  writeFileSync(path, many.map((line) => JSON.stringify(line)).join('\n'));

  it('shows what would change, and writes nothing', async () => {
    const before = readFileSync(thresholds, 'utf8');
    const { code, stdout } = await simpatico(['tune', path], { environment });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing was written. Add --save')]);
    expect(stdout).toMatch(/Cost: .* escalations of 240 messages/);
    expect(readFileSync(thresholds, 'utf8')).toBe(before);
  });

  it('writes the thresholds when told to, and keeps the comments', async () => {
    const before = readFileSync(thresholds, 'utf8');
    const { code, stdout } = await simpatico(['tune', path, '--wrong', '10', '--save'], { environment });
    const after = readFileSync(thresholds, 'utf8');
    expect([code, stdout]).toEqual([0, expect.stringContaining(': en.')]);
    expect(after).not.toBe(before);
    const others = (text: string) => text.split('\n').filter((line) => !line.startsWith('en:'));
    expect(others(after)).toEqual(others(before));
  });

  it.each(['0', '51', 'five', ''])('refuses a wish of "%s" percent', async (wrong) => {
    const { code, stderr } = await simpatico(['tune', path, '--wrong', wrong], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('Give a number above 0 and up to 50')]);
  });
});

describe('simpatico gold', () => {
  const folder = temporaryFolders()();
  const environment = smallFolders(folder);
  const gold = join(folder, 'knowledge-base', 'gold');
  const ask = (...questions: readonly string[]) => {
    mkdirSync(gold, { recursive: true });
    writeFileSync(join(gold, 'en.yaml'), questions.map((line) => `- ${line}\n`).join(''));
  };

  it('says where gold questions belong when there are none', async () => {
    const { code, stderr } = await simpatico(['gold'], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('There are no gold questions in')]);
  });

  it('accepts a run, and fails when a question that passed no longer does', async () => {
    ask('{ entry: refund, question: "I want all my money back" }', '{ entry: none, question: "?!" }');
    const first = await simpatico(['gold', '--accept'], { environment });
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/all +2 +2 +2 +0 +0/)]);
    expect(readFileSync(join(gold, 'accepted.yaml'), 'utf8')).toContain('  - "I want all my money back"\n');
    expect((await simpatico(['gold'], { environment })).code).toBe(0);

    ask('{ entry: top-up, question: "I want all my money back" }', '{ entry: none, question: "?!" }');
    const { code, stdout } = await simpatico(['gold'], { environment });
    expect(code).toBe(1);
    expect(stdout).toContain('top-up → refund');
    expect(stdout).toContain('accept it with `simpatico gold --accept`');
  });

  it('is checked by lint', async () => {
    ask('{ entry: refunds, question: "Money back, please" }');
    const { stdout } = await simpatico(['lint'], { environment });
    expect(stdout).toContain('knowledge-base/gold/en.yaml:1  there is no entry refunds');
  });
});
