import type { Conversation } from '../conversation/conversation.ts';
import type { Delivery, Entry } from '../conversation/entry.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import type { Ticket, TicketStatus } from '../handoff/ticket.ts';
import { AppError } from '../errors.ts';
import type { CommitResult, Outcome, Snapshot, WatchedConversation } from '../service/store.ts';

/** Everything a store keeps about one conversation, as plain JSON. */
export interface ConversationRecord {
  readonly conversation: Conversation;
  /** The whole transcript: `entries[i].seq` is `i + 1`. */
  readonly entries: readonly Entry[];
  readonly tickets: readonly Ticket[];
}

/** What a commit leads to; `record` is there only when something is to be written. */
export type Applied =
  | { readonly result: 'committed'; readonly record: ConversationRecord }
  | { readonly result: Exclude<CommitResult, 'committed'> };

const mostRecent = 50;

/**
 * The record after a commit, without touching the one before. Both sides hold JSON only, so that what is read back
 * is the same whether it went through a file or not. Throws `internal` when the sequence numbers leave a gap.
 */
export function applyOutcome(
  before: ConversationRecord | undefined,
  outcome: Outcome,
  expectedVersion: number,
): Applied {
  if ((before?.conversation.version ?? 0) !== expectedVersion) return { result: 'conflict' };
  if (repeatsExternalId(before, outcome.entries)) return { result: 'duplicate' };
  const entries = [...(before?.entries ?? []), ...asJson(outcome.entries)];
  mustHaveNoGap(entries, outcome.conversation.lastSeq);
  const changed = new Set(outcome.tickets.map((ticket) => ticket.id));
  const kept = (before?.tickets ?? []).filter(({ id }) => !changed.has(id));
  return {
    result: 'committed',
    record: {
      conversation: asJson({
        ...outcome.conversation,
        version: expectedVersion + 1,
      }),
      entries,
      tickets: [...kept, ...asJson(outcome.tickets)],
    },
  };
}

/** What `Store.load` tells about a record. */
export function snapshotOf(record: ConversationRecord | undefined, externalId: string | undefined): Snapshot {
  if (record === undefined) return { recent: [], seen: false };
  const { conversation, entries, tickets } = record;
  const ticket = tickets.find(({ id }) => id === conversation.ticketId);
  return {
    conversation,
    recent: entries.slice(-mostRecent),
    ...(ticket === undefined ? {} : { ticket }),
    seen: externalId !== undefined && entries.some((entry) => entry.externalId === externalId),
  };
}

/** Entries above `after`, oldest first, at most `limit`. */
export function pageAfter(record: ConversationRecord | undefined, after: number, limit: number): readonly Entry[] {
  // Sequence numbers are places counted from 1, so the one after `after` stands at that index.
  const start = Math.max(0, after);
  return (record?.entries ?? []).slice(start, start + limit);
}

/** The record with the delivery of one entry changed; undefined when there is nothing to change. */
export function withDelivery(
  record: ConversationRecord | undefined,
  seq: number,
  delivery: Delivery,
): ConversationRecord | undefined {
  const entry = record?.entries[seq - 1];
  if (record === undefined || entry === undefined) return undefined;
  if (entry.delivery === delivery) return undefined;
  return {
    ...record,
    entries: record.entries.with(seq - 1, { ...entry, delivery }),
  };
}

/** The entries of a record that wait for delivery. */
export function pendingOf(record: ConversationRecord): readonly Entry[] {
  return record.entries.filter(({ delivery }) => delivery === 'pending');
}

/** Pending entries of many conversations, oldest first, at most `limit`. */
export function oldestPending(
  groups: Iterable<{ key: ConversationKey; pending: readonly Entry[] }>,
  limit: number,
): readonly { key: ConversationKey; entry: Entry }[] {
  return [...groups]
    .flatMap(({ key, pending }) => pending.map((entry) => ({ key, entry })))
    .sort((a, b) => a.entry.at - b.entry.at || compareText(keyText(a.key), keyText(b.key)) || a.entry.seq - b.entry.seq)
    .slice(0, limit);
}

/** The tickets with one of the statuses, by the time they are due, at most `limit`. */
export function ticketsDue(
  tickets: readonly Ticket[],
  statuses: readonly TicketStatus[],
  limit: number,
): readonly Ticket[] {
  return tickets
    .filter(({ status }) => statuses.includes(status))
    .sort((a, b) => a.dueAt - b.dueAt || compareText(a.id, b.id))
    .slice(0, limit);
}

/** What is known of a conversation about incidents. */
export type Concern = Pick<Conversation, 'key' | 'incidents' | 'trouble'>;

/** Milliseconds for which trouble is watched: twice the time in which conversations propose an incident, or more. */
const troubleWatchedMs = 60 * 60_000;

/** What `Store.watched` tells of a conversation; undefined when no incident concerns it. */
export function watchedIn({ key, incidents = [], trouble }: Concern, now: number): WatchedConversation | undefined {
  const isFresh = trouble !== undefined && trouble.at > now - troubleWatchedMs;
  if (incidents.length === 0 && !isFresh) return undefined;
  return { key, incidents, ...(isFresh ? { trouble } : {}) };
}

/** The keys of those whose time has come, earliest first, at most `limit`. */
export function keysDue(
  sleepers: Iterable<{ readonly key: ConversationKey; readonly wakeAt?: number }>,
  now: number,
  limit: number,
): readonly ConversationKey[] {
  return [...sleepers]
    .filter(({ wakeAt = Infinity }) => wakeAt <= now)
    .sort((a, b) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0) || compareText(keyText(a.key), keyText(b.key)))
    .slice(0, limit)
    .map(({ key }) => key);
}

/** The key of the conversation whose offer has this hash and is not over. */
export function keyOfOffer(
  conversations: Iterable<Pick<Conversation, 'key' | 'offer'>>,
  codeHash: string,
  now: number,
): ConversationKey | undefined {
  return [...conversations].find(({ offer }) => offer?.codeHash === codeHash && offer.expiresAt > now)?.key;
}

function repeatsExternalId(before: ConversationRecord | undefined, added: readonly Entry[]): boolean {
  const ids = added.flatMap(({ externalId }) => externalId ?? []);
  if (ids.length === 0) return false;
  const fresh = new Set(ids);
  return (
    fresh.size < ids.length ||
    (before?.entries ?? []).some(({ externalId }) => externalId !== undefined && fresh.has(externalId))
  );
}

function mustHaveNoGap(entries: readonly Entry[], lastSeq: number): void {
  const gap = entries.findIndex((entry, index) => entry.seq !== index + 1);
  if (gap === -1 && entries.length === lastSeq) return;
  throw new AppError('internal', 'The sequence numbers of a commit do not go on from the last entry.', {
    facts: { lastSeq, entries: entries.length },
  });
}

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
