import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Activity } from '../../src/channels/directline/activity.ts';

/** A frame with activities. */
export interface Frame {
  readonly activities: readonly Activity[];
  readonly watermark: string;
}

/** A bare stream client that keeps what it got and lets a test wait for more. */
export interface StreamClient {
  readonly socket: WebSocket;
  readonly frames: readonly Frame[];
  /** Texts of all activities so far, in order. */
  texts(): string[];
  /** Resolves when that many activities have come. */
  activities(count: number): Promise<void>;
  /** Number of empty frames so far. */
  emptyFrames(): number;
  /** Code and reason the stream was closed with. */
  readonly closed: Promise<readonly [number, string]>;
}

/** Connects; rejects with the HTTP status where the server refuses. */
export async function openStream(url: string): Promise<StreamClient> {
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  let empty = 0;
  let check = () => {};
  socket.on('message', (data) => {
    const text = String(data);
    if (text === '') empty += 1;
    else frames.push(JSON.parse(text) as Frame);
    check();
  });
  const closed = once(socket, 'close').then(([code, reason]) => [Number(code), String(reason)] as const);
  // A refused connection is told by the promise below.
  closed.catch(() => undefined);
  await new Promise<void>((done, fail) => {
    socket.once('open', done);
    socket.once('unexpected-response', (_request, response) => fail(new Error(String(response.statusCode))));
    socket.once('error', fail);
  });
  const all = () => frames.flatMap(({ activities }) => activities);
  return {
    socket,
    frames,
    texts: () => all().map(({ text }) => text ?? ''),
    emptyFrames: () => empty,
    activities: (count) =>
      new Promise((done) => {
        check = () => {
          if (all().length >= count) done();
        };
        check();
      }),
    closed,
  };
}
