import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionStatus, DirectLine, type Activity, type DirectLineOptions } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { silentLogger } from '../../../src/log.ts';
import type { Store } from '../../../src/service/store.ts';
import { createLowdbStore } from '../../../src/storage/lowdb/lowdb-store.ts';
import { call } from '../../support/directline-call.ts';
import { secret, startEchoServer, type EchoServer } from '../../support/directline-server.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** The public client with what it has received. */
interface Client {
  readonly line: DirectLine;
  readonly texts: string[];
  post(text: string): Promise<string>;
  /** Resolves when a text has come. */
  received(text: string): Promise<void>;
  /** Resolves when the client has got to a state. */
  reached(status: ConnectionStatus): Promise<void>;
  close(): void;
}

function connect(options: DirectLineOptions & { readonly random?: () => number }): Client {
  // The shortest pause it may make before it reconnects: three seconds.
  const line = new DirectLine({ random: () => 0, timeout: 1000, ...options });
  const texts: string[] = [];
  let check = () => {};
  const subscription = line.activity$.subscribe((activity: Activity) => {
    if (activity.type === 'message') texts.push(activity.text ?? '');
    check();
  });
  return {
    line,
    texts,
    post: (text) =>
      line
        .postActivity({ type: 'message', from: { id: 'u1' }, text })
        .take(1)
        .toPromise(),
    received: (text) =>
      new Promise((done) => {
        check = () => {
          if (texts.includes(text)) done();
        };
        check();
      }),
    reached: async (status) => {
      await line.connectionStatus$
        .filter((one) => one === status)
        .take(1)
        .toPromise();
    },
    close: () => {
      line.end();
      subscription.unsubscribe();
    },
  };
}

describe('botframework-directlinejs', () => {
  const browser = globalThis as { XMLHttpRequest?: unknown; WebSocket?: unknown };
  let server: EchoServer;
  let store: Store;
  let dir: string;
  let client: Client | undefined;

  beforeAll(async () => {
    // What the client finds in a browser. The package has no types, and its export is the constructor itself.
    const name = 'xmlhttprequest-ssl';
    browser.XMLHttpRequest = ((await import(name)) as { default: unknown }).default;
    browser.WebSocket = WebSocket;
  });

  afterAll(() => {
    delete browser.XMLHttpRequest;
    delete browser.WebSocket;
  });

  async function start(port?: number): Promise<void> {
    store = await createLowdbStore({ dir, logger: silentLogger, now: Date.now });
    server = await startEchoServer({ uploadDir: newFolder(), store, ...(port === undefined ? {} : { port }) });
  }

  async function stop(): Promise<void> {
    await server.close();
    await store.close();
  }

  beforeEach(async () => {
    dir = newFolder();
    client = undefined;
    await start();
  });

  afterEach(async () => {
    client?.close();
    await stop();
  });

  const domain = () => `${server.url}/v3/directline`;
  const newToken = async () => (await call(server.url, 'POST /tokens/generate', secret)).body;

  const agentSays = (conversationId: string, text: string) =>
    server.say(conversationId, {
      author: { role: 'agent', id: 'a1', name: 'Alba' },
      content: { kind: 'message', text, format: 'plain' },
    });

  it.each([
    ['by polling', { webSocket: false, pollingInterval: 200 }],
    ['by its stream', {}],
  ])('gets each message exactly once %s', async (_, options) => {
    const { token } = await newToken();
    client = connect({ ...options, domain: domain(), token });
    const id = await client.post('hello');
    expect(id).toMatch(/\|0000001$/);
    await client.received('echo: hello');
    await client.post('again');
    await client.received('echo: again');
    expect(client.texts).toEqual(['hello', 'echo: hello', 'again', 'echo: again']);
  });

  it('works with the secret', async () => {
    client = connect({ domain: domain(), secret });
    await client.post('hello');
    await client.received('echo: hello');
    expect(client.texts).toEqual(['hello', 'echo: hello']);
  });

  it('gets a session id', async () => {
    client = connect({ domain: domain(), token: (await newToken()).token });
    expect(await client.line.getSessionId().take(1).toPromise()).toMatch(/.+/);
  });

  it('reads that its token has expired, and goes on with a new one', async () => {
    const { token, conversationId } = await newToken();
    client = connect({ domain: domain(), token, webSocket: false, pollingInterval: 200 });
    await client.post('before');
    await client.received('echo: before');
    let now = Date.now() + 31 * 60_000;
    await server.close();
    server = await startEchoServer({ uploadDir: newFolder(), store, port: server.port, now: () => now });
    expect(await client.post('too late')).toBe('retry');
    await client.reached(ConnectionStatus.ExpiredToken);
    now -= 31 * 60_000;
    expect(client.texts).toEqual(['before', 'echo: before']);
    const { body } = await call(server.url, `GET /conversations/${conversationId}`, secret);
    client.line.reconnect({ conversationId, token: body.token, streamUrl: body.streamUrl });
    expect(await client.post('in time')).toMatch(/\|0000003$/);
  });

  it('goes on by its stream when the service was stopped and started again, losing and doubling nothing', async () => {
    const { token, conversationId } = await newToken();
    client = connect({ domain: domain(), token });
    await client.post('before');
    await client.received('echo: before');
    const { port } = server;
    await stop();
    await start(port);
    await agentSays(conversationId, 'while you were away');
    await client.received('while you were away');
    await client.post('after');
    await client.received('echo: after');
    expect(client.texts).toEqual(['before', 'echo: before', 'while you were away', 'after', 'echo: after']);
  }, 60_000);

  it('resumes by polling after the service was started again, where it had stopped reading', async () => {
    const { token, conversationId } = await newToken();
    const options = { webSocket: false, pollingInterval: 200, token };
    client = connect({ ...options, domain: domain() });
    await client.post('before');
    await client.received('echo: before');
    // The client stops polling for good when a call fails: the page makes a new one, as after a reload.
    client.close();
    const { port } = server;
    await stop();
    await start(port);
    await agentSays(conversationId, 'while you were away');
    client = connect({ ...options, domain: domain(), conversationId, watermark: '2' });
    await client.post('after');
    await client.received('echo: after');
    expect(client.texts).toEqual(['while you were away', 'after', 'echo: after']);
  });
});
