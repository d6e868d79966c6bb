import type { Conversation } from '../conversation/conversation.ts';
import type { Author, Content, DecisionRecord, Delivery, Entry } from '../conversation/entry.ts';
import type { Message } from '../conversation/message.ts';
import type { Decision } from '../dialog/decision.ts';
import { respond } from '../dialog/respond.ts';
import { openTicket } from '../handoff/open-ticket.ts';
import { nextOwner, type OwnershipEvent } from '../handoff/ownership.ts';
import { higher } from '../handoff/policy.ts';
import type { HandoffReason, Priority, Ticket } from '../handoff/ticket.ts';
import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Brain } from './brain.ts';
import type { Outcome } from './store.ts';

/** What a turn knows beside the message. */
export interface TurnFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Delivery state of the bot's replies: `pending` for channels that must be sent to. */
  readonly delivery: Delivery;
  /** Place of the conversation's ticket in the queue, from 1, if it waits. */
  readonly queuePosition?: number;
  /** The meaning of the message, where it was asked for and came in time; see `Brain.prepare`. */
  readonly vector?: Float32Array;
}

const none = { delivery: 'none' } as const;
const bot: Author = { role: 'bot', id: 'bot' };
const system: Author = { role: 'system', id: 'system' };

/** What was understood and decided in a turn. */
export interface TurnContext {
  readonly brain: Brain;
  readonly ticket?: Ticket;
  /** Owner before a customer who writes again took it back to the bot. */
  readonly ownerBefore?: Conversation['owner'];
  readonly language: LanguageCode;
  readonly utterance: Utterance;
  readonly matches: readonly Match[];
  readonly decision: Decision;
  /** The customer has begun to write in a language the bot has no texts in. */
  readonly isForeign: boolean;
}

/** Builds the outcome of one turn entry by entry; guards the running sequence number. */
export class TurnOutcome {
  private readonly before: Conversation;
  private readonly message: Message;
  private readonly facts: TurnFacts;
  private readonly context: TurnContext;
  private readonly entries: Entry[] = [];
  private readonly tickets: Ticket[] = [];
  private seq: number;

  constructor(before: Conversation, message: Message, facts: TurnFacts, context: TurnContext) {
    this.before = before;
    this.message = message;
    this.facts = facts;
    this.context = context;
    this.seq = before.lastSeq;
  }

  build(): Outcome {
    const { message, context } = this;
    if (this.before.owner !== (context.ownerBefore ?? this.before.owner)) {
      const { ownerBefore = this.before.owner } = context;
      this.add(
        system,
        {
          kind: 'owner',
          from: ownerBefore,
          to: this.before.owner,
          cause: 'customer-wrote-again',
        },
        none,
      );
    }
    const asked = this.add({ role: 'customer', ...message.sender }, customerContent(message, context.utterance), {
      externalId: message.externalId,
      delivery: 'none',
      ...(message.channelData === undefined ? {} : { channelData: message.channelData }),
    });
    const handedOver = this.ownership(asked.seq);
    const response = respond(context.decision, {
      say: context.brain.say,
      article: context.brain.article,
      language: context.language,
      conversation: this.before,
      ...(handedOver.ticket === undefined
        ? {}
        : {
            reference: handedOver.ticket.reference,
            priority: handedOver.ticket.priority,
          }),
      isForeign: context.isForeign,
      ...(this.facts.queuePosition === undefined ? {} : { queuePosition: this.facts.queuePosition }),
    });
    const record = recordOf(context);
    for (const reply of response.replies) {
      this.add(
        bot,
        { kind: 'message', ...reply },
        {
          delivery: this.facts.delivery,
          replyTo: asked.seq,
          knowledgeVersion: context.brain.version,
          decision: record,
        },
      );
    }
    if (handedOver.change !== undefined) this.add(system, handedOver.change, { delivery: 'none' });
    return {
      conversation: { ...this.after(handedOver), pending: response.pending },
      entries: this.entries,
      tickets: this.tickets,
    };
  }

  private add(author: Author, content: Content, rest: Omit<Entry, 'seq' | 'at' | 'author' | 'content'>): Entry {
    this.seq += 1;
    const entry: Entry = {
      seq: this.seq,
      at: this.facts.now,
      author,
      content,
      ...rest,
    };
    this.entries.push(entry);
    return entry;
  }

