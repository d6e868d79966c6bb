import type { Conversation } from '../conversation/conversation.ts';
import type { Author, Content, Delivery, Entry } from '../conversation/entry.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import type { Say } from '../dialog/phrases.ts';
import { AppError } from '../errors.ts';
import { nextOwner, type OwnershipEvent } from '../handoff/ownership.ts';
import { byUrgency } from '../handoff/queue.ts';
import { isActive, type Ticket, type TicketStatus } from '../handoff/ticket.ts';
import { isLanguageCode } from '../language/languages.ts';
import { changeConversation, isLoaded, type LoadedSnapshot } from './change.ts';
import type { Feed } from './feed.ts';
import type { InOrder } from './lanes.ts';
import type { Outcome, Store } from './store.ts';

/** Someone of the support team. */
export interface Agent {
  readonly id: string;
  /** As the customer reads it. */
  readonly name: string;
}

/** A ticket with the conversation it belongs to, as an agent's list shows it. */
export interface DeskConversation {
  readonly conversation: Conversation;
  readonly ticket?: Ticket;
  readonly entries: readonly Entry[];
}

export interface DeskDeps {
  readonly store: Pick<Store, 'load' | 'commit' | 'entriesAfter' | 'findTickets'>;
  readonly inOrder: InOrder;
  readonly feed: Pick<Feed, 'publish'>;
  readonly say: () => Say;
  readonly now: () => number;
  readonly deliveryOn: (channel: string) => Delivery;
}

/** What agents can do. Every change is a commit; a race lost to another agent is told by name. */
export interface Desk {
  /** Tickets by urgency. */
  tickets(statuses: readonly TicketStatus[]): Promise<readonly Ticket[]>;
  /** The whole transcript. Throws `notFound`. */
  conversation(key: ConversationKey): Promise<DeskConversation>;
  /** Takes a waiting conversation. Claiming it twice does nothing; throws `conflict` with the other agent's name. */
  claim(key: ConversationKey, agent: Agent): Promise<void>;
  /** Says something to the customer. The same `externalId` twice says it once. Throws `conflict` unless claimed by the agent. */
  reply(key: ConversationKey, agent: Agent, text: string, externalId: string): Promise<void>;
  /** Gives the conversation back to the bot. */
  handBack(key: ConversationKey, agent: Agent): Promise<void>;
  /** Closes the request; the customer may write again at any time. */
  resolve(key: ConversationKey, agent: Agent): Promise<void>;
}

export function createDesk(deps: DeskDeps): Desk {
  const { store, inOrder, feed } = deps;

  const change = (key: ConversationKey, make: (snapshot: LoadedSnapshot) => Outcome | undefined): Promise<void> =>
    inOrder(keyText(key), () => changeConversation({ store, feed }, key, make));

  function moved(snapshot: LoadedSnapshot, agent: Agent, event: OwnershipEvent, step: Step): Outcome | undefined {
    const to = nextOwner(snapshot.conversation.owner, event);
    if (to === undefined) return undefined;
    return moveOutcome(snapshot, agent, to, step, deps);
  }

  return {
    tickets: async (statuses) => [...(await store.findTickets({ statuses, limit: 500 }))].sort(byUrgency),
    conversation: async (key) => {
      const snapshot = await store.load(key);
      if (!isLoaded(snapshot)) throw new AppError('notFound', 'There is no such conversation.');
      return {
        conversation: snapshot.conversation,
        ...(snapshot.ticket === undefined ? {} : { ticket: snapshot.ticket }),
        entries: await wholeTranscript(store, key),
      };
    },
    claim: (key, agent) =>
      change(key, (snapshot) => {
        const { owner, agentId } = snapshot.conversation;
        if (owner === 'agent' && agentId === agent.id) return undefined;
        if (owner === 'agent') throw claimedBy(snapshot.conversation);
        if (owner !== 'queue') throw new AppError('conflict', 'The conversation does not wait for an agent any more.');
        return moved(snapshot, agent, 'claim', {
          cause: 'claimed',
          words: 'agent.joined',
          status: 'claimed',
        });
      }),
    reply: (key, agent, text, externalId) =>
      change(key, (snapshot) => {
        mustHold(snapshot, agent);
        return replyOutcome(snapshot, agent, text, externalId, deps);
      }),
    handBack: (key, agent) =>
      change(key, (snapshot) => {
        mustHold(snapshot, agent);
        return moved(snapshot, agent, 'hand-back', {
          cause: 'handed-back',
          words: 'agent.handedBack',
          status: 'resolved',
        });
      }),
    resolve: (key, agent) =>
      change(key, (snapshot) => {
        mustHold(snapshot, agent);
        return moved(snapshot, agent, 'resolve', {
          cause: 'resolved',
          words: 'agent.resolved',
          status: 'resolved',
        });
      }),
  };
}

