import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { build } from 'esbuild';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { customerMark } from '../../src/backoffice/customer-mark.ts';
import { demoStateSchema } from '../../src/backoffice/demo/state.ts';
import { createFileLedger } from '../../src/backoffice/file-ledger.ts';
import { openBackOffice } from '../../src/backoffice/open-back-office.ts';
import { createMemoryOutbox } from '../../src/backoffice/outbox.ts';
import { readConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/log.ts';
import { projectDir } from '../../src/paths.ts';
import { callerOf, contextOf, demoWorld, failureFrom, grantOf, ownRules } from '../support/backoffice-world.ts';
import { replayServer } from '../support/replay-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { airaloAnswers } from './fixtures/airalo-answers.ts';

const newFolder = temporaryFolders();
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function opened(environment: Record<string, string>, dir = newFolder()) {
  const outbox = createMemoryOutbox();
  const caller = await openBackOffice({
    settings: readConfig(environment),
    rules: await ownRules(),
    dir: join(dir, 'backoffice'),
    key: 'k'.repeat(32),
    demoOutbox: outbox,
    now: Date.now,
    logger: silentLogger,
  });
  return { caller, outbox };
}

/** A real mail server; `next` waits for the code of the next mail. */
async function mailServer() {
  let arrived: (text: string) => void = () => undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        arrived(Buffer.concat(parts).toString('utf8'));
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise<void>((done) => server.close(done)));
  const next = new Promise<string>((done) => (arrived = done)).then((text) => /^(\d{6}) /m.exec(text)?.[1] ?? '');
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, next };
}

describe('opening the back office', () => {
  it('gives the demo by default, which keeps what it did', async () => {
    const dir = newFolder();
    const first = await opened({}, dir);
    const before = await first.caller.call(
      'order.lookup',
      { orderNumber: 'AL-1001', email: 'maria@example.com' },
      contextOf(),
    );
    const { output } = await first.caller.call(
      'topup.create',
      { lineId: 'L-1001', optionId: 'topup-5gb' },
      contextOf({ ...before.grant, level: 'verified' }, 'a-key-of-mine'),
    );
    const second = await opened({}, dir);
    const usage = await second.caller.call(
      'usage.get',
      { lineId: 'L-1001' },
      contextOf({ ...before.grant, level: 'verified' }),
    );
    expect(usage.output.remainingMb).toBe(output.newRemainingMb);
  });

  it('sends the demo’s codes to the outbox', async () => {
    const { caller, outbox } = await opened({});
    await caller.call(
      'identity.sendCode',
      { customerRef: { email: 'maria@example.com' }, channel: 'email' },
      contextOf(),
    );
    expect(outbox.messages()).toMatchObject([{ kind: 'code', to: { email: 'maria@example.com' } }]);
  });

  it('verifies a wholesaler’s customer by mail', async () => {
    const key = 'a-key-of-the-marks-of-32-characters';
    const [order] = airaloAnswers.orders.data;
    const airalo = await replayServer(({ path }) => ({
      body:
        path === '/v2/token'
          ? airaloAnswers.token
          : { data: [{ ...order, description: customerMark(key, 'maria@example.com') }] },
    }));
    closing.push(airalo.close);
    const mail = await mailServer();
    const { caller } = await opened({
      BACKOFFICE: 'airalo',
      AIRALO_URL: airalo.url,
      AIRALO_CLIENT_ID: 'id',
      AIRALO_CLIENT_SECRET: 'secret',
      CUSTOMER_KEY: key,
      SMTP_URL: mail.url,
      SMTP_FROM: 'help@alondra.example',
    });
    const customerRef = { email: 'maria@example.com', orderNumber: order?.code ?? '' };
    await caller.call('identity.sendCode', { customerRef, channel: 'email' }, contextOf());
    const { grant } = await caller.call('identity.checkCode', { customerRef, code: await mail.next }, contextOf());
    expect(grant).toMatchObject({ level: 'verified', lineIds: ['8944465400000267221'] });
  });

  it('offers no codes where nobody can be written to, nor orders without marks', async () => {
    const { caller } = await opened({ BACKOFFICE: 'esim-go', ESIM_GO_API_KEY: 'key' });
    expect(
      ['identity.sendCode', 'order.lookup', 'catalogue.listPlans'].filter((name) =>
        caller.abilities.has(name as 'order.lookup'),
      ),
    ).toEqual([]);
  });

  it('names the settings where a service of one’s own is not there', async () => {
    const server = await replayServer(() => ({ body: {} }));
    await server.close();
    const opening = opened({ BACKOFFICE: 'http', BACKOFFICE_URL: server.url, BACKOFFICE_SECRET: 's'.repeat(32) });
    expect((await failureFrom(opening)).message).toMatch(/could not be reached.*BACKOFFICE_URL/);
  });
});

describe('a process that is killed between the change and the answer', () => {
  it('has worked the key off once, and answers it after a restart', async () => {
    const dir = newFolder();
    const [script, path] = [join(dir, 'die.mjs'), join(dir, 'demo.json')];
    await build({
      entryPoints: [join(projectDir, 'test/support/top-up-and-die.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      define: { 'import.meta.url': JSON.stringify(`file://${projectDir}/src/paths.ts`) },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('file:///');" },
    });
    const ended = await new Promise<{ signal: unknown; said: string }>((done) =>
      execFile(process.execPath, [script, path], (error, said) => done({ signal: error?.signal, said })),
    );
    expect(ended).toEqual({ signal: 'SIGKILL', said: '' });
    const { demo, now } = await demoWorld({ ledger: createFileLedger({ fs, path, schema: demoStateSchema }) });
    const caller = callerOf(demo, now);
    const grant = grantOf('verified', 1001);
    const again = () =>
      caller.call('topup.create', { lineId: 'L-1001', optionId: 'topup-3gb' }, contextOf(grant, 'the-one-key'));
    expect((await again()).output.newRemainingMb).toBe(9400);
    expect((await caller.call('usage.get', { lineId: 'L-1001' }, contextOf(grant))).output.remainingMb).toBe(9400);
  });
});
