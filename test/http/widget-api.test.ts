import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createErrorHandler } from '../../src/http/error-response.ts';
import { createWidgetApi } from '../../src/http/widget-api.ts';
import { silentLogger } from '../../src/log.ts';

describe('the widget’s token', () => {
  let server: Server;
  let users: string[];

  beforeEach(async () => {
    users = [];
    const app = express();
    // The address of a caller is what the proxy tells, so that a test can have several.
    app.set('trust proxy', 1);
    app.use(
      '/widget',
      createWidgetApi({
        issueToken: async ({ id }) => {
          users.push(id);
          return { conversationId: `c${users.length}`, token: 'signed', expires_in: 1800 };
        },
        resumeToken: async (token) => {
          if (token !== 'expired but genuine') throw new Error('not honoured');
          return { conversationId: 'earlier', token: 'fresh', expires_in: 1800 };
        },
        newUserId: () => `dl_${users.length}`,
      }),
    );
    app.use(createErrorHandler(silentLogger));
    server = createServer(app);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  function ask(init: RequestInit = {}, address = '192.0.2.1'): Promise<Response> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/widget/token`;
    return fetch(url, { method: 'POST', ...init, headers: { 'x-forwarded-for': address, ...init.headers } });
  }

  it('begins a new conversation of a new customer each time', async () => {
    const first: unknown = await (await ask()).json();
    const second: unknown = await (await ask({ body: '{}', headers: { 'content-type': 'application/json' } })).json();
    expect([first, second]).toMatchObject([
      { conversationId: 'c1', token: 'signed', expires_in: 1800 },
      { conversationId: 'c2' },
    ]);
    expect(users).toEqual(['dl_0', 'dl_1']);
  });

  it('goes on with the conversation of an old token, and begins a new one where the token is not honoured', async () => {
    const resume = async (token: string): Promise<unknown> => {
      const body = JSON.stringify({ conversationId: 'earlier', token });
      return (await ask({ body, headers: { 'content-type': 'application/json' } })).json();
    };
    expect(await resume('expired but genuine')).toMatchObject({ conversationId: 'earlier', token: 'fresh' });
    expect(await resume('made up')).toMatchObject({ conversationId: 'c1', token: 'signed' });
  });

  it('is for a user made here, whoever the caller says to be', async () => {
    const body = JSON.stringify({ user: { id: 'dl_somebody-else' } });
    await ask({ body, headers: { 'content-type': 'application/json' } });
    expect(users).toEqual(['dl_0']);
  });

  it('may be asked for from the pages of other sites, and is kept by no cache', async () => {
    const { headers } = await ask();
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('lets browsers ask beforehand, which makes no token', async () => {
    const response = await ask({ method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } });
    expect([response.status, response.headers.get('access-control-allow-headers')]).toEqual([204, 'Content-Type']);
    expect(users).toEqual([]);
  });

  it('is refused, with the reason, to an address that asks too often, and to no other', async () => {
    const first = await Promise.all(Array.from({ length: 120 }, () => ask()));
    expect(first.every(({ ok }) => ok)).toBe(true);
    const refused = await ask();
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([429, '*']);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('tooManyRequests');
    expect(error.message).toContain('Try again in an hour');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect(users).toHaveLength(120);
    expect((await ask({}, '192.0.2.2')).status).toBe(200);
  });
});