interface Step {
  readonly cause: string;
  /** Phrase the customer reads. */
  readonly words: string;
  readonly status: TicketStatus;
}

function mustHold({ conversation }: LoadedSnapshot, agent: Agent): void {
  if (conversation.owner !== 'agent') throw new AppError('conflict', 'Claim the conversation first.');
  if (conversation.agentId !== agent.id) throw claimedBy(conversation);
}

function claimedBy({ agentId = '', agentName = agentId }: Conversation): AppError {
  return new AppError('conflict', `The conversation is held by ${agentName}.`, { facts: { agentId, agentName } });
}

function moveOutcome(
  snapshot: LoadedSnapshot,
  agent: Agent,
  to: Conversation['owner'],
  step: Step,
  deps: Pick<DeskDeps, 'say' | 'now' | 'deliveryOn'>,
): Outcome {
  const { conversation, ticket } = snapshot;
  const now = deps.now();
  const language = isLanguageCode(conversation.language ?? '') ? conversation.language : 'en';
  const owner: Content = {
    kind: 'owner',
    from: conversation.owner,
    to,
    cause: step.cause,
    agentId: agent.id,
  };
  const text = deps.say()(language as 'en', step.words, { agent: agent.name });
  const told: Content = { kind: 'message', text, format: 'plain', language };
  const change = {
    author: { role: 'system', id: 'system', name: agent.name },
    content: owner,
    delivery: 'none',
  } as const;
  const delivery = deps.deliveryOn(conversation.key.channel);
  const words = { author: { role: 'bot', id: 'bot' }, content: told, delivery } as const;
  // The bot announces the agent before it gives the conversation away: afterwards it must not speak.
  const entries = (to === 'agent' ? [words, change] : [change, words]).map((line, index) =>
    entryOf(conversation.lastSeq + 1 + index, now, line.author, line.content, line.delivery),
  );
  const tickets: Ticket[] =
    ticket === undefined || !isActive(ticket)
      ? []
      : [{ ...ticket, status: step.status, agentId: agent.id, updatedAt: now }];
  return {
    conversation: {
      ...conversation,
      owner: to,
      agentId: to === 'agent' ? agent.id : undefined,
      agentName: to === 'agent' ? agent.name : undefined,
      ticketId: to === 'agent' ? conversation.ticketId : undefined,
      // What was asked before the person came must not colour what the bot hears afterwards.
      ...(to === 'agent' ? {} : { pending: undefined, misses: 0, topic: undefined }),
      lastSeq: conversation.lastSeq + entries.length,
      updatedAt: now,
    },
    entries,
    tickets,
  };
}

function replyOutcome(
  { conversation, ticket }: LoadedSnapshot,
  agent: Agent,
  text: string,
  externalId: string,
  deps: Pick<DeskDeps, 'now' | 'deliveryOn'>,
): Outcome {
  const now = deps.now();
  const author: Author = { role: 'agent', id: agent.id, name: agent.name };
  const said: Content = { kind: 'message', text, format: 'plain' };
  const delivery = deps.deliveryOn(conversation.key.channel);
  const entry = {
    ...entryOf(conversation.lastSeq + 1, now, author, said, delivery),
    externalId: `agent:${externalId}`,
  };
  return {
    conversation: { ...conversation, lastSeq: entry.seq, updatedAt: now },
    entries: [entry],
    tickets: ticket === undefined ? [] : [{ ...ticket, updatedAt: now }],
  };
}

function entryOf(seq: number, at: number, author: Author, content: Content, delivery: Delivery): Entry {
  return { seq, at, author, content, delivery };
}

async function wholeTranscript(store: Pick<Store, 'entriesAfter'>, key: ConversationKey): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await store.entriesAfter(key, entries.at(-1)?.seq ?? 0, 500);
    if (page.length === 0) return entries;
    entries.push(...page);
  }
}
