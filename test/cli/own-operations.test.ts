import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectDir } from '../../src/paths.ts';
import { services, type ServiceProcess } from '../support/command-line.ts';
import { createDialogPlayer, type DialogPlayer } from '../support/dialog-player.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const start = services();
const secret = 'a-secret-of-at-least-32-characters';
const eid = '89049032000001000000123456789068';
const maria = ['AL-1001', 'maria@example.com'];

/** The project's own dialogs with those of the example beside them, as a provider would put its own there. */
function dialogsWithExample(): string {
  const folder = newFolder();
  cpSync(join(projectDir, 'dialogs'), folder, { recursive: true });
  cpSync(join(projectDir, 'examples/arrival-activation/dialogs'), folder, { recursive: true });
  return folder;
}

describe('a dialog that is added by files alone, with an operation of the provider', () => {
  const DIALOGS_DIR = dialogsWithExample();
  let provider: ChildProcess;
  let service: ServiceProcess;
  let player: DialogPlayer;

  // A service does not start with dialogs that have faults.
  beforeAll(async () => {
    provider = spawn(process.execPath, [join(projectDir, 'examples/backoffice-server/server.mjs')], {
      env: { PORT: '0', BACKOFFICE_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (provider.stdout === null) throw new Error('The example says nothing.');
    const [first] = await new Promise<string[]>((done) => {
      const lines = createInterface({ input: provider.stdout as NonNullable<typeof provider.stdout> });
      lines.once('line', (line) => done([line]));
    });
    const port = /\d+$/.exec(first ?? '')?.[0];
    service = await start({
      DIALOGS_DIR,
      DATA_DIR: newFolder(),
      BACKOFFICE: 'http',
      BACKOFFICE_URL: `http://127.0.0.1:${port}`,
      BACKOFFICE_SECRET: secret,
    });
    const { url, login } = service;
    if (login === undefined) throw new Error('The first start shows no log-in.');
    player = await createDialogPlayer({ url: async () => url, login });
  });
  afterAll(async () => {
    provider?.kill();
    await service?.end('SIGKILL');
  });

  /** What the bot said last, and what was called. */
  async function played(language: string, ...turns: string[]) {
    const { entries, conversation } = await player.play({ flow: 'arrival-activation', language, turns });
    const called = entries.flatMap(({ content }) =>
      content.kind === 'called' ? [`${content.operation} ${content.result}`] : [],
    );
    const last = entries.findLast(({ author }) => author.role === 'bot')?.content;
    return { called, last: last?.kind === 'message' ? last.text : '', owner: conversation.owner };
  }

  it.each([
    ['en', 'Booked'],
    ['es', 'Reservado'],
    ['zh-Hans', '已预约'],
    ['zh-Hant', '已預約'],
  ])('books the day in %s', async (language, booked) => {
    const { called, last, owner } = await played(language, ...maria, '2031-08-15', eid, '[yes]', '[yes]');
    expect(called).toEqual(['order.lookup ok', 'esim.activateOnDate ok']);
    expect(last).toContain(booked);
    expect(owner).toBe('bot');
  });

  it('asks again for an EID whose check digits are wrong', async () => {
    const { called, last } = await played('en', ...maria, '2031-08-15', eid.replace(/8$/, '9'));
    expect(called).toEqual(['order.lookup ok']);
    expect(last).toContain('exactly 32 digits');
  });

  it('says that the passport comes first', async () => {
    const { last } = await played('en', ...maria, '2031-08-15', eid, '[no]');
    expect(last).toContain('The passport comes first.');
  });
});
