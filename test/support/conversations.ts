import { newConversation, type Conversation } from '../../src/conversation/conversation.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import type { Incident } from '../../src/conversation/incident.ts';
import type { ConversationKey } from '../../src/conversation/message.ts';
import type { Ticket } from '../../src/handoff/ticket.ts';
import type { Outcome } from '../../src/service/store.ts';

/** A key of the channel `test`. */
export function keyOf(id: string): ConversationKey {
  return { channel: 'test', id };
}

/** An entry a customer wrote. */
export function entryOf(seq: number, rest: Partial<Entry> = {}): Entry {
  return {
    seq,
    at: seq,
    author: { role: 'customer', id: 'c1' },
    content: { kind: 'message', text: `text ${seq}`, format: 'plain' },
    delivery: 'none',
    ...rest,
  };
}

/** A ticket that waits for an agent. */
export function ticketOf(key: ConversationKey, rest: Partial<Ticket> = {}): Ticket {
  return {
    id: `${key.id}#1`,
    reference: 'AB12',
    key,
    reason: 'wants-human',
    language: 'en',
    priority: 'normal',
    status: 'open',
    dueAt: 1000,
    createdAt: 0,
    updatedAt: 0,
    ...rest,
  };
}

/** A declared incident: Orange in Seville, without data. */
export function incidentOf(id: string, rest: Partial<Incident> = {}): Incident {
  return {
    id,
    version: 0,
    state: 'open',
    country: 'ES',
    places: ['Seville'],
    network: 'Orange',
    services: ['data'],
    since: 0,
    notes: {},
    reports: [],
    reported: 0,
    openedBy: 'ana',
    createdAt: 0,
    updatedAt: 0,
    ...rest,
  };
}

/** The commit of a conversation's next entries. */
export function outcomeOf(
  key: ConversationKey,
  entries: readonly Entry[],
  rest: { conversation?: Partial<Conversation>; tickets?: readonly Ticket[]; lastSeq?: number } = {},
): Outcome {
  const lastSeq = rest.lastSeq ?? entries.at(-1)?.seq ?? 0;
  const conversation = { ...newConversation(key, { id: 'c1' }, 0), ...rest.conversation, lastSeq };
  return { conversation, entries, tickets: rest.tickets ?? [] };
}
