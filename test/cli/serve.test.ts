import { statSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { services, simpatico, type Environment } from '../support/command-line.ts';
import { consoleCall, logIn } from '../support/console-client.ts';
import { call } from '../support/directline-call.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('simpatico serve', () => {
  const newFolder = temporaryFolders();
  const startWith = services();
  const knowledge = smallFolders(newFolder());
  const start = (environment: Environment) => startWith({ ...knowledge, ...environment });

  it('shows a log-in at the first start and never again', async () => {
    const DATA_DIR = newFolder();
    const first = await start({ DATA_DIR });
    expect(first.login?.id).toBe('demo');
    const { id = '', password = '' } = first.login ?? {};
    await logIn(first.url, id, password);
    await first.end('SIGTERM');
    const second = await start({ DATA_DIR });
    expect([second.login, second.greeting]).toEqual([undefined, expect.not.stringMatching(/password/i)]);
    await logIn(second.url, id, password);
  });

  it('shows the log-in at the next start when the first one failed', async () => {
    const DATA_DIR = newFolder();
    const other = await start({ DATA_DIR: newFolder() });
    const failed = await simpatico(['serve'], { environment: { ...knowledge, DATA_DIR, PORT: String(other.port) } });
    expect([failed.code, failed.stdout]).toEqual([1, expect.not.stringContaining('Password')]);
    const { login, url } = await start({ DATA_DIR });
    await logIn(url, login?.id ?? '', login?.password ?? '');
  });

  it('keeps its secrets, so that conversations and sessions outlive it', async () => {
    const DATA_DIR = newFolder();
    const before = await start({ DATA_DIR });
    const { id = '', password = '' } = before.login ?? {};
    const { cookie } = await logIn(before.url, id, password);
    const response = await fetch(`${before.url}/widget/token`, { method: 'POST' });
    const { token } = (await response.json()) as { token: string };
    const secrets = readFileSync(join(DATA_DIR, 'secrets.json'), 'utf8');
    await before.end('SIGTERM');
    const { url } = await start({ DATA_DIR });
    expect(readFileSync(join(DATA_DIR, 'secrets.json'), 'utf8')).toBe(secrets);
    expect((await consoleCall(url, 'GET /me', { cookie })).status).toBe(200);
    expect((await call(url, 'POST /conversations', token)).status).toBe(201);
  });

  it('lets only its own user read secrets and accounts', async () => {
    const DATA_DIR = newFolder();
    await start({ DATA_DIR });
    for (const name of ['secrets.json', 'agents.json']) {
      expect(statSync(join(DATA_DIR, name)).mode & 0o077).toBe(0);
    }
  });

  it('answers with its knowledge when asked for its health', async () => {
    const { url } = await start({ DATA_DIR: newFolder() });
    const health: unknown = await (await fetch(`${url}/health`)).json();
    expect(health).toMatchObject({
      status: 'ok',
      languages: expect.arrayContaining(['en', 'es', 'zh-Hans', 'zh-Hant']),
    });
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['DIRECT_LINE_SECRET', 'short'],
    ['PUBLIC_URL', 'ftp://x'],
  ])('refuses %s=%s, naming it', async (name, value) => {
    const { code, stdout, stderr } = await simpatico(['serve'], {
      environment: { DATA_DIR: newFolder(), [name]: value },
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^The environment is not right. ${name}: .+\n$`));
  });

  it('says which port is taken and what to do', async () => {
    const { port } = await start({ DATA_DIR: newFolder() });
    const environment = { ...knowledge, DATA_DIR: newFolder(), PORT: String(port), LOG_LEVEL: 'warn' };
    const { code, stderr } = await simpatico(['serve'], { environment });
    expect([code, stderr]).toEqual([
      1,
      `Cannot listen on 127.0.0.1:${port}. Port ${port} is taken. Set PORT to another one.\n`,
    ]);
  });

  it('refuses an agents file that is not there instead of making an account nobody asked for', async () => {
    const environment = { DATA_DIR: newFolder(), PORT: '0', AGENTS_FILE: join(newFolder(), 'team.json') };
    const { code, stderr } = await simpatico(['serve'], { environment });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/team\.json, which does not exist.*agent add/)]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops at once on %s, open streams or not', async (signal) => {
    const service = await start({ DATA_DIR: newFolder() });
    const { id = '', password = '' } = service.login ?? {};
    const events = await (await logIn(service.url, id, password)).events();
    expect(await service.end(signal)).toEqual({ code: 0, signal: null });
    await expect(events.next()).rejects.toThrow();
  });
});
