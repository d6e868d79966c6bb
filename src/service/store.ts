import type { Conversation } from '../conversation/conversation.ts';
import type { Delivery, Entry } from '../conversation/entry.ts';
import type { Incident, IncidentState, ToldIncident, Trouble } from '../conversation/incident.ts';
import type { ConversationKey } from '../conversation/message.ts';
import type { Ticket, TicketStatus } from '../handoff/ticket.ts';

/** What is read before a turn. */
export interface Snapshot {
  /** Absent for a conversation that was never committed. */
  readonly conversation?: Conversation;
  /** The newest entries, oldest first, at most 50. */
  readonly recent: readonly Entry[];
  /** The ticket `conversation.ticketId` names. */
  readonly ticket?: Ticket;
  /** True when `externalId` was asked about and is already in the transcript. */
  readonly seen: boolean;
}

/** What is written after a turn, all or nothing. */
export interface Outcome {
  /** The next state; its `version` is set by the store to `expectedVersion + 1`. */
  readonly conversation: Conversation;
  /** New entries; their `seq` goes on without a gap from the last one. */
  readonly entries: readonly Entry[];
  /** New or changed tickets. */
  readonly tickets: readonly Ticket[];
}

/**
 * `conflict`: another commit came first, nothing was written, load again.
 * `duplicate`: an entry's `externalId` is already there, nothing was written.
 */
export type CommitResult = 'committed' | 'conflict' | 'duplicate';

/** A conversation that incidents concern. */
export interface WatchedConversation {
  readonly key: ConversationKey;
  /** Incidents whose end is still to be told. */
  readonly incidents: readonly ToldIncident[];
  /** There while it is younger than an hour. */
  readonly trouble?: Trouble;
}

/** The one interface to what is kept. Each user asks for a `Pick` of it. One contract suite tests all stores. */
export interface Store {
  load(key: ConversationKey, options?: { externalId?: string }): Promise<Snapshot>;
  /** Resolves after the write would survive a crash of the process and of the machine. */
  commit(outcome: Outcome, expectedVersion: number): Promise<CommitResult>;
  /** Entries with `seq` above `after`, oldest first, at most `limit` (default 100). */
  entriesAfter(key: ConversationKey, after: number, limit?: number): Promise<readonly Entry[]>;
  /** Entries waiting for delivery, oldest first. */
  pending(limit: number): Promise<readonly { key: ConversationKey; entry: Entry }[]>;
  /** Sets the delivery state of one entry; unknown entries are ignored. */
  markDelivery(key: ConversationKey, seq: number, delivery: Delivery): Promise<void>;
  /** Tickets with one of the statuses, by `dueAt`, at most `limit` (default 200). */
  findTickets(query: { statuses: readonly TicketStatus[]; limit?: number }): Promise<readonly Ticket[]>;
  /** Conversations that wait for the end of an incident or have lately told of trouble. */
  watched(): Promise<readonly WatchedConversation[]>;
  /** The incident of that id, undefined when there is none. */
  incident(id: string): Promise<Incident | undefined>;
  /** Incidents in one of the states: active ones oldest first, else those that ended last first; at most `limit` (default 200). */
  findIncidents(query: { states: readonly IncidentState[]; limit?: number }): Promise<readonly Incident[]>;
  /**
   * Writes an incident; its `version` becomes `expectedVersion + 1`, and 0 is expected of a new one. Of incidents that ended
   * the last 100 are kept.
   */
  saveIncident(incident: Incident, expectedVersion: number): Promise<'committed' | 'conflict'>;
  /** Keys of conversations whose `wakeAt` is not after `now`, earliest first, at most `limit`. */
  due(now: number, limit: number): Promise<readonly ConversationKey[]>;
  /** The conversation whose newest offer, not expired, has this hash of a code. */
  findOffer(codeHash: string, now: number): Promise<ConversationKey | undefined>;
  /** Removes everything about a conversation. */
  erase(key: ConversationKey): Promise<void>;
  /** Waits for writes under way, then lets go of all resources. */
  close(): Promise<void>;
}
