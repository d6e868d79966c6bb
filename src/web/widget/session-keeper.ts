import { Refused, type DirectLine, type Grant } from './direct-line.ts';
import type { Memory, Session } from './memory.ts';

/** Tokens last 30 minutes; a refresh at half time leaves room for a phone that sleeps. */
const refreshAfterMs = 15 * 60_000;

/** Holds the conversation's token and renews it in time. All calls may throw what `DirectLine` throws. */
export interface SessionKeeper {
  current(): Session | undefined;
  /** The conversation, made and started when there is none. */
  open(locale: string): Promise<Session>;
  /** The conversation if it is started, with a token that has time left; undefined when there is nothing to listen to. */
  listen(): Promise<Session | undefined>;
  /** Gets a new grant in place of one that the service refused. It starts only with the next message. */
  replace(ended: Grant): Promise<void>;
  /** Goes on with a conversation that began elsewhere. */
  take(grant: Grant): void;
  /** Takes over what another tab saved. */
  reload(): void;
}

export interface SessionKeeperDeps {
  readonly directLine: Pick<DirectLine, 'grant' | 'refresh' | 'start'>;
  readonly memory: Pick<Memory, 'session' | 'saveSession'>;
  readonly now: () => number;
  /** The old conversation could not be continued. */
  readonly onFresh: () => void;
}

export function createSessionKeeper(deps: SessionKeeperDeps): SessionKeeper {
  const { directLine, memory, now } = deps;
  let session = memory.session();
  let work: Promise<unknown> = Promise.resolve();

  /** One change at a time: two grants at once would make two conversations. */
  function inOrder<T>(job: () => Promise<T>): Promise<T> {
    const result = work.then(job);
    work = result.catch(() => undefined);
    return result;
  }

  function keep(grant: Grant, started: boolean): Session {
    session = { conversationId: grant.conversationId, token: grant.token, grantedAt: now(), started };
    memory.saveSession(session);
    return session;
  }

  async function replaceNow(ended: Grant): Promise<Session> {
    const grant = await directLine.grant({ conversationId: ended.conversationId, token: ended.token });
    const same = grant.conversationId === ended.conversationId;
    const wasStarted = session?.started ?? false;
    const kept = keep(grant, same && wasStarted);
    if (!same && wasStarted) deps.onFresh();
    return kept;
  }

  async function withTimeLeft(old: Session): Promise<Session> {
    if (now() - old.grantedAt < refreshAfterMs) return old;
    try {
      return keep(await directLine.refresh(old), old.started);
    } catch (error) {
      if (error instanceof Refused && error.ended) return await replaceNow(old);
      throw error;
    }
  }

  return {
    current: () => session,
    open: (locale) =>
      inOrder(async () => {
        const granted = session ?? keep(await directLine.grant(), false);
        const usable = await withTimeLeft(granted);
        if (usable.started) return usable;
        await directLine.start(usable, locale);
        return keep(usable, true);
      }),
    listen: () =>
      inOrder(async () => {
        if (session?.started !== true) return undefined;
        const usable = await withTimeLeft(session);
        return usable.started ? usable : undefined;
      }),
    replace: (ended) =>
      inOrder(async () => {
        // Somebody else may have replaced it while this call waited.
        if (session === undefined || session.token === ended.token) await replaceNow(ended);
      }),
    take: (grant) => void keep(grant, true),
    reload: () => {
      session = memory.session();
    },
  };
}
