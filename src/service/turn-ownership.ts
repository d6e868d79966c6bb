import type { Conversation } from '../conversation/conversation.ts';
import type { Content } from '../conversation/entry.ts';
import type { FlowPacket } from '../conversation/flow-position.ts';
import { handingOver, reasonOfExit } from '../dialog/flow-replies.ts';
import { openTicket } from '../handoff/open-ticket.ts';
import { nextOwner, type OwnershipEvent } from '../handoff/ownership.ts';
import { higher } from '../handoff/policy.ts';
import type { HandoffReason, Priority, Ticket } from '../handoff/ticket.ts';
import type { TurnContext } from './turn-context.ts';

/** What a turn changes about who has the conversation. */
export interface OwnershipChange {
  /** The ticket that the conversation now waits for. */
  readonly opened?: Ticket;
  /** The ticket that was open, raised or withdrawn. */
  readonly changed?: Ticket;
  readonly change?: Extract<Content, { kind: 'owner' }>;
}

/** The message that is answered, and when. */
interface Asked {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Who owns the conversation after the decision, with the ticket that is opened, raised or withdrawn. Pure. */
export function ownershipAfter(before: Conversation, context: TurnContext, asked: Asked): OwnershipChange {
  const { decision, ticket } = context;
  switch (decision.kind) {
    case 'handoff':
      return handOver(before, context, asked, { reason: decision.reason, articleId: decision.articleId });
    case 'safety':
      return before.owner === 'bot'
        ? handOver(before, context, asked, { reason: 'danger' })
        : raise(ticket, context, asked.now);
    case 'wait':
      return decision.reason === 'stop-waiting' ? stopWaiting(before, ticket, asked.now) : {};
    case 'step':
      return exit(before, context, asked);
    case 'relay':
    case 'resume':
    case 'answer':
    case 'clarify':
    case 'social':
    case 'fallback':
      return {};
  }
}

/** A dialog that could not solve it hands over what it learned. */
function exit(before: Conversation, context: TurnContext, asked: Asked): OwnershipChange {
  const exit = handingOver(context.flow?.effects ?? []);
  if (exit === undefined) return {};
  const { decision } = context;
  const articleId = 'articleId' in decision ? decision.articleId : undefined;
  return handOver(before, context, asked, { reason: reasonOfExit(exit.reason), articleId, packet: exit.packet });
}

interface HandOver {
  readonly reason: HandoffReason;
  readonly articleId?: string | undefined;
  readonly packet?: FlowPacket;
}

function handOver(
  before: Conversation,
  { brain, language, matches }: TurnContext,
  { seq, now }: Asked,
  { reason, articleId, packet }: HandOver,
): OwnershipChange {
  const subject = articleId ?? before.topic;
  const likely = matches[0] !== undefined && matches[0].confidence >= 0.3 ? matches[0].articleId : undefined;
  const urgency = [subject, likely].map((id) =>
    id === undefined ? 'normal' : (brain.article(id)?.urgency ?? 'normal'),
  );
  const usual = urgency.reduce<Priority>(higher, packet?.urgency ?? 'normal');
  const priority = reason === 'danger' ? 'critical' : usual;
  const about = subject ?? likely;
  const opened = openTicket(
    {
      key: before.key,
      seq,
      reason,
      language,
      priority,
      now,
      ...(about ? { articleId: about } : {}),
      ...(packet === undefined ? {} : { packet }),
    },
    brain.serviceLevels,
  );
  return { opened, ...changeOf(before, 'hand-over', reason) };
}

/** Danger told while waiting in the queue goes to its front. */
function raise(ticket: Ticket | undefined, { brain }: TurnContext, now: number): OwnershipChange {
  if (ticket === undefined || ticket.priority === 'critical') return {};
  const dueAt = Math.min(ticket.dueAt, now + brain.serviceLevels.critical);
  return { changed: { ...ticket, priority: 'critical', dueAt, updatedAt: now } };
}

function stopWaiting(before: Conversation, ticket: Ticket | undefined, now: number): OwnershipChange {
  const left = changeOf(before, 'stop-waiting', 'customer-goes-on-with-bot');
  return ticket === undefined ? left : { ...left, changed: { ...ticket, status: 'cancelled', updatedAt: now } };
}

function changeOf({ owner }: Conversation, event: OwnershipEvent, cause: string): OwnershipChange {
  const to = nextOwner(owner, event);
  return to === undefined ? {} : { change: { kind: 'owner', from: owner, to, cause } };
}