  /** Who owns the conversation after the decision, with the ticket that is opened or withdrawn. */
  private ownership(seq: number): OwnershipChange {
    const { decision, ticket } = this.context;
    switch (decision.kind) {
      case 'handoff':
        return this.handOver(seq, decision.reason, decision.articleId);
      case 'safety':
        return this.before.owner === 'bot' ? this.handOver(seq, 'danger') : this.raise(ticket);
      case 'wait':
        return decision.reason === 'stop-waiting' ? this.stopWaiting(ticket) : {};
      case 'relay':
      case 'answer':
      case 'clarify':
      case 'social':
      case 'fallback':
        return {};
    }
  }

  private handOver(seq: number, reason: HandoffReason, articleId?: string): OwnershipChange {
    const { brain, language, matches } = this.context;
    const subject = articleId ?? this.before.topic;
    const likely = matches[0] !== undefined && matches[0].confidence >= 0.3 ? matches[0].articleId : undefined;
    const urgency = [subject, likely].map((id) =>
      id === undefined ? 'normal' : (brain.article(id)?.urgency ?? 'normal'),
    );
    const priority = reason === 'danger' ? 'critical' : urgency.reduce<Priority>(higher, 'normal');
    const about = subject ?? likely;
    const ticket = openTicket(
      {
        key: this.message.key,
        seq,
        reason,
        language,
        priority,
        now: this.facts.now,
        ...(about ? { articleId: about } : {}),
      },
      brain.serviceLevels,
    );
    this.tickets.push(ticket);
    return { ticket, ...this.change('hand-over', reason) };
  }

  /** Danger told while waiting in the queue goes to its front. */
  private raise(ticket: Ticket | undefined): OwnershipChange {
    if (ticket === undefined || ticket.priority === 'critical') return {};
    const dueAt = Math.min(ticket.dueAt, this.facts.now + this.context.brain.serviceLevels.critical);
    this.tickets.push({
      ...ticket,
      priority: 'critical',
      dueAt,
      updatedAt: this.facts.now,
    });
    return {};
  }

  private stopWaiting(ticket: Ticket | undefined): OwnershipChange {
    if (ticket !== undefined)
      this.tickets.push({
        ...ticket,
        status: 'cancelled',
        updatedAt: this.facts.now,
      });
    return this.change('stop-waiting', 'customer-goes-on-with-bot');
  }

  private change(event: OwnershipEvent, cause: string): OwnershipChange {
    const to = nextOwner(this.before.owner, event);
    return to === undefined ? {} : { change: { kind: 'owner', from: this.before.owner, to, cause } };
  }

  private after({ ticket, change }: OwnershipChange): Conversation {
    const { decision, language } = this.context;
    const understood = decision.kind === 'answer' || decision.kind === 'handoff' ? decision.articleId : undefined;
    const missed = decision.kind === 'clarify' || decision.kind === 'fallback';
    const left = change?.to === 'bot';
    return {
      ...this.before,
      owner: change?.to ?? this.before.owner,
      language: decision.kind === 'relay' ? (this.before.language ?? language) : language,
      heard: this.message.choice === undefined ? this.context.utterance.language : this.before.heard,
      topic: understood ?? this.before.topic,
      ticketId: left ? undefined : (ticket?.id ?? this.before.ticketId),
      misses: missed ? this.before.misses + 1 : decision.kind === 'social' ? this.before.misses : 0,
      lastSeq: this.seq,
      updatedAt: this.facts.now,
    };
  }
}

interface OwnershipChange {
  readonly ticket?: Ticket;
  readonly change?: Extract<Content, { kind: 'owner' }>;
}

function customerContent(message: Message, utterance: Utterance): Content {
  return {
    kind: 'message',
    text: message.text,
    format: 'plain',
    ...(message.text === '' ? {} : { language: utterance.language }),
    ...(message.choice === undefined ? {} : { choice: message.choice }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
  };
}

function recordOf({ decision, matches, utterance }: TurnContext): DecisionRecord {
  const articleId = 'articleId' in decision ? decision.articleId : undefined;
  const match = matches.find((candidate) => candidate.articleId === articleId);
  return {
    kind: decision.kind,
    reason: decision.reason,
    ...(articleId === undefined ? {} : { articleId }),
    ...(match === undefined ? {} : { confidence: match.confidence }),
    language: utterance.language,
    languageConfidence: utterance.languageConfidence,
    candidates: matches.slice(0, 3).map((candidate) => ({
      articleId: candidate.articleId,
      confidence: candidate.confidence,
      evidence: { ...candidate.evidence },
      ...(candidate.nearestPhrase === undefined ? {} : { nearest: candidate.nearestPhrase.text }),
    })),
  };
}
