import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomPassword, readAgents, saveAgent } from '../../src/http/agents-file.ts';
import { verifyPassword } from '../../src/http/passwords.ts';

describe('the agents file', () => {
  let dir: string;
  let path: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'simpatico-agents-'));
    path = join(dir, 'agents.json');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('is absent at first', async () => {
    expect(await readAgents(path)).toBeUndefined();
  });

  it('keeps a memory-hard hash that only the right password passes', async () => {
    await saveAgent(path, { id: 'ana', name: 'Ana', password: 'correct horse' });
    const hash = (await readAgents(path))?.[0]?.passwordHash ?? '';
    expect(hash).toMatch(/^scrypt\$65536\$8\$1\$/);
    expect([await verifyPassword('correct horse', hash), await verifyPassword('wrong', hash)]).toEqual([true, false]);
    expect(await readFile(path, 'utf8')).not.toContain('correct horse');
  });

  it('gives an account that exists a new password instead of a twin', async () => {
    await saveAgent(path, { id: 'ana', name: 'Ana', password: 'one' });
    await saveAgent(path, { id: 'ana', name: 'Ana María', password: 'two' });
    expect((await readAgents(path))?.map(({ name }) => name)).toEqual(['Ana María']);
  });

  it('refuses names that are no names', async () => {
    await expect(saveAgent(path, { id: '../x', name: 'X', password: 'p' })).rejects.toThrow(/must be 1 to 40/);
  });

  it('is named when it is damaged', async () => {
    await writeFile(path, '{');
    await expect(readAgents(path)).rejects.toThrow(path);
  });

  it('gets random passwords that differ and are easy to type', () => {
    const passwords = new Set(Array.from({ length: 50 }, randomPassword));
    expect(passwords.size).toBe(50);
    for (const password of passwords) expect(password).toMatch(/^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){3}$/);
  });
});
