import { rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveAgent } from '../../src/http/agents-file.ts';
import { consoleCall, logIn } from '../support/console-client.ts';
import { passwords, startConsoleServer, type ConsoleServer } from '../support/console-server.ts';
import { smallBrain } from '../support/small-brain.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('logging in to the console', () => {
  const newFolder = temporaryFolders();
  let server: ConsoleServer;

  beforeAll(async () => {
    server = await startConsoleServer(newFolder(), await smallBrain());
  });
  afterAll(() => server.close());

  const tryLogIn = (id: string, password: string) =>
    consoleCall<{ id: string; name: string }>(server.url, 'POST /login', { body: { id, password } });

  it('tells who one is', async () => {
    const { status, body } = await tryLogIn('ana', passwords.ana);
    expect([status, body]).toEqual([200, { id: 'ana', name: 'Ana' }]);
  });

  it('forgives capitals and spaces around the name', async () => {
    expect((await tryLogIn('  Ana ', passwords.ana)).status).toBe(200);
  });

  it('gives a cookie that neither scripts nor other sites can use', async () => {
    const cookie = (await tryLogIn('ana', passwords.ana)).headers.get('set-cookie') ?? '';
    expect(cookie.split('; ').slice(1)).toEqual(['Max-Age=43200', 'Path=/console', 'HttpOnly', 'SameSite=Strict']);
  });

  it('answers a wrong password and an unknown name with the same words and no cookie', async () => {
    const answers = [await tryLogIn('ana', 'no'), await tryLogIn('nobody', 'no')];
    for (const { status, body, headers } of answers) {
      expect([status, body.error.code, headers.get('set-cookie')]).toEqual([401, 'unauthorized', null]);
    }
    expect(answers[0]?.body.error.message).toBe(answers[1]?.body.error.message);
  });

  it('opens with no session, neither for reading nor for writing', async () => {
    for (const call of ['GET /me', 'GET /tickets', 'GET /conversations/test:1', 'GET /events']) {
      expect((await consoleCall(server.url, call)).status).toBe(401);
    }
    expect((await consoleCall(server.url, 'POST /conversations/test:1/claim', { body: {} })).status).toBe(401);
  });

  it('takes no cookie that was not signed here', async () => {
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const claims = Buffer.from('{"sub":"ana","aud":"console"}').toString('base64url');
    const { status } = await consoleCall(server.url, 'GET /me', { cookie: `simpatico_session=${unsigned}.${claims}.` });
    expect(status).toBe(401);
  });

  it('finds the session among other cookies', async () => {
    const { cookie } = await logIn(server.url, 'ana', passwords.ana);
    const answer = await consoleCall(server.url, 'GET /me', { cookie: `theme=dark; ${cookie}; more=1` });
    expect(answer.body).toEqual({ id: 'ana', name: 'Ana' });
  });

  it('lasts twelve hours', async () => {
    const ana = await logIn(server.url, 'ana', passwords.ana);
    server.advance(11 * 3_600_000);
    expect((await ana.get('/me')).status).toBe(200);
    server.advance(2 * 3_600_000);
    expect((await ana.get('/me')).body.error.message).toContain('Log in again');
  });

  it('ends with a cookie that is out of date at once', async () => {
    const ana = await logIn(server.url, 'ana', passwords.ana);
    const { headers } = await ana.post('/logout');
    expect(headers.get('set-cookie')).toMatch(/^simpatico_session=; Max-Age=0; Path=\/console; HttpOnly/);
  });

  it('shuts out an account that was removed, session or not', async () => {
    const ana = await logIn(server.url, 'ana', passwords.ana);
    await rename(server.agentsPath, `${server.agentsPath}.kept`);
    try {
      expect((await ana.get('/me')).body.error.message).toContain('does not exist any more');
      expect((await tryLogIn('ana', passwords.ana)).status).toBe(401);
    } finally {
      await rename(`${server.agentsPath}.kept`, server.agentsPath);
    }
  });

  it('stops answering a name after ten wrong passwords, even when they come all at once', async () => {
    await saveAgent(server.agentsPath, { id: 'cleo', name: 'Cleo', password: 'right' });
    const tries = await Promise.all(Array.from({ length: 14 }, () => tryLogIn('cleo', 'wrong')));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
    const { status, body } = await tryLogIn('cleo', 'right');
    expect([status, body.error.message]).toEqual([429, 'Too many wrong passwords. Try again in 15 minutes.']);
  });

  it('goes on answering the others meanwhile', async () => {
    expect((await tryLogIn('bo', passwords.bo)).status).toBe(200);
  });

  it('tells by no refusal which names exist', async () => {
    const tries = await Promise.all(Array.from({ length: 11 }, () => tryLogIn('no-such-name', 'wrong')));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
    const refused = tries.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  it('ends the sessions of a password that was replaced', async () => {
    await saveAgent(server.agentsPath, { id: 'dina', name: 'Dina', password: 'first' });
    const dina = await logIn(server.url, 'dina', 'first');
    expect((await dina.get('/me')).status).toBe(200);
    await saveAgent(server.agentsPath, { id: 'dina', name: 'Dina', password: 'second' });
    expect((await dina.get('/me')).status).toBe(401);
  });

  it('says what is missing in a request', async () => {
    const { status, body } = await consoleCall(server.url, 'POST /login', { body: { id: 'ana' } });
    expect([status, body.error.code]).toEqual([400, 'badRequest']);
    expect(body.error.message).toMatch(/^password: /);
  });

  it('refuses forms and plain text, which other sites could send', async () => {
    const form = `id=ana&password=${passwords.ana}`;
    for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
      const { status, headers } = await consoleCall(server.url, 'POST /login', { body: form, type });
      expect([status, headers.get('set-cookie')]).toEqual([400, null]);
    }
  });

  it('refuses changes without a body, which other sites could send too', async () => {
    const { cookie } = await logIn(server.url, 'ana', passwords.ana);
    const { status, body } = await consoleCall(server.url, 'POST /conversations/test:1/claim', { cookie });
    expect([status, body.error.code]).toEqual([400, 'badRequest']);
  });

  it('refuses JSON that is none, and bodies that are too large', async () => {
    const broken = await consoleCall(server.url, 'POST /login', { body: '{"id":' });
    expect([broken.status, broken.body.error.code]).toEqual([400, 'badRequest']);
    const large = await consoleCall(server.url, 'POST /login', { body: { id: 'x'.repeat(200_000) } });
    expect([large.status, large.body.error.code]).toEqual([413, 'payloadTooLarge']);
  });
});
