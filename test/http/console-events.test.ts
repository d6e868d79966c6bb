import { rename } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keyText } from '../../src/conversation/message.ts';
import { consoleCall, logIn, type ConsoleClient, type EventReader } from '../support/console-client.ts';
import { passwords, startConsoleServer, type ConsoleServer } from '../support/console-server.ts';
import { smallBrain } from '../support/small-brain.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

describe('the events of the console', () => {
  const newFolder = temporaryFolders();
  let server: ConsoleServer;
  let ana: ConsoleClient;
  let open: EventReader[] = [];

  beforeAll(async () => {
    server = await startConsoleServer(newFolder(), await smallBrain());
    ana = await logIn(server.url, 'ana', passwords.ana);
  });
  afterEach(async () => {
    for (const reader of open) reader.close();
    open = [];
    await server.quiet();
  });
  afterAll(() => server.close());

  async function listen(client = ana): Promise<EventReader> {
    const reader = await client.events();
    open.push(reader);
    return reader;
  }

  it('tell of a customer’s message, the answer and the ticket as they are stored', async () => {
    const events = await listen();
    const key = await server.waiting();
    const event = await events.next();
    expect(event.key).toBe(keyText(key));
    expect(event.entries.map(({ author }) => author.role)).toEqual(['customer', 'bot', 'system']);
    expect(event.tickets).toMatchObject([{ key: keyText(key), status: 'open' }]);
    expect(event.entries).toEqual((await ana.read(key)).entries);
  });

  it('tell every agent what another one did', async () => {
    const key = await server.waiting();
    const bo = await logIn(server.url, 'bo', passwords.bo);
    const both = [await listen(), await listen(bo)];
    await bo.act(key, 'claim');
    for (const events of both) {
      expect((await events.next()).tickets).toMatchObject([{ status: 'claimed', agentId: 'bo' }]);
    }
  });

  it('come one after the other in the order of the transcript', async () => {
    const events = await listen();
    const key = { channel: 'test', id: 'in order' };
    for (const text of ['top up', 'price', 'refund']) await server.write(key, text);
    const seqs = [await events.next(), await events.next(), await events.next()].flatMap(({ entries }) =>
      entries.map(({ seq }) => seq),
    );
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('stay one line each, whatever a customer writes', async () => {
    const events = await listen();
    await server.write({ channel: 'test', id: 'lines' }, 'a\n\ndata: {"key":"fake"}\r\n\r\n\u2028b');
    const [entry] = (await events.next()).entries;
    expect(entry?.content).toMatchObject({ text: 'a\n\ndata: {"key":"fake"}\r\n\r\n\u2028b' });
  });

  it('cannot be read without a session', async () => {
    expect((await consoleCall(server.url, 'GET /events')).status).toBe(401);
  });

  it('stop, and cost nothing more, when the page is closed', async () => {
    const events = await listen();
    expect(server.ticks.size).toBe(1);
    events.close();
    await server.quiet();
    await server.waiting();
    await expect(events.next()).rejects.toThrow(/abort/i);
  });

  it('end when the account is removed', async () => {
    const events = await listen();
    await rename(server.agentsPath, `${server.agentsPath}.kept`);
    for (const tick of server.ticks) tick();
    await expect(events.next()).rejects.toThrow('The events have ended.');
    await rename(`${server.agentsPath}.kept`, server.agentsPath);
  });

  it('go on while the session is good', async () => {
    const events = await listen();
    for (const tick of server.ticks) tick();
    const key = await server.waiting();
    expect((await events.next()).key).toBe(keyText(key));
  });
});
