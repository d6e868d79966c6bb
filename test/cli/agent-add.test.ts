import { describe, expect, it } from 'vitest';
import { services, simpatico, type Environment } from '../support/command-line.ts';
import { logIn } from '../support/console-client.ts';
import { smallFolders } from '../support/small-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('simpatico agent add', () => {
  const newFolder = temporaryFolders();
  const startWith = services();
  const knowledge = smallFolders(newFolder());
  const start = (environment: Environment) => startWith({ ...knowledge, ...environment });

  it('makes an account with a password that works at once', async () => {
    const DATA_DIR = newFolder();
    const { url } = await start({ DATA_DIR });
    const { code, stdout } = await simpatico(['agent', 'add', 'lin', '--name', 'Lin'], { environment: { DATA_DIR } });
    const password = /^Account lin is saved\. Password: (\S+)\n$/.exec(stdout)?.[1] ?? '';
    expect(code).toBe(0);
    expect((await (await logIn(url, 'lin', password)).get('/me')).body).toEqual({ id: 'lin', name: 'Lin' });
  });

  it('gives an account a new password, and the old one opens nothing more', async () => {
    const DATA_DIR = newFolder();
    const { url, login } = await start({ DATA_DIR });
    await simpatico(['agent', 'add', 'demo', '--name', 'Alba'], { environment: { DATA_DIR } });
    await expect(logIn(url, 'demo', login?.password ?? '')).rejects.toThrow('401');
  });

  it('before the first start makes that start show no other log-in', async () => {
    const DATA_DIR = newFolder();
    await simpatico(['agent', 'add', 'lin', '--name', 'Lin'], { environment: { DATA_DIR } });
    expect((await start({ DATA_DIR })).login).toBeUndefined();
  });

  it('refuses what is no name, and says what a name is', async () => {
    const environment = { DATA_DIR: newFolder() };
    const { code, stderr } = await simpatico(['agent', 'add', 'Lin Wei', '--name', 'Lin'], { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('must be 1 to 40 of a-z')]);
    expect((await simpatico(['agent', 'add', 'lin'], { environment })).stderr).toContain('--name');
  });
});
