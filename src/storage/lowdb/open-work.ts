import type { ResumeOffer } from '../../conversation/conversation.ts';
import type { Entry } from '../../conversation/entry.ts';
import { keyText, type ConversationKey } from '../../conversation/message.ts';
import { isActive, type Ticket } from '../../handoff/ticket.ts';
import { AppError, messageOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { pendingOf, watchedIn, type Concern, type ConversationRecord } from '../record.ts';
import { createFile, removeFile, type FileSystem } from './durable-files.ts';
import type { Paths } from './paths.ts';

/** What is still to do in one conversation, or was lately done. */
export interface Work {
  readonly key: ConversationKey;
  readonly pending: readonly Entry[];
  /** Active tickets, and ended ones changed within the last seven days. */
  readonly tickets: readonly Ticket[];
  /** Incidents that concern the conversation. */
  readonly concern: Concern;
  /** When the conversation must be looked at although nobody writes. */
  readonly wakeAt?: number;
  /** A code that continues it elsewhere. */
  readonly offer?: ResumeOffer;
}

/** Milliseconds for which an ended ticket can still be found. */
const endedTicketsKeptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Knows which conversations have pending deliveries, tickets, a time to be woken at or concern incidents, in memory and as
 * marker files, so that a start
 * reads those conversations alone. A marker without work is harmless, work without a marker would be forgotten:
 * so a marker is made durable before the record it stands for, and removed only after. Its callers keep to one
 * call a conversation at a time.
 */
export interface OpenWork {
  /** To be called before a record is written. Throws `storageFailed`. */
  announce(hash: string, record: ConversationRecord): Promise<void>;
  /** To be called after a record was written or read. */
  settle(hash: string, record: ConversationRecord): Promise<void>;
  /** To be called after a record is gone. Throws `storageFailed`. */
  forget(hash: string): Promise<void>;
  /** Lets go of tickets that ended and of trouble too long ago, and of offers that are over. */
  expire(hash: string): Promise<void>;
  all(): readonly (Work & { readonly hash: string })[];
}

/** Makes one with the markers that were found at start. */
export function createOpenWork(deps: {
  readonly fs: FileSystem;
  readonly paths: Paths;
  readonly now: () => number;
  readonly logger: Logger;
  readonly markers: Iterable<string>;
}): OpenWork {
  const { fs, paths, now, logger } = deps;
  const marked = new Set(deps.markers);
  const works = new Map<string, Work>();

  async function forget(hash: string): Promise<void> {
    works.delete(hash);
    if (!marked.has(hash)) return;
    const file = paths.marker(hash);
    await removeFile(fs, file).catch(failure('remove', file));
    marked.delete(hash);
  }

  async function keep(hash: string, work: Work | undefined): Promise<void> {
    if (work !== undefined) {
      works.set(hash, work);
      return;
    }
    // The record is safe: a marker too many costs one read at the next start, not the commit.
    await forget(hash).catch((error: unknown) => logger.warn({ error: messageOf(error) }, 'a marker stays'));
  }

  return {
    forget,
    async announce(hash, record) {
      if (marked.has(hash) || workOf(record, now()) === undefined) return;
      const file = paths.marker(hash);
      const text = keyText(record.conversation.key);
      await createFile(fs, file, text).catch(failure('write', file));
      marked.add(hash);
    },
    settle: (hash, record) => keep(hash, workOf(record, now())),
    async expire(hash) {
      const work = works.get(hash);
      if (work !== undefined) await keep(hash, current(work, now()));
    },
    all: () => [...works].map(([hash, work]) => ({ hash, ...work })),
  };
}

/** True when something of the work is found no more. */
export function hasEnded({ tickets, offer }: Work, now: number): boolean {
  return tickets.some((ticket) => !isFindable(ticket, now)) || (offer !== undefined && offer.expiresAt <= now);
}

/** True while a ticket is found by its status. */
function isFindable(ticket: Ticket, now: number): boolean {
  return isActive(ticket) || ticket.updatedAt > now - endedTicketsKeptMs;
}

function workOf(record: ConversationRecord, now: number): Work | undefined {
  const { conversation, tickets } = record;
  const pending = pendingOf(record);
  const { key, incidents, trouble, wakeAt, offer } = conversation;
  const due = { ...(wakeAt === undefined ? {} : { wakeAt }), ...(offer === undefined ? {} : { offer }) };
  return current({ key, pending, tickets, concern: { key, incidents, trouble }, ...due }, now);
}

/**
 * The work without tickets and trouble of too long ago and without an offer that is over; undefined when nothing is left.
 */
function current({ offer, ...work }: Work, now: number): Work | undefined {
  const tickets = work.tickets.filter((ticket) => isFindable(ticket, now));
  const concern = watchedIn(work.concern, now);
  const valid = offer !== undefined && offer.expiresAt > now ? { offer } : {};
  const hasWork = work.pending.length > 0 || tickets.length > 0 || concern !== undefined;
  const isAwaited = work.wakeAt !== undefined || valid.offer !== undefined;
  if (!hasWork && !isAwaited) return undefined;
  return { ...work, tickets, concern: concern ?? { key: work.key }, ...valid };
}

function failure(verb: string, file: string): (cause: unknown) => never {
  return (cause) => {
    const message = `Could not ${verb} ${file}.`;
    throw new AppError('storageFailed', message, { cause, facts: { file } });
  };
}
