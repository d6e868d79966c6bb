import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createErrorHandler } from '../../src/http/error-response.ts';
import { silentLogger } from '../../src/log.ts';

describe('an error response', () => {
  let server: Server;
  let thrown: unknown;
  const logged: unknown[] = [];

  beforeAll(async () => {
    const app = express();
    app.post('/json', express.json({ limit: '1kb' }), (_request, response) => void response.json({}));
    app.get('/late', (_request, response) => {
      response.write('half');
      throw thrown;
    });
    app.get('/:any', async () => {
      throw thrown;
    });
    // Express prints what its own handler gets, unless it runs in a test.
    app.set('env', 'test');
    app.use(createErrorHandler({ ...silentLogger, error: (facts) => logged.push(facts.err) }));
    server = createServer(app);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answerTo(error: unknown): Promise<{ status: number; body: unknown; isLogged: boolean }> {
    thrown = error;
    const before = logged.length;
    const response = await fetch(`${url()}/any`);
    return { status: response.status, body: await response.json(), isLogged: logged.length > before };
  }

  async function post(body: string): Promise<[number, unknown]> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url()}/json`, { method: 'POST', headers, body });
    return [response.status, await response.json()];
  }

  it('has the status of the code, the message and the facts', async () => {
    const error = new AppError('conflict', 'Bo was first.', { facts: { agentId: 'bo' } });
    expect(await answerTo(error)).toEqual({
      status: 409,
      body: { error: { code: 'conflict', message: 'Bo was first.', agentId: 'bo' } },
      isLogged: false,
    });
  });

  it('keeps the cause of an error to itself', async () => {
    const error = new AppError('badRequest', 'Not so.', { cause: new Error('secret inside') });
    expect(JSON.stringify((await answerTo(error)).body)).not.toContain('inside');
  });

  it('tells nothing of an unknown failure, which is logged', async () => {
    const answer = await answerTo(new Error('ENOENT: open /srv/data/secrets.json'));
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'internal' } }, isLogged: true });
    expect(JSON.stringify(answer.body)).not.toMatch(/ENOENT|srv|stack/);
    expect((logged.at(-1) as Error).message).toContain('ENOENT');
  });

  it('tells no path of a failure of the service that is known, which is logged', async () => {
    const error = new AppError('storageFailed', 'Cannot write /srv/data/a.json.', {
      facts: { file: '/srv/data/a.json' },
    });
    const answer = await answerTo(error);
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'storageFailed' } }, isLogged: true });
    expect(JSON.stringify(answer.body)).not.toContain('srv');
  });

  it.each([['a string'], [{ status: 200 }], [{ status: 999 }], [42]])(
    'is internal when %j is thrown',
    async (value) => {
      expect(await answerTo(value)).toMatchObject({ status: 500, body: { error: { code: 'internal' } } });
    },
  );

  it('says that a body is too large', async () => {
    expect(await post(JSON.stringify({ text: 'x'.repeat(2000) }))).toEqual([
      413,
      { error: { code: 'payloadTooLarge', message: 'The body is too large.' } },
    ]);
  });

  it('says how to write a body that could not be read', async () => {
    const [status, body] = await post('{');
    expect([status, body]).toMatchObject([400, { error: { code: 'badRequest' } }]);
    expect(JSON.stringify(body)).toContain('application/json');
  });

  it('cuts off an answer that has begun instead of ending it as if it were whole', async () => {
    thrown = new Error('too late');
    const response = await fetch(`${url()}/late`);
    await expect(response.text()).rejects.toThrow();
  });
});
