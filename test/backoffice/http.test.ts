import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createHttpBackOffice } from '../../src/backoffice/http/http-back-office.ts';
import { openApiDocument } from '../../src/backoffice/http/openapi.ts';
import { isSigned, sign, signatureHeader, timestampHeader } from '../../src/backoffice/http/signature.ts';
import type { OperationName } from '../../src/backoffice/operations.ts';
import { operationNames } from '../../src/backoffice/operations.ts';
import { createRest } from '../../src/backoffice/rest.ts';
import { projectDir } from '../../src/paths.ts';
import { backOfficeContract, type BackOfficeWorld } from '../contract/backoffice.ts';
import { callerOf, contextOf, failureFrom, grantOf } from '../support/backoffice-world.ts';
import { replayServer, type ReplayAnswer } from '../support/replay-server.ts';

const secret = 'a-secret-of-at-least-32-characters';
const rest = createRest(fetch, Date.now);

/** Starts the example as its own process, as a developer would. */
async function startExample() {
  const child = spawn(process.execPath, [join(projectDir, 'examples/backoffice-server/server.mjs')], {
    env: { ...process.env, PORT: '0', BACKOFFICE_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (begin: string) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('The example ended.');
      if (value.startsWith(begin)) return value.slice(begin.length);
    }
  };
  const url = `http://127.0.0.1:${await next('listening on ')}`;
  const exited = new Promise((done) => child.once('exit', done));
  return { url, next, stop: async () => void (child.kill(), await exited) };
}

const offered: readonly OperationName[] = [
  'identity.sendCode',
  'identity.checkCode',
  'order.lookup',
  'line.status',
  'usage.get',
  'line.refresh',
  'line.suspend',
  'line.resume',
  'catalogue.listOptions',
  'topup.create',
];

async function exampleWorld(): Promise<BackOfficeWorld> {
  const { url, next, stop } = await startExample();
  return {
    backOffice: await createHttpBackOffice({ url, secret, rest, now: Date.now }),
    now: Date.now,
    lastCode: () => next('code '),
    own: { orderNumber: 'AL-1001', email: 'maria@example.com', lineId: 'L-1001' },
    other: { orderNumber: 'AL-1002', lineId: 'L-1002' },
    topUpId: 'topup-3gb',
    close: stop,
  };
}

backOfficeContract(
  'the example over HTTP',
  exampleWorld,
  operationNames.filter((name) => !offered.includes(name)),
);

describe('the example', () => {
  it('refuses a wrong secret, which then is named as the setting to check', async () => {
    const { url, stop } = await startExample();
    const opening = createHttpBackOffice({ url, secret: 'another-secret-of-32-characters-x', rest, now: Date.now });
    await expect(opening).rejects.toMatchObject({
      code: 'configInvalid',
      message: expect.stringContaining('BACKOFFICE_SECRET'),
    });
    await stop();
  });

  it('refuses a request that was recorded ten minutes ago', async () => {
    const { url, stop } = await startExample();
    const opening = createHttpBackOffice({ url, secret, rest, now: () => Date.now() - 600_000 });
    await expect(opening).rejects.toMatchObject({ code: 'configInvalid' });
    await stop();
  });
});

describe('signatures', () => {
  const parts = { timestamp: 1_767_225_600, method: 'POST', path: '/v1/line.status', body: '{"a":1}' };

  it('are what the documentation shows', () => {
    expect(sign('0123456789abcdef0123456789abcdef', parts)).toBe(
      'v1=fddf54e838679bc4c48efb6456834149801826eb1cd97c693a826598a17b37b9',
    );
  });

  it('hold for exactly what was signed, for five minutes', () => {
    const signature = sign(secret, parts);
    const holds = (rest_: Partial<typeof parts>, now = parts.timestamp) =>
      isSigned(secret, { ...parts, ...rest_ }, signature, now);
    expect(holds({})).toBe(true);
    expect([holds({ body: '{"a":2}' }), holds({ path: '/v1/line.suspend' }), holds({ timestamp: NaN })]).toEqual([
      false,
      false,
      false,
    ]);
    expect([holds({}, parts.timestamp + 300), holds({}, parts.timestamp + 301)]).toEqual([true, false]);
  });
});

describe('a back office over HTTP', () => {
  const servers: { close: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function opened(answer: () => ReplayAnswer) {
    const server = await replayServer(({ path }) =>
      path === '/v1/abilities' ? { body: { operations: ['line.status', 'a.later-operation'] } } : answer(),
    );
    servers.push(server);
    const backOffice = await createHttpBackOffice({ url: server.url, secret, rest, now: Date.now });
    const caller = callerOf(backOffice, Date.now);
    const status = () => caller.call('line.status', { lineId: 'L-1001' }, contextOf(grantOf('order', 1001)));
    return { ...server, backOffice, status };
  }

  it('signs what it sends and says who asks', async () => {
    const { requests, status } = await opened(() => ({ body: { output: { state: 'active', iccidLast4: '1001' } } }));
    await status();
    const { headers, path, body, method } = requests[1] ?? { headers: {}, path: '', body: '', method: '' };
    const timestamp = Number(headers[timestampHeader]);
    expect(isSigned(secret, { timestamp, method, path, body }, String(headers[signatureHeader]), timestamp)).toBe(true);
    expect(JSON.parse(body)).toMatchObject({
      input: { lineId: 'L-1001' },
      context: { level: 'order', language: 'en' },
    });
  });

  it('leaves out operations it does not know', async () => {
    const { backOffice } = await opened(() => ({ body: {} }));
    expect([...backOffice.abilities]).toEqual(['line.status']);
  });

  it('asks again when the service is down for a moment', async () => {
    let tries = 0;
    const { status, requests } = await opened(() => {
      tries += 1;
      return tries < 3 ? { status: 503, body: '' } : { body: { output: { state: 'active', iccidLast4: '1001' } } };
    });
    expect((await status()).output.state).toBe('active');
    expect(requests).toHaveLength(4);
  });

  it.each<[string, ReplayAnswer, object]>([
    [
      'a failure it names',
      { status: 422, body: { error: { code: 'NOT_ALLOWED', by: 'provider', reason: 'misuse' } } },
      { code: 'NOT_ALLOWED', by: 'provider', reason: 'misuse' },
    ],
    [
      'a limit',
      { status: 429, headers: { 'retry-after': '90' }, body: '' },
      { code: 'LIMIT', by: 'provider', retryAfterMs: 90_000 },
    ],
    ['a page instead of JSON', { body: '<html>' }, { code: 'UNAVAILABLE', by: 'provider', reason: 'bad-answer' }],
    [
      'an answer of another form',
      { body: { output: { state: 'glowing' } } },
      { code: 'UNAVAILABLE', by: 'provider', reason: 'bad-output' },
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
      { code: 'NOT_ALLOWED', by: 'us' },
    ],
  ])('understands %s', async (_title, answer, failure) => {
    const { status } = await opened(() => answer);
    expect(await failureFrom(status())).toMatchObject(failure);
  });

  it('names the network where nobody listens', async () => {
    const { status, close } = await opened(() => ({ body: {} }));
    await close();
    expect(await failureFrom(status())).toMatchObject({ code: 'UNAVAILABLE', by: 'network' });
  });
});

describe('the OpenAPI document', () => {
  it('is what the schemas say; scripts/openapi.mjs writes it', async () => {
    const written: unknown = parse(await readFile(join(projectDir, 'docs/backoffice.openapi.yaml'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('has each operation', () => {
    const paths = Object.keys(openApiDocument().paths as object);
    expect(paths).toEqual(['/v1/abilities', ...operationNames.map((name) => `/v1/${name}`)]);
  });
});
