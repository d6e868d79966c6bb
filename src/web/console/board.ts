import type { Owner } from '../../conversation/conversation.ts';
import type { Entry } from '../../conversation/entry.ts';
import type { ConsoleConversation, ConsoleEvent, ConsoleTicket } from '../../http/console-api.ts';
import type { Me } from './api.ts';

/** What a person said last in a conversation. */
export interface LastMessage {
  readonly text: string;
  readonly role: Entry['author']['role'];
  readonly at: number;
}

/** Everything the console shows. */
export interface Board {
  readonly me: Me;
  readonly tickets: readonly ConsoleTicket[];
  /** By conversation key. */
  readonly last: Readonly<Record<string, LastMessage>>;
  /** Titles of articles by id, as far as they were told. */
  readonly titles: Readonly<Record<string, string>>;
  readonly current?: ConsoleConversation;
}

/** Requests in the order of their urgency, for the three lists. */
export function lists(board: Board): Readonly<Record<'waiting' | 'mine' | 'others', readonly ConsoleTicket[]>> {
  const claimed = board.tickets.filter(({ status }) => status === 'claimed');
  return {
    waiting: board.tickets.filter(({ status }) => status === 'open'),
    mine: claimed.filter(({ agentId }) => agentId === board.me.id),
    others: claimed.filter(({ agentId }) => agentId !== board.me.id),
  };
}

/** True when the customer spoke last in a conversation this agent holds. */
export function needsAnswer(board: Board, ticket: ConsoleTicket): boolean {
  return ticket.status === 'claimed' && ticket.agentId === board.me.id && board.last[ticket.key]?.role === 'customer';
}

/** How many conversations ask for this agent's attention. */
export function attention(board: Board): number {
  const { waiting, mine } = lists(board);
  return waiting.length + mine.filter((ticket) => needsAnswer(board, ticket)).length;
}

/** The board with all open requests as the service lists them. */
export function withTickets(board: Board, tickets: readonly ConsoleTicket[]): Board {
  return { ...board, tickets };
}

/** The board after looking at a conversation; `current` when it is the one on show. */
export function withConversation(board: Board, read: ConsoleConversation, current: boolean): Board {
  const last = lastIn(read.entries);
  const isNews = last !== undefined && last.at >= (board.last[read.key]?.at ?? 0);
  return {
    ...board,
    last: isNews ? { ...board.last, [read.key]: last } : board.last,
    titles: { ...board.titles, ...read.titles },
    ...(current ? { current: united(read, board.current) } : {}),
  };
}

/** The board after something happened. */
export function withEvent(board: Board, event: ConsoleEvent): Board {
  const changed = new Map(event.tickets.map((ticket) => [ticket.id, ticket]));
  const known = new Set(board.tickets.map(({ id }) => id));
  const merged = [
    ...board.tickets.map((ticket) => changed.get(ticket.id) ?? ticket),
    ...event.tickets.filter(({ id }) => !known.has(id)),
  ];
  const tickets = merged.filter(({ status }) => status === 'open' || status === 'claimed').sort(byUrgency);
  // Conversations that nobody asked for are not kept: there are many, and the page stays open for days.
  const last = tickets.some(({ key }) => key === event.key) ? lastIn(event.entries) : undefined;
  return {
    ...board,
    tickets,
    last: last === undefined ? board.last : { ...board.last, [event.key]: last },
    ...(board.current?.key === event.key ? { current: continued(board.current, event) } : {}),
  };
}

/** True when an event names articles whose titles are not known: then the conversation must be read again. */
export function namesUnknown(board: Board, { key, entries, tickets }: ConsoleEvent): boolean {
  const named = tickets.flatMap(({ articleId }) => articleId ?? []);
  // What the assistant considered is seen in the conversation on show only.
  const decisions =
    board.current?.key === key
      ? entries.flatMap(({ decision }) => [...(decision?.candidates ?? []), ...(decision?.questions ?? [])])
      : [];
  return [...named, ...decisions.map(({ articleId }) => articleId)].some((id) => board.titles[id] === undefined);
}

/** A reading may come after news that it does not know yet, and news may have left a gap that the reading fills. */
function united(read: ConsoleConversation, known: ConsoleConversation | undefined): ConsoleConversation {
  if (known?.key !== read.key) return read;
  const bySeq = new Map([...known.entries, ...read.entries].map((entry) => [entry.seq, entry]));
  const entries = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  return { ...(lastSeqOf(known) > lastSeqOf(read) ? known : read), entries };
}

function lastSeqOf({ entries }: ConsoleConversation): number {
  return entries[entries.length - 1]?.seq ?? 0;
}

function continued(read: ConsoleConversation, { entries, tickets }: ConsoleEvent): ConsoleConversation {
  const added = entries.filter(({ seq }) => seq > lastSeqOf(read));
  let owner: { owner: Owner; agentId?: string } = read.conversation;
  for (const { content } of added) {
    if (content.kind === 'owner') owner = { owner: content.to, agentId: content.agentId };
  }
  return {
    ...read,
    ticket: tickets[tickets.length - 1] ?? read.ticket,
    entries: [...read.entries, ...added],
    conversation: { ...read.conversation, owner: owner.owner, agentId: owner.agentId },
  };
}

function lastIn(entries: readonly Entry[]): LastMessage | undefined {
  for (const { content, author, at } of [...entries].reverse()) {
    // The assistant's words would tell little: they are much the same in every request.
    if (content.kind !== 'message' || author.role === 'bot') continue;
    const text = content.text === '' ? (content.attachments?.[0]?.name ?? '📎') : content.text;
    return { text: text.slice(0, 200), role: author.role, at };
  }
  return undefined;
}

const ranks = { critical: 0, high: 1, normal: 2 } as const;

/** The service's own order: priority, then what is due first. */
function byUrgency(a: ConsoleTicket, b: ConsoleTicket): number {
  return ranks[a.priority] - ranks[b.priority] || a.dueAt - b.dueAt || a.createdAt - b.createdAt;
}
