import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Entry } from '../../../src/conversation/entry.ts';
import { createMemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { call } from '../../support/directline-call.ts';
import { secret, startEchoServer, type EchoServer, type EchoServerOptions } from '../../support/directline-server.ts';
import { openStream, type StreamClient } from '../../support/stream-client.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('a Direct Line stream', () => {
  let server: EchoServer;
  let now: number;
  let tick: () => void;
  let id: string;
  let token: string;
  let streamUrl: string;
  let open: StreamClient[];

  async function restart(options: Partial<EchoServerOptions> = {}): Promise<void> {
    await server?.close();
    const every = (_ms: number, once: () => void) => {
      tick = once;
      return () => (tick = () => {});
    };
    server = await startEchoServer({ uploadDir: newFolder(), now: () => now, every, ...options });
    ({
      body: { conversationId: id, token, streamUrl },
    } = await call(server.url, 'POST /conversations', secret));
  }

  beforeEach(async () => {
    now = 1_700_000_000_000;
    open = [];
    await restart();
  });

  afterEach(async () => {
    for (const { socket } of open) socket.terminate();
    await server.close();
  });

  async function stream(url: string): Promise<StreamClient> {
    const client = await openStream(url);
    open.push(client);
    return client;
  }

  const said = (text: string): Pick<Entry, 'author' | 'content'> => ({
    author: { role: 'bot', id: 'bot' },
    content: { kind: 'message', text, format: 'plain' },
  });

  const post = (text: string) =>
    call(server.url, `POST /conversations/${id}/activities`, token, { type: 'message', from: { id: 'u' }, text });

  const reconnect = async (query: string): Promise<string> =>
    (await call(server.url, `GET /conversations/${id}${query}`, token)).body.streamUrl;

  it('sends what was said between the start and the connection first, then what follows', async () => {
    await post('early');
    const client = await stream(streamUrl);
    await client.activities(2);
    await post('later');
    await client.activities(4);
    expect(client.texts()).toEqual(['early', 'echo: early', 'later', 'echo: later']);
    expect(client.frames.at(-1)?.watermark).toBe('4');
  });

  it('goes on after the watermark', async () => {
    await post('one');
    const client = await stream(await reconnect('?watermark=1'));
    await client.activities(1);
    expect(client.texts()).toEqual(['echo: one']);
  });

  it('sends only what is said from now on, when it was asked for without watermark', async () => {
    await post('one');
    const url = await reconnect('');
    await post('two');
    const client = await stream(url);
    await client.activities(2);
    expect(client.texts()).toEqual(['two', 'echo: two']);
  });

  it('leaves nothing out and doubles nothing while hundreds of entries come in during the replay', async () => {
    const texts = Array.from({ length: 450 }, (_, index) => `t${index}`);
    await server.say(id, ...texts.slice(0, 250).map(said));
    const connecting = stream(streamUrl);
    for (const text of texts.slice(250)) await server.say(id, said(text));
    const client = await connecting;
    await client.activities(450);
    await post('last');
    await client.activities(452);
    expect(client.texts()).toEqual([...texts, 'last', 'echo: last']);
  });

  it('sends what is committed between its last read and its sleep', async () => {
    const store = createMemoryStore();
    let onRead = async () => {};
    await restart({
      store,
      entriesAfter: async (key, after, limit) => {
        const page = await store.entriesAfter(key, after, limit);
        // Committed after the page was taken and before the reader has it.
        await onRead();
        return page;
      },
    });
    let isFirst = true;
    onRead = async () => {
      if (!isFirst) return;
      isFirst = false;
      await server.say(id, said('in between'));
    };
    const client = await stream(streamUrl);
    await client.activities(1);
    expect(client.texts()).toEqual(['in between']);
  });

  it('does not mix up conversations', async () => {
    const other = (await call(server.url, 'POST /conversations', secret)).body;
    const [mine, theirs] = [await stream(streamUrl), await stream(other.streamUrl)];
    await post('mine');
    await server.say(other.conversationId, said('theirs'));
    await Promise.all([mine.activities(2), theirs.activities(1)]);
    expect(theirs.texts()).toEqual(['theirs']);
    expect(mine.texts()).toEqual(['mine', 'echo: mine']);
  });

  it('gives way to a newer one of the same conversation', async () => {
    const older = await stream(streamUrl);
    const newer = await stream(await reconnect('?watermark=0'));
    expect(await older.closed).toEqual([1008, 'collision']);
    await post('who hears me?');
    await newer.activities(2);
    expect(older.texts()).toEqual([]);
    expect(newer.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('sends empty frames as signs of life, and bears those of the client', async () => {
    const client = await stream(streamUrl);
    client.socket.send('');
    client.socket.send('{"not":"listened to"}');
    const pinged = once(client.socket, 'ping');
    tick();
    await pinged;
    await post('still there');
    await client.activities(2);
    expect(client.emptyFrames()).toBe(1);
  });

  it('is dropped when its client gives no sign of life between two of the server', async () => {
    const client = await stream(streamUrl);
    const { host, pathname, search } = new URL(await reconnect('?watermark=0'));
    // A peer that shakes hands and then is silent, as behind a cut line.
    const silent = connect(server.port, '127.0.0.1');
    const key = Buffer.alloc(16).toString('base64');
    silent.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    const [first] = await once(silent, 'data');
    expect(String(first)).toContain('101 Switching Protocols');
    await client.closed;
    silent.resume();
    const ended = once(silent, 'close');
    tick();
    tick();
    await ended;
  });

  it('lives on for a client that only answers pings', async () => {
    const client = await stream(streamUrl);
    for (let times = 0; times < 3; times += 1) {
      const ping = once(client.socket, 'ping');
      tick();
      await ping;
      // Frames keep their order: once this ping is answered, the pong that was sent before it has been heard.
      await new Promise<void>((done) => client.socket.once('pong', () => done()).ping());
    }
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('is closed when the service stops, and none is opened afterwards', async () => {
    const client = await stream(streamUrl);
    await server.directLine.stop?.();
    expect((await client.closed)[0]).toBe(1001);
    await expect(openStream(streamUrl)).rejects.toThrow('404');
  });

  it('is closed for another try when the transcript cannot be read', async () => {
    await restart({ entriesAfter: () => Promise.reject(new Error('disk')) });
    const client = await stream(streamUrl);
    expect((await client.closed)[0]).toBe(1011);
  });

  const changed = (parameter: string, value: string): string => {
    const url = new URL(streamUrl);
    url.searchParams.set(parameter, value);
    return url.href;
  };

  it('opens for a minute only', async () => {
    now += 60_000;
    await expect(openStream(streamUrl)).rejects.toThrow('403');
  });

  it('opens for its own token only', async () => {
    const other = (await call(server.url, 'POST /conversations', secret)).body;
    const t = new URL(other.streamUrl).searchParams.get('t') ?? '';
    await expect(openStream(changed('t', t))).rejects.toThrow('403');
    await expect(openStream(changed('t', token))).rejects.toThrow('401');
    await expect(openStream(changed('t', ''))).rejects.toThrow('401');
  });

  it('refuses a watermark nobody gave out, and a conversation that is gone', async () => {
    await expect(openStream(changed('watermark', 'x'))).rejects.toThrow('400');
    await server.store.erase({ channel: 'directline', id });
    await expect(openStream(streamUrl)).rejects.toThrow('404');
  });

  it('leaves upgrades of other paths to others', async () => {
    for (const path of ['/', '/v3/directline/conversations/x', '/v3/directline/conversations/%E0%A4%A/stream'])
      await expect(openStream(`ws://127.0.0.1:${server.port}${path}`)).rejects.toThrow('socket hang up');
  });

  it('survives clients that vanish during the handshake', async () => {
    const { pathname, search } = new URL(streamUrl);
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
    socket.resetAndDestroy();
    const client = await stream(streamUrl);
    await post('fine');
    await client.activities(2);
  });
});
