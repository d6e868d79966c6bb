import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../../src/paths.ts';
import { simpatico } from '../support/command-line.ts';

describe('simpatico flows draw', () => {
  const page = readFileSync(join(projectDir, 'docs', 'flows.md'), 'utf8');
  const shown = [...page.matchAll(/<!-- flow ([a-z-]+) -->\s+```mermaid\n([^]*?)\n```/g)];

  it('prints all flows as flowcharts, as the page shows them', async () => {
    const { code, stdout } = await simpatico(['flows', 'draw']);
    expect(code).toBe(0);
    expect(shown.length).toBeGreaterThan(10);
    for (const [, , drawing] of shown) expect(stdout).toContain(drawing);
  });

  it('prints one flow by its id, and no other', async () => {
    const { stdout } = await simpatico(['flows', 'draw', 'refund']);
    expect(stdout).toMatch(/^%% refund: /);
    expect(stdout).toContain(shown.find(([, id]) => id === 'refund')![2]);
    expect(stdout.match(/^flowchart/gm)).toHaveLength(1);
  });

  it('names the flows there are when asked for another one', async () => {
    const { code, stderr } = await simpatico(['flows', 'draw', 'nowhere']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('nowhere');
    expect(stderr).toContain('no-signal');
  });
});
