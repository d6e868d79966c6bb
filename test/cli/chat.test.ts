import { describe, expect, it } from 'vitest';
import { simpatico } from '../support/command-line.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('simpatico chat', () => {
  const environment = smallFolders(temporaryFolders()());

  async function talk(input: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await simpatico(['chat', ...args], { environment, input });
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  }

  it('answers line by line until the input ends', async () => {
    const said = await talk('how do I top up\nquiero devolver la eSIM que compré\n二维码在哪里\n');
    const answers = ['Choose a top-up in the app', 'Los planes sin usar se reembolsan', '打开相机'];
    const places = answers.map((answer) => said.indexOf(answer));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('says nothing to an empty line, and ends without one', async () => {
    expect(await talk('\n   \n')).not.toMatch(/[a-z]/i);
    expect(await talk('')).not.toMatch(/[a-z]/i);
  });

  it('lets the buttons be pressed by their numbers', async () => {
    expect(await talk('how do I top up\n2\n')).toContain('[bot → queue: not-helped]');
  });

  it('shows language, matches, evidence and decision of every turn when asked to explain', async () => {
    const said = await talk('reembolso\nagente\n', '--explain');
    expect(said).toMatch(/ {2}language es \(\d+ %\)/);
    expect(said).toMatch(
      / {4} *\d+ % {2}refund\n {6}words [+-]\d\.\d\d {2}characters [+-]\d\.\d\d {2}concepts .* exact 1/,
    );
    expect(said).toMatch(/ {6}nearest 1\.00: reembolso/);
    expect(said).toContain('  decision answer: sure refund');
    expect(said).toContain('  decision handoff: wants-human');
  });

  it('explains nothing unasked', async () => {
    expect(await talk('reembolso\n')).not.toMatch(/language es|nearest|decision/);
  });

  it('takes the locale of a client as a hint', async () => {
    expect(await talk('no\n', '--locale', 'es-MX', '--explain')).toContain('language es');
  });
});

describe('simpatico', () => {
  it('lists its commands', async () => {
    const { code, stdout } = await simpatico(['--help']);
    expect(code).toBe(0);
    for (const name of ['serve', 'chat', 'lint', 'train', 'evaluate', 'calibrate', 'agent']) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
  });

  it('shows them when it is given one that it does not know', async () => {
    const { code, stderr } = await simpatico(['server']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/unknown command 'server'.*serve\b.*Usage: simpatico/s);
  });
});
