import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Entry } from '../../conversation/entry.ts';
import { AppError, messageOf } from '../../errors.ts';
import { toActivity } from './activity.ts';
import { keyOf, type DirectLineDeps } from './deps.ts';
import { toWireError } from './errors.ts';
import { basePath } from './links.ts';
import type { Tokens } from './tokens.ts';
import { parseWatermark, toWatermark } from './watermark.ts';

/** Milliseconds between two signs of life to each client. */
const keepAliveMs = 15_000;

const pageSize = 100;

/** What streams are made of. */
export type StreamDeps = Pick<DirectLineDeps, 'exists' | 'entriesAfter' | 'subscribe' | 'logger'> & {
  readonly tokens: Pick<Tokens, 'verifyForStream'>;
  /** Calls `tick` again and again; returns how to stop. */
  readonly every: NonNullable<DirectLineDeps['every']>;
};

/** WebSockets that push a conversation's activities. */
export interface Streams {
  /** False when the request is for somebody else. Otherwise it is taken, and refused with an HTTP status if need be. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  start(): void;
  /** Closes all streams and takes no new ones. */
  stop(): void;
}

/** A connected client. */
interface Client {
  readonly socket: WebSocket;
  /** Whether anything came from it since the last sign of life to it. */
  isHeard: boolean;
}

/**
 * Makes the streams. A conversation has one: a further socket takes over and the older one is closed with the reason
 * `collision`. The other way round, a client whose connection died without a word (a phone that changed networks)
 * would be turned away until the server noticed, and botframework-directlinejs tries again only after 3 to 15
 * seconds. The price: two pages with the same token take the stream from each other in turns; none of them loses
 * anything, since each goes on from its own watermark.
 */
export function createStreams(deps: StreamDeps): Streams {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 });
  const clients = new Map<string, Client>();
  let isStopped = false;
  let stopKeepAlive = () => {};

  async function accept(target: StreamTarget, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { conversationId, query } = target;
    if (isStopped) throw new AppError('notFound', 'The service is stopping.');
    const after = parseWatermark(query.get('watermark')) ?? 0;
    if ((await deps.tokens.verifyForStream(query.get('t') ?? '')) !== conversationId)
      throw new AppError('forbidden', 'The token belongs to another conversation.');
    if (!(await deps.exists(keyOf(conversationId)))) throw new AppError('notFound', 'There is no such conversation.');
    sockets.handleUpgrade(request, socket, head, (opened) => connect(opened, conversationId, after));
  }

  function connect(socket: WebSocket, conversationId: string, after: number): void {
    // The service may have been told to stop while the token was checked.
    if (isStopped) return socket.terminate();
    const client: Client = { socket, isHeard: true };
    clients.get(conversationId)?.socket.close(1008, 'collision');
    clients.set(conversationId, client);
    const unfollow = follow(deps, socket, conversationId, after);
    const hear = () => void (client.isHeard = true);
    socket.on('message', hear);
    socket.on('pong', hear);
    socket.on('error', (error) => deps.logger.debug({ error: messageOf(error) }, 'a stream broke'));
    socket.on('close', () => {
      unfollow();
      if (clients.get(conversationId) === client) clients.delete(conversationId);
    });
  }

  /** An empty frame is the protocol's sign of life; the ping makes even a silent client answer. */
  function keepAlive(): void {
    for (const client of clients.values()) {
      if (!client.isHeard) {
        client.socket.terminate();
        continue;
      }
      client.isHeard = false;
      client.socket.ping();
      client.socket.send('');
    }
  }

  return {
    handleUpgrade(request, socket, head) {
      const target = targetOf(request.url ?? '');
      if (target === undefined) return false;
      const ignore = () => undefined;
      socket.on('error', ignore);
      accept(target, request, socket, head)
        .then(() => socket.off('error', ignore))
        .catch((error: unknown) => refuse(socket, error));
      return true;
    },
    start() {
      stopKeepAlive = deps.every(keepAliveMs, keepAlive);
    },
    stop() {
      isStopped = true;
      stopKeepAlive();
      for (const socket of sockets.clients) {
        socket.close(1001, 'the service stops');
        socket.terminate();
      }
      sockets.close();
    },
  };
}

/**
 * Sends all entries after `after`, then each new one, none twice and none left out: a commit only wakes the reader,
 * which always goes on in the transcript from the last entry it sent. Returns how to stop.
 */
function follow(
  { entriesAfter, subscribe, logger }: StreamDeps,
  socket: WebSocket,
  conversationId: string,
  after: number,
): () => void {
  const key = keyOf(conversationId);
  let sent = after;
  let isReading = false;
  let hasNews = false;

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      while (hasNews && socket.readyState === socket.OPEN) {
        hasNews = false;
        await sendRest();
      }
    } finally {
      // In the same step as the last look at the news: none can slip in between.
      isReading = false;
    }
  }

  async function sendRest(): Promise<void> {
    for (;;) {
      const page = await entriesAfter(key, sent, pageSize);
      const last = page.at(-1);
      if (last === undefined) return;
      // Waiting until the frame has left bounds what a slow client can make the server hold.
      await send(socket, frameOf(conversationId, page, last.seq));
      sent = last.seq;
    }
  }

  function wake(): void {
    hasNews = true;
    read().catch((error: unknown) => {
      if (socket.readyState !== socket.OPEN) return;
      logger.warn({ error: messageOf(error) }, 'a stream was closed; its client comes back');
      socket.close(1011, 'try again');
    });
  }

  // First the subscription, then the first read: what is committed in between wakes the reader again.
  const unsubscribe = subscribe(key, wake);
  wake();
  return unsubscribe;
}

function frameOf(conversationId: string, page: readonly Entry[], lastSeq: number): string {
  const activities = page.map((entry) => toActivity(conversationId, entry));
  return JSON.stringify({ activities, watermark: toWatermark(lastSeq) });
}

function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((done, fail) => {
    socket.send(text, (error) => (error ? fail(error) : done()));
  });
}

interface StreamTarget {
  readonly conversationId: string;
  readonly query: URLSearchParams;
}

function targetOf(url: string): StreamTarget | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  const id = path.startsWith(basePath) ? /^\/conversations\/([^/]+)\/stream$/.exec(path.slice(basePath.length)) : null;
  if (id?.[1] === undefined) return undefined;
  try {
    return { conversationId: decodeURIComponent(id[1]), query: new URLSearchParams(query) };
  } catch {
    return undefined;
  }
}

function refuse(socket: Duplex, error: unknown): void {
  const { status, body } = toWireError(error);
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${body.error.code}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
