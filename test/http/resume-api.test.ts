import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createErrorHandler } from '../../src/http/error-response.ts';
import { createResumeApi } from '../../src/http/resume-api.ts';
import { createWidgetApi } from '../../src/http/widget-api.ts';
import { silentLogger } from '../../src/log.ts';
import type { Brain } from '../../src/service/brain.ts';
import { readCode } from '../../src/service/resume-codes.ts';
import { keyOf } from '../support/conversations.ts';
import { serviceWorld, type ServiceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';

let brain: Brain;
let world: ServiceWorld;
let server: Server;

beforeAll(async () => {
  brain = await smallBrain();
});
beforeEach(async () => {
  world = serviceWorld(brain);
  let ids = 0;
  const app = express();
  // The address of a caller is what the proxy tells, so that a test can have several.
  app.set('trust proxy', 1);
  const token = async ({ id }: { id: string }) => ({ conversationId: id, token: `token of ${id}`, expires_in: 1800 });
  app.use(
    '/widget',
    createWidgetApi({
      issueToken: token,
      resumeToken: () => Promise.reject(new Error('not asked for')),
      newUserId: () => 'dl_1',
      resumeApi: createResumeApi({
        resume: world.resume,
        readCode,
        conversationOf: async (text) => {
          if (text !== 'token of a') throw new AppError('unauthorized', 'The token or secret is not valid.');
          return keyOf('a');
        },
        tokenFor: ({ key }) => token(key),
        newId: () => `id-${(ids += 1)}`,
      }),
    }),
  );
  app.use(createErrorHandler(silentLogger));
  server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => new Promise((done) => server.close(done)));

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly error?: { readonly code: string; readonly message: string };
  };
  readonly headers: Headers;
}

async function post(path: 'offer' | 'resume', body: object, address = '192.0.2.1'): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/widget/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'], headers: response.headers };
}

async function offer(): Promise<{ code: string; link: string }> {
  await world.say('hi');
  return (await post('offer', { token: 'token of a' })).body as unknown as { code: string; link: string };
}

describe('the widget’s call for a code', () => {
  it('gives code, link and their end to who has a token of the conversation', async () => {
    await world.say('hi');
    const { status, body, headers } = await post('offer', { token: 'token of a' });
    expect(status).toBe(200);
    expect(body).toEqual({
      code: expect.stringMatching(/^\w{6}$/),
      link: expect.any(String),
      expiresAt: world.clock.now + 24 * 3_600_000,
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('refuses others, and a conversation that was not begun', async () => {
    expect((await post('offer', { token: 'forged' })).status).toBe(401);
    expect((await post('offer', { token: 'token of a' })).status).toBe(404);
    expect((await post('offer', {})).body.error).toMatchObject({ code: 'badRequest' });
  });

  it('gives a conversation 30 in an hour', async () => {
    await world.say('hi');
    const statuses = [];
    for (let index = 0; index < 31; index += 1) statuses.push((await post('offer', { token: 'token of a' })).status);
    expect(statuses.lastIndexOf(200)).toBe(29);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the widget’s call to continue', () => {
  it('gives a token for the conversation of a code or a link', async () => {
    const { code, link } = await offer();
    const grant = { conversationId: 'a', token: 'token of a', expires_in: 1800 };
    expect((await post('resume', { code: ` ${code.slice(0, 3)}-${code.slice(3)}`.toLowerCase() })).body).toEqual(grant);
    expect((await post('resume', { link })).body).toEqual(grant);
  });

  it('may be repeated with its id, and with no other', async () => {
    const { code } = await offer();
    const statuses = [];
    for (const id of ['the first', 'the first', 'the second'])
      statuses.push((await post('resume', { code, id })).status);
    expect(statuses).toEqual([200, 200, 404]);
  });

  it('answers alike whatever is wrong with a code or link', async () => {
    const { code, link } = await offer();
    await post('resume', { code });
    const wrong = [{ code }, { code: 'ZZZZZ9' }, { code: 'nonsense' }, { link: `${link}x` }, { link: 'x' }];
    const answers = await Promise.all(wrong.map((body) => post('resume', body)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.body.error).toMatchObject({ code: 'codeRefused' });
  });

  it('makes an address that guesses wait, and no other one', async () => {
    const { code } = await offer();
    for (let index = 0; index < 10; index += 1) await post('resume', { code: 'ZZZZZ9' });
    const { status, headers } = await post('resume', { code });
    expect([status, headers.get('retry-after')]).toEqual([429, '3600']);
    expect((await post('resume', { code }, '192.0.2.2')).status).toBe(200);
  });

  it('wants either a code or a link', async () => {
    expect((await post('resume', {})).status).toBe(400);
    expect((await post('resume', { code: 'ABC234', link: 'x' })).status).toBe(400);
  });
});
