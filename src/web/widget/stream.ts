import type { ActivitySet } from './direct-line.ts';

/** An open socket. */
export interface Stream {
  /** When the service last sent anything, milliseconds since the epoch. */
  lastHeardAt(): number;
  ping(): void;
  /** Closes it without a call of `onClose`. */
  close(): void;
}

export interface StreamListener {
  onSet(set: ActivitySet): void;
  /** `crowdedOut` when the service closed it because the conversation got another socket. */
  onClose(crowdedOut: boolean): void;
  now(): number;
}

/** Some proxies neither open nor refuse a socket. */
const openWithinMs = 8000;

/** Opens a stream of activities; undefined when that is not possible, for example behind a proxy without sockets. */
export function openStream(url: string, listener: StreamListener): Promise<Stream | undefined> {
  return new Promise((done) => {
    const socket = newSocket(url);
    if (socket === undefined) return done(undefined);
    let heardAt = listener.now();
    let opened = false;
    let closed = false;
    const close = (): void => {
      closed = true;
      socket.close();
    };
    const impatience = setTimeout(() => {
      close();
      done(undefined);
    }, openWithinMs);
    socket.onopen = () => {
      clearTimeout(impatience);
      opened = true;
      done({
        lastHeardAt: () => heardAt,
        // An empty frame is what Direct Line keeps connections alive with.
        ping: () => socket.readyState === WebSocket.OPEN && socket.send(''),
        close,
      });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      heardAt = listener.now();
      const set = parseSet(data);
      if (set !== undefined && !closed) listener.onSet(set);
    };
    socket.onclose = ({ reason }) => {
      clearTimeout(impatience);
      done(undefined);
      if (opened && !closed) listener.onClose(reason === 'collision');
      closed = true;
    };
  });
}

function newSocket(url: string): WebSocket | undefined {
  try {
    return new WebSocket(url);
  } catch {
    return undefined;
  }
}

function parseSet(data: unknown): ActivitySet | undefined {
  if (typeof data !== 'string' || data === '') return undefined;
  try {
    return JSON.parse(data) as ActivitySet;
  } catch {
    return undefined;
  }
}
