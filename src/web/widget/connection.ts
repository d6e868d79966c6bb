import { backoffMs } from './backoff.ts';
import { Refused, type ActivitySet, type DirectLine } from './direct-line.ts';
import type { Session } from './memory.ts';
import { openStream, type Stream } from './stream.ts';

/** `idle`: there is no conversation yet. `offline`: waiting for the next attempt. */
export type Status = 'idle' | 'connecting' | 'online' | 'offline';

/** Keeps reading the conversation until the page is gone. */
export interface Connection {
  /** Begins, or tries again at once. While connected it only makes sure that nothing was missed. */
  nudge(): void;
  /** Reads another conversation than before. */
  restart(): void;
}

export interface ConnectionDeps {
  readonly directLine: Pick<DirectLine, 'reconnect' | 'activities'>;
  /** The conversation to read, if there is one. */
  readonly session: () => Promise<Session | undefined>;
  /** The service does not accept the conversation any more. */
  readonly onEnded: (session: Session) => Promise<void>;
  /** How far a conversation was read. */
  readonly watermark: (session: Session) => string | undefined;
  readonly onActivities: (set: ActivitySet, session: Session) => void;
  readonly onStatus: (status: Status) => void;
  readonly isHidden: () => boolean;
  readonly now: () => number;
  readonly random: () => number;
}

const pollMs = 1000;
const pollHiddenMs = 5000;
/** Polls before another socket is tried. */
const pollsUntilSocket = 60;
const tickMs = 30_000;
/** Silence after which a socket may be dead without having said so. */
const silenceMs = 50_000;

export function createConnection(deps: ConnectionDeps): Connection {
  let status: Status = 'idle';
  let stream: Stream | undefined;
  let session: Session | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let polls = 0;
  /** Attempts are numbered: what an older one still has under way must change nothing. */
  let attempt = 0;

  function tell(next: Status): void {
    if (next === status) return;
    status = next;
    deps.onStatus(next);
  }

  function next(ms: number, job: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(job, ms);
  }

  async function catchUp(from: Session): Promise<void> {
    for (;;) {
      const before = deps.watermark(from);
      const set = await deps.directLine.activities(from, before);
      deps.onActivities(set, from);
      if ((set.activities ?? []).length === 0 || deps.watermark(from) === before) return;
    }
  }

  async function connect(): Promise<void> {
    attempt += 1;
    const mine = attempt;
    clearTimeout(timer);
    stream?.close();
    stream = undefined;
    if (status !== 'offline') tell('connecting');
    try {
      session = await deps.session();
      if (mine !== attempt) return;
      if (session === undefined) return tell('idle');
      // Without a watermark the stream would begin with what comes next.
      if (deps.watermark(session) === undefined) await catchUp(session);
      const opened = await openSocket(session, mine);
      await catchUp(session);
      if (mine !== attempt) return;
      failures = 0;
      tell('online');
      if (opened) next(tickMs, () => void tick(mine));
      else next(pollMs, () => void poll(mine));
    } catch (error) {
      if (mine === attempt) await failed(error, mine);
    }
  }

  async function openSocket(from: Session, mine: number): Promise<boolean> {
    if (polls > 0 && polls < pollsUntilSocket) return false;
    polls = 0;
    const { streamUrl } = await deps.directLine.reconnect(from, deps.watermark(from));
    if (mine !== attempt || streamUrl === undefined) return false;
    stream = await openStream(streamUrl, {
      onSet: (set) => mine === attempt && deps.onActivities(set, from),
      onClose: (crowdedOut) => mine === attempt && lost(crowdedOut),
      now: deps.now,
    });
    return stream !== undefined;
  }

  /** Another tab took the socket over: this one polls, or the two would throw each other out for ever. */
  function lost(crowdedOut: boolean): void {
    if (crowdedOut) polls = 1;
    else failures = 1;
    next(crowdedOut ? 0 : backoffMs(failures, deps.random()), () => void connect());
    if (!crowdedOut) tell('offline');
  }

  async function failed(error: unknown, mine: number): Promise<void> {
    failures += 1;
    tell('offline');
    if (error instanceof Refused && error.ended && session !== undefined) {
      await deps.onEnded(session).catch(() => undefined);
      if (mine !== attempt) return;
    }
    const wait = error instanceof Refused ? error.retryAfterMs : undefined;
    next(wait ?? backoffMs(failures, deps.random()), () => void connect());
  }

  async function check(mine: number): Promise<boolean> {
    try {
      session = await deps.session();
      if (session !== undefined) await catchUp(session);
      return mine === attempt;
    } catch (error) {
      if (mine === attempt) await failed(error, mine);
      return false;
    }
  }

  async function poll(mine: number): Promise<void> {
    polls += 1;
    if (!(await check(mine))) return;
    if (polls >= pollsUntilSocket) void connect();
    else next(deps.isHidden() ? pollHiddenMs : pollMs, () => void poll(mine));
  }

  /** Keeps the token fresh and finds sockets that died silently, as they do when a phone changes networks. */
  async function tick(mine: number): Promise<void> {
    const silent = deps.now() - (stream?.lastHeardAt() ?? 0) > silenceMs;
    stream?.ping();
    const alive = silent
      ? await check(mine)
      : await deps.session().then(
          () => true,
          () => true,
        );
    if (alive && mine === attempt) next(tickMs, () => void tick(mine));
  }

  return {
    nudge() {
      if (status === 'online' && stream !== undefined) void check(attempt);
      else if (status !== 'connecting') void connect();
    },
    restart() {
      polls = 0;
      void connect();
    },
  };
}
