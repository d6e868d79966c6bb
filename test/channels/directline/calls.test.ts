import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirectLine } from '../../../src/channels/directline/directline.ts';
import { silentLogger, type LogFacts } from '../../../src/log.ts';
import { call, failureOf, type Answer } from '../../support/directline-call.ts';
import { secret, startEchoServer, type EchoServer, type EchoServerOptions } from '../../support/directline-server.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const minuteMs = 60_000;

describe('Direct Line', () => {
  let server: EchoServer;
  let now: number;

  async function restart(options: Partial<EchoServerOptions> = {}): Promise<void> {
    await server?.close();
    server = await startEchoServer({ uploadDir: newFolder(), now: () => now, ...options });
  }

  beforeEach(async () => {
    now = 1_700_000_000_000;
    await restart();
  });

  afterEach(() => server.close());

  const ask = (what: string, bearer?: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
    call(server.url, what, bearer, body, headers);

  /** A started conversation. */
  async function started(user?: { id: string }): Promise<{ id: string; token: string }> {
    const { token, conversationId } = (await ask('POST /tokens/generate', secret, { user })).body;
    expect((await ask('POST /conversations', token)).status).toBe(201);
    return { id: conversationId, token };
  }

  const hello = { type: 'message', from: { id: 'u1' }, text: 'hello' };

  describe('tokens/generate', () => {
    it('gives the holder of the secret a token for half an hour, without starting a conversation', async () => {
      const { status, body } = await ask('POST /tokens/generate', secret);
      expect(status).toBe(200);
      expect(body).toEqual({ conversationId: expect.any(String), token: expect.any(String), expires_in: 1800 });
      expect(failureOf(await ask(`GET /conversations/${body.conversationId}`, secret))).toBe('404 NotFound');
    });

    it('takes only users whose id starts with dl_', async () => {
      const ok = await ask('POST /tokens/generate', secret, { user: { id: 'dl_1', name: 'N' }, trustedOrigins: [] });
      expect(ok.status).toBe(200);
      expect(failureOf(await ask('POST /tokens/generate', secret, { user: { id: 'u1' } }))).toBe('400 BadArgument');
    });

    it('needs the secret', async () => {
      const { token } = await started();
      expect(failureOf(await ask('POST /tokens/generate', token))).toBe('403 Forbidden');
    });

    it('refuses a body that is not JSON or not an object', async () => {
      expect(failureOf(await ask('POST /tokens/generate', secret, '{'))).toBe('400 BadArgument');
      expect(failureOf(await ask('POST /tokens/generate', secret, '[]'))).toBe('400 BadArgument');
      expect(failureOf(await ask('POST /tokens/generate', secret, { user: { id: 7 } }))).toBe('400 BadArgument');
    });

    it('gives each token a conversation of its own', async () => {
      const ids = await Promise.all([1, 2, 3].map(async () => (await ask('POST /tokens/generate', secret)).body));
      expect(new Set(ids.map(({ conversationId }) => conversationId)).size).toBe(3);
    });
  });

  describe('authorization', () => {
    it('is needed for every call', async () => {
      const calls = [
        'POST /tokens/generate',
        'POST /tokens/refresh',
        'POST /conversations',
        'GET /conversations/x',
        'GET /conversations/x/activities',
        'POST /conversations/x/activities',
        'POST /conversations/x/upload',
        'GET /session/getsessionid',
        'GET /nothing',
      ];
      for (const one of calls) expect(failureOf(await ask(one))).toBe('401 Unauthorized');
    });

    it.each(['Basic abc', 'Bearer', 'Bearer ', `Bearer ${secret}x`, 'Bearer a.b.c', secret])(
      'refuses the header "%s"',
      async (Authorization) => {
        const answer = await ask('POST /conversations', undefined, undefined, { Authorization });
        expect(failureOf(answer)).toBe('401 Unauthorized');
      },
    );

    it('tells an expired token from a wrong one', async () => {
      const { id, token } = await started();
      now += 30 * minuteMs;
      expect(failureOf(await ask(`GET /conversations/${id}/activities`, token))).toBe('403 TokenExpired');
      expect(failureOf(await ask('POST /tokens/refresh', token))).toBe('403 TokenExpired');
    });

    it('lets a token into its own conversation only', async () => {
      const mine = await started();
      const other = await started();
      for (const path of ['', '/activities'])
        expect(failureOf(await ask(`GET /conversations/${other.id}${path}`, mine.token))).toBe('403 Forbidden');
      for (const path of ['/activities', '/upload'])
        expect(failureOf(await ask(`POST /conversations/${other.id}${path}`, mine.token, hello))).toBe('403 Forbidden');
    });

    it('lets the secret into every conversation', async () => {
      const { id } = await started();
      expect((await ask(`POST /conversations/${id}/activities`, secret, hello)).status).toBe(200);
      expect((await ask(`GET /conversations/${id}/activities`, secret)).body.activities).toHaveLength(2);
    });

    it('takes no stream token for a call', async () => {
      const { id, token } = await started();
      const { streamUrl } = (await ask(`GET /conversations/${id}`, token)).body;
      const t = new URL(streamUrl).searchParams.get('t') ?? '';
      expect(failureOf(await ask(`GET /conversations/${id}`, t))).toBe('401 Unauthorized');
    });

    it('is refused by a server that has no secret worth the name', () => {
      const make = () => createDirectLine({ secret: 'short' } as Parameters<typeof createDirectLine>[0]);
      expect(make).toThrow(expect.objectContaining({ code: 'configInvalid' }));
    });
  });

  describe('tokens/refresh', () => {
    it('gives a token that outlives the old one, for the same conversation and user', async () => {
      const { id, token } = await started({ id: 'dl_1' });
      now += 29 * minuteMs;
      const { status, body } = await ask('POST /tokens/refresh', token);
      expect(status).toBe(200);
      expect(body).toMatchObject({ conversationId: id, expires_in: 1800 });
      now += 2 * minuteMs;
      await ask(`POST /conversations/${id}/activities`, body.token, hello);
      expect(server.received[0]?.sender.id).toBe('dl_1');
    });

    it('refuses the secret', async () => {
      expect(failureOf(await ask('POST /tokens/refresh', secret))).toBe('400 BadArgument');
    });
  });

  describe('starting a conversation', () => {
    it('answers 201, and 200 when the token has started it before', async () => {
      const { token, conversationId } = (await ask('POST /tokens/generate', secret)).body;
      const first = await ask('POST /conversations', token, { user: { id: 'u1', name: 'Ana' }, locale: 'es-MX' });
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({ conversationId, token: expect.any(String), expires_in: 1800 });
      const second = await ask('POST /conversations', token, { user: {} });
      expect(second.status).toBe(200);
      expect(second.body.conversationId).toBe(conversationId);
      const { conversation } = await server.store.load({ channel: 'directline', id: conversationId });
      expect(conversation).toMatchObject({ customer: { id: 'u1', name: 'Ana' }, locale: 'es-MX' });
    });

    it('starts a new one for each call with the secret, and the token speaks as a vouched user', async () => {
      const first = await ask('POST /conversations', secret, { user: { id: 'dl_7' } });
      const second = await ask('POST /conversations', secret);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(first.body.conversationId).not.toBe(second.body.conversationId);
      const { conversationId, token } = first.body;
      await ask(`POST /conversations/${conversationId}/activities`, token, hello);
      expect(server.received[0]?.sender.id).toBe('dl_7');
    });

    it("prefers the token's user to the client's", async () => {
      const { token, conversationId } = (await ask('POST /tokens/generate', secret, { user: { id: 'dl_1' } })).body;
      await ask('POST /conversations', token, { user: { id: 'dl_2' } });
      const { conversation } = await server.store.load({ channel: 'directline', id: conversationId });
      expect(conversation?.customer.id).toBe('dl_1');
    });

    it('tells a stream URL on the host it was called at', async () => {
      const { streamUrl, conversationId } = (await ask('POST /conversations', secret)).body;
      const url = new URL(streamUrl);
      expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(
        `ws://127.0.0.1:${server.port}/v3/directline/conversations/${conversationId}/stream`,
      );
    });

    it('tells a secure stream URL behind a proxy that says so, or where a public URL is configured', async () => {
      const behind = await ask('POST /conversations', secret, undefined, { 'X-Forwarded-Proto': 'https, http' });
      expect(behind.body.streamUrl).toMatch(/^wss:\/\/127\.0\.0\.1:/);
      await restart({ publicUrl: 'https://chat.example.com/' });
      const { streamUrl } = (await ask('POST /conversations', secret)).body;
      expect(streamUrl).toMatch(/^wss:\/\/chat\.example\.com\/v3\/directline\/conversations\//);
    });
  });

  describe('reconnecting', () => {
    it('tells a new token and a stream URL that goes on after the watermark', async () => {
      const { id, token } = await started({ id: 'dl_1' });
      const { status, body } = await ask(`GET /conversations/${id}?watermark=4`, token);
      expect(status).toBe(200);
      expect(body).toMatchObject({ conversationId: id, token: expect.any(String), expires_in: 1800 });
      expect(new URL(body.streamUrl).searchParams.get('watermark')).toBe('4');
      await ask(`POST /conversations/${id}/activities`, body.token, hello);
      expect(server.received[0]?.sender.id).toBe('dl_1');
    });

    it('streams later messages only when no watermark is told, and everything for an empty one', async () => {
      const { id, token } = await started();
      await ask(`POST /conversations/${id}/activities`, token, hello);
      const watermarkOf = async (query: string) =>
        new URL((await ask(`GET /conversations/${id}${query}`, token)).body.streamUrl).searchParams.get('watermark');
      expect(await watermarkOf('')).toBe('2');
      expect(await watermarkOf('?watermark=')).toBe('0');
    });

    it('refuses a watermark it did not give', async () => {
      const { id, token } = await started();
      expect(failureOf(await ask(`GET /conversations/${id}?watermark=x`, token))).toBe('400 BadArgument');
    });

    it('finds only conversations that were started', async () => {
      const { token, conversationId } = (await ask('POST /tokens/generate', secret)).body;
      expect(failureOf(await ask(`GET /conversations/${conversationId}`, token))).toBe('404 NotFound');
    });
  });

  describe('posting an activity', () => {
    const post = (id: string, token: string, body: unknown) => ask(`POST /conversations/${id}/activities`, token, body);

    it('answers with the id of the activity as it is read later', async () => {
      const { id, token } = await started();
      const { status, body } = await post(id, token, hello);
      expect(status).toBe(200);
      expect(body).toEqual({ id: `${id}|0000001` });
      const { activities } = (await ask(`GET /conversations/${id}/activities`, token)).body;
      expect(activities.map((activity) => activity.id)).toEqual([`${id}|0000001`, `${id}|0000002`]);
    });

    it('answers only after the message is stored', async () => {
      let release = () => {};
      const stored = new Promise<void>((done) => (release = done));
      await restart({ receive: () => stored.then(() => ({ seq: 1 })) });
      const { id, token } = await started();
      let isAnswered = false;
      const answer = post(id, token, hello).then((one) => {
        isAnswered = true;
        return one;
      });
      // Another call that went through shows that the first one had its chance.
      await ask('GET /session/getsessionid', token);
      expect(isAnswered).toBe(false);
      release();
      expect((await answer).status).toBe(200);
    });

    it('hands on text, sender, locale, channel data and time', async () => {
      const { id, token } = await started();
      const channelData = { clientActivityID: 'c-1', more: [1] };
      await post(id, token, { ...hello, from: { id: 'u1', name: 'Ana', role: 'user' }, locale: 'pt-BR', channelData });
      expect(server.received).toEqual([
        {
          key: { channel: 'directline', id },
          externalId: 'c-1',
          clientAddress: '127.0.0.1',
          sender: { id: 'u1', name: 'Ana' },
          text: 'hello',
          locale: 'pt-BR',
          at: now,
          channelData,
        },
      ]);
    });

    it('stores a message once that is posted twice with one client id', async () => {
      const { id, token } = await started();
      const message = { ...hello, channelData: { clientActivityID: 'same' } };
      const ids = [await post(id, token, message), await post(id, token, message)].map(({ body }) => body.id);
      expect(ids[0]).toBe(ids[1]);
      expect((await ask(`GET /conversations/${id}/activities`, token)).body.activities).toHaveLength(2);
    });

    it('lets the user of the token speak, whoever the activity names', async () => {
      const { id, token } = await started({ id: 'dl_me' });
      await post(id, token, { ...hello, from: { id: 'dl_you' } });
      await post(id, token, { ...hello, from: undefined });
      expect(server.received.map(({ sender }) => sender.id)).toEqual(['dl_me', 'dl_me']);
    });

    it.each([
      ['no body', '', '400 BadArgument'],
      ['no JSON', '{"type":', '400 BadArgument'],
      ['no object', [hello], '400 BadArgument'],
      ['no type', { ...hello, type: undefined }, '400 MissingProperty'],
      ['no sender', { ...hello, from: undefined }, '400 MissingProperty'],
      ['no sender id', { ...hello, from: { name: 'x' } }, '400 MissingProperty'],
      ['no content', { ...hello, text: undefined }, '400 MissingProperty'],
      ['nothing but space', { ...hello, text: ' \n', attachments: [], value: null }, '400 MissingProperty'],
      ['a text that is no text', { ...hello, text: 7 }, '400 BadArgument'],
      [
        'a link that runs',
        { ...hello, attachments: [{ contentType: 'a/b', contentUrl: 'javascript:1' }] },
        '400 BadArgument',
      ],
    ])('refuses one with %s', async (_, body, failure) => {
      const { id, token } = await started();
      expect(failureOf(await post(id, token, body))).toBe(failure);
      expect(server.received).toEqual([]);
    });

    it('takes 256 K characters, in any script, and says that more are too many', async () => {
      const { id, token } = await started();
      const room = 256 * 1024 - JSON.stringify({ ...hello, text: '' }).length;
      expect((await post(id, token, { ...hello, text: '漢'.repeat(room) })).status).toBe(200);
      const tooMany = await post(id, token, { ...hello, text: '漢'.repeat(room + 1) });
      expect(failureOf(tooMany)).toBe('413 MessageSizeTooBig');
      expect(tooMany.body.error.message).toContain('262144 characters');
      expect(failureOf(await post(id, token, { ...hello, text: 'x'.repeat(2_000_000) }))).toBe('413 MessageSizeTooBig');
    });

    it.each([
      { type: 'typing' },
      { type: 'event', name: 'webchat/join', value: { language: 'en' } },
      { type: 'endOfConversation' },
      { type: 'conversationUpdate' },
      { type: 'something/else', unknown: true },
    ])('acknowledges $type without telling anybody', async (activity) => {
      const { id, token } = await started();
      const { status, body } = await post(id, token, { ...activity, from: { id: 'u1' } });
      expect([status, typeof body.id]).toEqual([200, 'string']);
      expect(server.received).toEqual([]);
      expect((await ask(`GET /conversations/${id}/activities`, token)).body.activities).toEqual([]);
      expect((await post(id, token, hello)).status).toBe(200);
    });

    it('says that the bot rejected it when it was not stored, and logs why without its text', async () => {
      const logged: LogFacts[] = [];
      await restart({
        receive: () => Promise.reject(new Error('disk full')),
        logger: { ...silentLogger, error: (facts) => void logged.push(facts) },
      });
      const { id, token } = await started();
      const answer = await post(id, token, { ...hello, text: 'my card is 4111' });
      expect(failureOf(answer)).toBe('502 BotRejectedActivity');
      expect(JSON.stringify(answer.body)).not.toContain('disk');
      expect(logged).toEqual([expect.objectContaining({ cause: 'disk full', status: 502 })]);
      expect(JSON.stringify(logged)).not.toContain('4111');
    });

    it('goes to conversations that were started only', async () => {
      const { token, conversationId } = (await ask('POST /tokens/generate', secret)).body;
      expect(failureOf(await post(conversationId, token, hello))).toBe('404 NotFound');
    });

    it('tells nothing of the inside when the service fails', async () => {
      await restart({ exists: () => Promise.reject(new Error('/secret/path')) });
      const { token, conversationId } = (await ask('POST /tokens/generate', secret)).body;
      const answer = await post(conversationId, token, hello);
      expect(failureOf(answer)).toBe('500 ServiceError');
      expect(answer.body.error.message).not.toContain('/secret/path');
    });
  });

  describe('reading activities', () => {
    const read = (id: string, token: string, query = '') => ask(`GET /conversations/${id}/activities${query}`, token);

    it('gives a hundred at a time, from the start, until there are no more', async () => {
      const { id, token } = await started();
      const entry = {
        author: { role: 'bot', id: 'bot' },
        content: { kind: 'message', text: 'x', format: 'plain' },
      } as const;
      await server.say(id, ...Array.from({ length: 130 }, () => entry));
      const first = (await read(id, token)).body;
      expect([first.activities.length, first.watermark]).toEqual([100, '100']);
      const second = (await read(id, token, `?watermark=${first.watermark}`)).body;
      expect([second.activities.length, second.watermark]).toEqual([30, '130']);
      const third = (await read(id, token, `?watermark=${second.watermark}`)).body;
      expect(third).toEqual({ activities: [], watermark: '130' });
    });

    it('takes an empty watermark as none', async () => {
      const { id, token } = await started();
      expect((await read(id, token, '?watermark=')).body).toEqual({ activities: [], watermark: '0' });
      await ask(`POST /conversations/${id}/activities`, token, hello);
      expect((await read(id, token, '?watermark=')).body.activities).toHaveLength(2);
    });

    it.each(['abc', '-1', '1.5', '1e3', '9'.repeat(40), '1&watermark=2'])('refuses the watermark %s', async (bad) => {
      const { id, token } = await started();
      expect(failureOf(await read(id, token, `?watermark=${bad}`))).toBe('400 BadArgument');
    });

    it("keeps the customer's channel data", async () => {
      const { id, token } = await started();
      const channelData = { clientActivityID: 'c1', clientTimestamp: 'now' };
      await ask(`POST /conversations/${id}/activities`, token, { ...hello, channelData });
      const [own, echo] = (await read(id, token)).body.activities;
      expect(own?.channelData).toEqual(channelData);
      expect(echo).not.toHaveProperty('channelData');
    });
  });

  it('gives a session id', async () => {
    expect((await ask('GET /session/getsessionid', secret)).body).toEqual({ sessionId: expect.any(String) });
  });

  it('issues tokens to the process itself', async () => {
    const { conversationId, token, expires_in } = await server.directLine.issueToken({ id: 'dl_9' });
    expect(expires_in).toBe(1800);
    const { status, body } = await ask('POST /conversations', token);
    expect([status, body.conversationId]).toEqual([201, conversationId]);
    const other = await server.directLine.issueToken();
    expect(other.conversationId).not.toBe(conversationId);
  });

  it('knows no other calls', async () => {
    expect(failureOf(await ask('GET /nothing', secret))).toBe('404 NotFound');
    expect(failureOf(await ask('DELETE /conversations/x', secret))).toBe('404 NotFound');
    expect(failureOf(await ask('GET /conversations/%E0%A4%A', secret))).toBe('400 BadArgument');
  });

  describe('for pages of other sites', () => {
    it('answers the preflight without a token', async () => {
      const { status, headers } = await ask('OPTIONS /conversations', undefined, undefined, {
        Origin: 'https://shop.example',
        'Access-Control-Request-Method': 'POST',
      });
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
      const allowed = headers.get('access-control-allow-headers')?.toLowerCase().split(', ');
      expect(allowed).toEqual(['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with']);
    });

    it('lets them read answers and failures', async () => {
      for (const answer of [await ask('POST /conversations', secret), await ask('POST /conversations')])
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    });
  });

  describe('with a rate limit', () => {
    it('lets a client poll once a second', async () => {
      const { id, token } = await started();
      for (let second = 0; second < 60; second += 1)
        expect((await ask(`GET /conversations/${id}/activities`, token)).status).toBe(200);
    });

    it('answers 429 with the time to wait, to one token and not to others', async () => {
      await restart({ rateLimit: { requestsPerMinute: 5 } });
      const [one, other] = [await started(), await started()];
      const read = ({ id, token }: typeof one) => ask(`GET /conversations/${id}/activities`, token);
      for (let times = 0; times < 4; times += 1) expect((await read(one)).status).toBe(200);
      const refused = await read(one);
      expect(failureOf(refused)).toBe('429 TooManyRequests');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await read(other)).status).toBe(200);
    });

    it('gives no new quota for a refreshed token', async () => {
      await restart({ rateLimit: { requestsPerMinute: 3 } });
      const { id, token } = await started();
      const fresh = (await ask('POST /tokens/refresh', token)).body.token;
      await ask(`GET /conversations/${id}`, fresh);
      expect(failureOf(await ask(`GET /conversations/${id}`, fresh))).toBe('429 TooManyRequests');
    });

    it('bounds how much one conversation can grow in a day, and no other', async () => {
      await restart({ rateLimit: { activityBytesPerDay: 1000 } });
      const [one, other] = [await started(), await started()];
      const long = { type: 'message', from: { id: 'u1' }, text: 'x'.repeat(600) };
      const post = (id: string, token: string, body: object) =>
        ask(`POST /conversations/${id}/activities`, token, body);
      expect((await post(one.id, one.token, long)).status).toBe(200);
      expect(failureOf(await post(one.id, one.token, long))).toBe('429 TooManyRequests');
      expect((await post(other.id, other.token, long)).status).toBe(200);
    });

    it('slows down whoever guesses, by address', async () => {
      await restart({ rateLimit: { requestsPerMinute: 3 } });
      for (let times = 0; times < 3; times += 1)
        expect(failureOf(await ask('POST /conversations', 'guess'))).toBe('401 Unauthorized');
      expect(failureOf(await ask('POST /conversations', 'guess'))).toBe('429 TooManyRequests');
      expect((await ask('POST /conversations', secret)).status).toBe(201);
    });
  });
});
