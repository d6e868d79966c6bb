import { spawn } from 'node:child_process';
import * as realFs from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { build } from 'esbuild';
import type { ConversationKey } from '../../src/conversation/message.ts';
import { silentLogger, type LogFacts } from '../../src/log.ts';
import type { Store } from '../../src/service/store.ts';
import type { FileSystem } from '../../src/storage/lowdb/durable-files.ts';
import { createLowdbStore, type LowdbStoreDeps } from '../../src/storage/lowdb/lowdb-store.ts';
import { createPaths, hashOf } from '../../src/storage/lowdb/paths.ts';
import { storeContract } from '../contract/store-contract.ts';
import { entryOf, incidentOf, keyOf, outcomeOf, ticketOf } from '../support/conversations.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const key = keyOf('a');
const dayMs = 24 * 60 * 60 * 1000;

storeContract('the lowdb store', () => createLowdbStore({ dir: newFolder(), logger: silentLogger, now: () => 0 }));

describe('the lowdb store', () => {
  const open: Store[] = [];

  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });

  async function opened(dir: string, rest: Partial<LowdbStoreDeps> = {}): Promise<Store> {
    const store = await createLowdbStore({ dir, logger: silentLogger, now: () => 0, ...rest });
    open.push(store);
    return store;
  }

  const fileOf = (dir: string, of: ConversationKey) => createPaths(dir).record(hashOf(of)).file;

  /** All files below a folder, by their path in it. */
  async function filesIn(dir: string): Promise<string[]> {
    const names = await realFs.readdir(dir, { recursive: true, withFileTypes: true });
    return names
      .filter((name) => name.isFile())
      .map((name) => join(name.parentPath, name.name).slice(dir.length + 1))
      .sort();
  }

  it('gives everything back after it was opened again', async () => {
    const dir = newFolder();
    const first = await opened(dir);
    const work = [entryOf(1, { externalId: 'x' }), entryOf(2, { delivery: 'pending' })];
    await first.commit(outcomeOf(key, work, { tickets: [ticketOf(key)], conversation: { ticketId: 'a#1' } }), 0);
    const before = await first.load(key, { externalId: 'x' });
    await first.close();
    const second = await opened(dir);
    expect(await second.load(key, { externalId: 'x' })).toEqual(before);
    expect(await second.pending(10)).toEqual([{ key, entry: work[1] }]);
    expect(await second.findTickets({ statuses: ['open'] })).toEqual([ticketOf(key)]);
    expect(await second.commit(outcomeOf(key, [entryOf(3)]), 1)).toBe('committed');
  });

  it('keeps one readable JSON file of format 1 a conversation', async () => {
    const dir = newFolder();
    await (await opened(dir)).commit(outcomeOf(key, [entryOf(1)]), 0);
    const json: unknown = JSON.parse(await realFs.readFile(fileOf(dir, key), 'utf8'));
    expect(json).toMatchObject({ format: 1, conversation: { key, version: 1 }, entries: [{ seq: 1 }], tickets: [] });
  });

  it.each(['../../etc/passwd', '/etc/passwd', '..\\..\\x', 'a\u0000b', '🛜', 'x'.repeat(100_000), 'CON', '\ud800'])(
    'stays inside its folder, whatever the id (case %#)',
    async (id) => {
      const dir = newFolder();
      const odd = keyOf(id);
      const store = await opened(join(dir, 'store'));
      const tickets = [ticketOf(keyOf('plain'), { key: odd })];
      await store.commit(outcomeOf(odd, [entryOf(1)], { tickets }), 0);
      expect((await store.load(odd)).recent).toHaveLength(1);
      const hash = hashOf(odd);
      expect(await filesIn(dir)).toEqual([
        join('store', 'active', hash),
        join('store', 'conversations', hash.slice(0, 2), `${hash}.json`),
      ]);
    },
  );

  it('reads nothing at start but the conversations with work', async () => {
    const dir = newFolder();
    const first = await opened(dir);
    for (let index = 0; index < 20; index += 1) await first.commit(outcomeOf(keyOf(`idle-${index}`), [entryOf(1)]), 0);
    await first.commit(outcomeOf(key, [entryOf(1, { delivery: 'pending' })]), 0);
    await first.close();
    const read: string[] = [];
    const readFile = ((path: string, encoding: 'utf8') => {
      read.push(path);
      return realFs.readFile(path, encoding);
    }) as FileSystem['readFile'];
    await opened(dir, { fs: { ...realFs, readFile } });
    expect(read).toEqual([fileOf(dir, key), join(dir, 'incidents.json')]);
  });

  it('still knows incidents and who waits for their end after it was opened again', async () => {
    const dir = newFolder();
    const first = await opened(dir);
    const told = [{ id: 'INC-1', sure: true, at: 5 }];
    await first.commit(outcomeOf(key, [entryOf(1)], { conversation: { incidents: told } }), 0);
    await first.saveIncident(incidentOf('INC-1'), 0);
    await first.close();
    const second = await opened(dir);
    expect(await second.watched()).toEqual([{ key, incidents: told }]);
    expect(await second.saveIncident(incidentOf('INC-1', { state: 'closed' }), 1)).toBe('committed');
  });

  it('keeps no marker of trouble that was told more than an hour ago', async () => {
    const dir = newFolder();
    let time = 0;
    const store = await opened(dir, { now: () => time });
    await store.commit(outcomeOf(key, [entryOf(1)], { conversation: { trouble: { at: 0, place: 'Triana' } } }), 0);
    expect(await realFs.readdir(join(dir, 'active'))).toEqual([hashOf(key)]);
    time = 3_600_001;
    expect(await store.watched()).toEqual([]);
    expect(await realFs.readdir(join(dir, 'active'))).toEqual([]);
  });

  it('does not start over a damaged list of incidents, and names the file', async () => {
    const dir = newFolder();
    await realFs.writeFile(join(dir, 'incidents.json'), '{"format":2}');
    await expect(opened(dir)).rejects.toMatchObject({
      code: 'storageFailed',
      message: expect.stringContaining('incidents.json'),
    });
  });

  it('has changed nothing when an incident could not be written', async () => {
    const dir = newFolder();
    let isFull = false;
    const rename = ((from: string, to: string) =>
      isFull ? Promise.reject(new Error('full')) : realFs.rename(from, to)) as FileSystem['rename'];
    const store = await opened(dir, { fs: { ...realFs, rename } });
    await store.saveIncident(incidentOf('INC-1'), 0);
    isFull = true;
    await expect(store.saveIncident(incidentOf('INC-1', { state: 'closed' }), 1)).rejects.toMatchObject({
      code: 'storageFailed',
    });
    expect((await store.incident('INC-1'))?.state).toBe('open');
  });

  it('drops the marker of a conversation once its work is done', async () => {
    const dir = newFolder();
    const store = await opened(dir);
    const marker = join('active', hashOf(key));
    await store.commit(outcomeOf(key, [entryOf(1, { delivery: 'pending' })]), 0);
    expect(await filesIn(dir)).toContain(marker);
    await store.markDelivery(key, 1, 'sent');
    expect(await filesIn(dir)).not.toContain(marker);
  });

  it('finds an ended ticket for seven days after its last change, also when it was opened again', async () => {
    const dir = newFolder();
    let now = 10 * dayMs;
    const first = await opened(dir, { now: () => now });
    const ticket = ticketOf(key, { status: 'resolved', updatedAt: now });
    await first.commit(outcomeOf(key, [], { tickets: [ticket] }), 0);
    now += 7 * dayMs - 1;
    expect(await first.findTickets({ statuses: ['resolved'] })).toEqual([ticket]);
    await first.close();
    const second = await opened(dir, { now: () => now });
    expect(await second.findTickets({ statuses: ['resolved'] })).toEqual([ticket]);
    now += 1;
    expect(await second.findTickets({ statuses: ['resolved'] })).toEqual([]);
    expect(await filesIn(dir)).not.toContain(join('active', hashOf(key)));
  });

  it('finds codes and times to wake again after it was opened again, and marks nothing once they are over', async () => {
    const dir = newFolder();
    const offer = { nonce: 'n', codeHash: 'h', expiresAt: dayMs };
    const first = await opened(dir);
    await first.commit(outcomeOf(key, [], { conversation: { offer } }), 0);
    await first.commit(outcomeOf(keyOf('b'), [], { conversation: { wakeAt: 5 } }), 0);
    await first.close();
    let now = dayMs - 1;
    const second = await opened(dir, { now: () => now });
    expect(await second.findOffer('h', now)).toEqual(key);
    expect(await second.due(now, 10)).toEqual([keyOf('b')]);
    now = dayMs;
    await second.commit(outcomeOf(keyOf('b'), []), 1);
    expect(await second.due(now, 10)).toEqual([]);
    expect(await filesIn(dir)).not.toContainEqual(expect.stringContaining('active'));
  });

  it('leaves the old state readable when it dies between writing and renaming', async () => {
    const dir = newFolder();
    await (await opened(dir)).commit(outcomeOf(key, [entryOf(1)]), 0);
    const died = () => Promise.reject(new Error('died'));
    const dying = await opened(dir, { fs: { ...realFs, rename: died, rm: died } });
    const next = outcomeOf(key, [entryOf(2)], { tickets: [ticketOf(key)] });
    await expect(dying.commit(next, 1)).rejects.toMatchObject({ code: 'storageFailed' });
    const leftover = join('tmp', `${hashOf(key)}.json`);
    // The marker is there before the record: work that was lost would never be looked for.
    expect(await filesIn(dir)).toEqual(expect.arrayContaining([leftover, join('active', hashOf(key))]));
    const after = await opened(dir);
    expect((await after.load(key)).conversation).toMatchObject({ version: 1, lastSeq: 1 });
    expect(await after.findTickets({ statuses: ['open'] })).toEqual([]);
    expect(await filesIn(dir)).not.toContain(leftover);
    expect(await after.commit(next, 1)).toBe('committed');
  });

  it('syncs the marker, then the data, renames, and syncs the folder, before it acknowledges', async () => {
    const dir = newFolder();
    const steps: string[] = [];
    const name = (path: unknown) =>
      String(path)
        .slice(dir.length + 1)
        .replaceAll(hashOf(key), 'hash');
    const openAndNote: FileSystem['open'] = async (path, ...rest) => {
      const handle = await realFs.open(path, ...rest);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        steps.push(`sync ${name(path)}`);
      };
      return handle;
    };
    const rename: FileSystem['rename'] = async (from, to) => {
      await realFs.rename(from, to);
      steps.push(`rename ${name(from)}`);
    };
    const store = await opened(dir, { fs: { ...realFs, open: openAndNote, rename } });
    await store.commit(outcomeOf(key, []), 0);
    steps.length = 0;
    await store.commit(outcomeOf(key, [entryOf(1, { delivery: 'pending' })]), 1);
    const folder = join('conversations', hashOf(key).slice(0, 2));
    expect(steps).toEqual([
      `sync ${join('active', 'hash')}`,
      'sync active',
      `sync ${join('tmp', 'hash.json')}`,
      `rename ${join('tmp', 'hash.json')}`,
      `sync ${folder}`,
    ]);
  });

  it('goes on with the old state after a failed write, and leaves no temporary file', async () => {
    const dir = newFolder();
    let isFull = false;
    const rename: FileSystem['rename'] = (from, to) =>
      isFull ? Promise.reject(new Error('no space left')) : realFs.rename(from, to);
    const store = await opened(dir, { fs: { ...realFs, rename } });
    await store.commit(outcomeOf(key, [entryOf(1)]), 0);
    isFull = true;
    await expect(store.commit(outcomeOf(key, [entryOf(2)]), 1)).rejects.toMatchObject({ code: 'storageFailed' });
    expect((await filesIn(dir)).filter((name) => name.startsWith('tmp'))).toEqual([]);
    expect((await store.load(key)).conversation?.version).toBe(1);
    isFull = false;
    expect(await store.commit(outcomeOf(key, [entryOf(2)]), 1)).toBe('committed');
  });

  it.each([
    ['cut off', '{"format":1,"conver'],
    ['empty', ''],
    ['of another format', '{"format":2}'],
    ['not an object', '[]'],
  ])('names a file that is %s, and never writes over it', async (_, text) => {
    const dir = newFolder();
    const first = await opened(dir);
    await first.commit(outcomeOf(key, [entryOf(1)]), 0);
    await first.close();
    const file = fileOf(dir, key);
    await realFs.writeFile(file, text);
    const store = await opened(dir);
    const failure = { code: 'storageFailed', message: expect.stringContaining(file) };
    await expect(store.load(key)).rejects.toMatchObject(failure);
    await expect(store.commit(outcomeOf(key, [entryOf(1)]), 0)).rejects.toMatchObject(failure);
    await expect(store.markDelivery(key, 1, 'sent')).rejects.toMatchObject(failure);
    expect(await realFs.readFile(file, 'utf8')).toBe(text);
  });

  it('says nothing a customer wrote when a file is damaged', async () => {
    const dir = newFolder();
    const file = fileOf(dir, key);
    await realFs.mkdir(join(file, '..'), { recursive: true });
    await realFs.writeFile(file, '{"text": "my card is 4111" ');
    const error: unknown = await (await opened(dir)).load(key).catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String((error as Error).cause)).not.toContain('4111');
  });

  it('opens in spite of a damaged conversation with work, logs its file, and serves the others', async () => {
    const dir = newFolder();
    const first = await opened(dir);
    for (const one of [key, keyOf('b')]) await first.commit(outcomeOf(one, [], { tickets: [ticketOf(one)] }), 0);
    await first.close();
    await realFs.writeFile(fileOf(dir, key), 'x');
    const logged: LogFacts[] = [];
    const logger = { ...silentLogger, error: (facts: LogFacts) => void logged.push(facts) };
    const store = await opened(dir, { logger });
    expect((await store.findTickets({ statuses: ['open'] })).map((ticket) => ticket.key.id)).toEqual(['b']);
    expect(logged).toEqual([{ error: expect.stringContaining(fileOf(dir, key)) }]);
    await store.erase(key);
    expect((await store.load(key)).conversation).toBeUndefined();
  });

  it('refuses a file that holds another conversation', async () => {
    const dir = newFolder();
    const store = await opened(dir);
    await store.commit(outcomeOf(key, [entryOf(1)]), 0);
    const file = fileOf(dir, keyOf('b'));
    await realFs.mkdir(join(file, '..'), { recursive: true });
    await realFs.copyFile(fileOf(dir, key), file);
    await expect(store.load(keyOf('b'))).rejects.toMatchObject({ code: 'storageFailed' });
  });

  it('leaves no trace of an erased conversation on disk', async () => {
    const dir = newFolder();
    const store = await opened(dir);
    await store.commit(outcomeOf(key, [entryOf(1)], { tickets: [ticketOf(key)] }), 0);
    await store.erase(key);
    expect(await filesIn(dir)).toEqual([]);
  });

  it('says what to look at when its folder cannot be used', async () => {
    const file = join(newFolder(), 'file');
    await realFs.writeFile(file, '');
    await expect(opened(file)).rejects.toMatchObject({
      code: 'storageFailed',
      message: expect.stringContaining(file),
    });
  });

  it('reads conversations again that fell out of its cache', async () => {
    const store = await opened(newFolder());
    const keys = Array.from({ length: 510 }, (_, index) => keyOf(`c${index}`));
    await Promise.all(keys.map((one) => store.commit(outcomeOf(one, [entryOf(1)]), 0)));
    expect(await store.commit(outcomeOf(keyOf('c0'), [entryOf(2)]), 1)).toBe('committed');
    expect(await store.entriesAfter(keyOf('c0'), 0)).toHaveLength(2);
  });

  it('has every acknowledged commit after its process was killed', async () => {
    const folder = newFolder();
    const dir = join(folder, 'store');
    const script = join(folder, 'commit-forever.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, '../support/commit-forever.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
    const acknowledged = await linesUntilKilled(script, dir, 60);
    const store = await opened(dir);
    for (const id of ['a', 'b', 'c']) {
      const told = acknowledged.filter((line) => line.startsWith(`committed ${id} `)).length;
      const kept = await store.entriesAfter(keyOf(id), 0, 10_000);
      expect(told).toBeGreaterThan(0);
      expect(kept.length).toBeGreaterThanOrEqual(told);
      expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
    }
    expect(await store.findTickets({ statuses: ['open'] })).toHaveLength(3);
    const all = acknowledged.map((line) => line.split(' ')[0]);
    expect(new Set(all)).toEqual(new Set(['committed']));
    expect((await store.pending(10_000)).length).toBeGreaterThanOrEqual(all.length);
  }, 30_000);
});

/** Runs a script, kills it after so many lines, and gives all whole lines it had written. */
async function linesUntilKilled(script: string, dir: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  return lines.filter((line) => /^\w+ \w \d+$/.test(line));
}
