import type { Conversation, PendingCall, Proof } from '../conversation/conversation.ts';
import type { Incident } from '../conversation/incident.ts';
import type { Author, Content, Delivery, Entry } from '../conversation/entry.ts';
import type { FlowPacket } from '../conversation/flow-position.ts';
import type { Message } from '../conversation/message.ts';
import type { Decision } from '../dialog/decision.ts';
import { flowReplies, handingOver, reasonOfExit } from '../dialog/flow-replies.ts';
import { patienceWith } from '../dialog/patience.ts';
import { answeredFirst, respond, type Response, type Wording } from '../dialog/respond.ts';
import type { FlowTurn } from '../dialog/run-flow.ts';
import { openTicket } from '../handoff/open-ticket.ts';
import { nextOwner, type OwnershipEvent } from '../handoff/ownership.ts';
import { higher } from '../handoff/policy.ts';
import type { HandoffReason, Priority, Ticket } from '../handoff/ticket.ts';
import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Question } from '../matching/questions.ts';
import type { Brain } from './brain.ts';
import { recordOf } from './decision-record.ts';
import { maskedText } from './flow-turn.ts';
import type { IncidentTurn } from './incident-turn.ts';
import type { Outcome } from './store.ts';

/** What a turn knows beside the message. */
export interface TurnFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Delivery state of the bot's replies: `pending` for channels that must be sent to. */
  readonly delivery: Delivery;
  /** Place of the conversation's ticket in the queue, from 1, if it waits. */
  readonly queuePosition?: number;
  /** Whether conversations can be continued elsewhere: a talk in a terminal cannot. */
  readonly offersResume?: boolean;
  /** The meaning of the message, where it was asked for and came in time; see `Brain.prepare`. */
  readonly vector?: Float32Array;
  /** Outages that are declared and not over; none when absent. */
  readonly incidents?: readonly Incident[];
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
  /** Absent where nothing was said. */
  readonly utterance?: Utterance;
  readonly matches: readonly Match[];
  /** What the segments of the message are about, if it has several. */
  readonly questions?: readonly Question[];
  readonly decision: Decision;
  /** The customer has begun to write in a language the bot has no texts in. */
  readonly isForeign: boolean;
  /** What the open dialog, or the one that begins, makes of it. */
  readonly flow?: FlowTurn;
  /** What declared outages add. */
  readonly incident: IncidentTurn;
}

/** What a turn answers: a message of the customer, the back office's answer to a call, or something that happened by itself. */
export type Trigger =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'called'; readonly call: PendingCall; readonly result: string; readonly proof?: Proof }
  | { readonly kind: 'event'; readonly name: string; readonly externalId: string; readonly value?: unknown };

/** Builds the outcome of one turn entry by entry; guards the running sequence number. */
export class TurnOutcome {
  private readonly before: Conversation;
  private readonly trigger: Trigger;
  private readonly facts: TurnFacts;
  private readonly context: TurnContext;
  /** What the customer wrote, as it may be kept. */
  private readonly masked: ReturnType<typeof maskedText> | undefined;
  private readonly entries: Entry[] = [];
  private readonly tickets: Ticket[] = [];
  private seq: number;

  constructor(before: Conversation, trigger: Trigger, facts: TurnFacts, context: TurnContext) {
    this.before = before;
    this.trigger = trigger;
    this.facts = facts;
    this.context = context;
    this.seq = before.lastSeq;
    this.masked = trigger.kind === 'message' ? maskedText(trigger.message.text, before, context.brain) : undefined;
  }

  build(): Outcome {
    this.addReturn();
    const asked = this.addTrigger();
    const handedOver = this.ownership(asked.seq);
    const { replies, pending } = this.words(handedOver.ticket);
    const record = recordOf(this.context);
    for (const reply of [...this.context.incident.notices, ...replies]) {
      this.add(
        bot,
        { kind: 'message', ...reply },
        {
          delivery: this.facts.delivery,
          replyTo: asked.seq,
          knowledgeVersion: this.context.brain.version,
          decision: record,
        },
      );
    }
    if (handedOver.change !== undefined) this.add(system, handedOver.change, none);
    const calls = this.addCalls();
    const after = this.after(handedOver);
    const dialog = this.dialog(calls);
    return {
      conversation: { ...after, pending, ...dialog, ...this.concerned(), wakeAt: this.wakeAt({ ...after, ...dialog }) },
      entries: this.entries,
      tickets: this.tickets,
    };
  }

  /** A customer who writes to a closed conversation is with the bot again. */
  private addReturn(): void {
    const { ownerBefore = this.before.owner } = this.context;
    if (this.before.owner === ownerBefore) return;
    this.add(system, { kind: 'owner', from: ownerBefore, to: this.before.owner, cause: 'customer-wrote-again' }, none);
  }

  private addTrigger(): Entry {
    const { trigger, context } = this;
    if (trigger.kind === 'called') {
      const { key, operation, retry } = trigger.call;
      const externalId = calledId(key, retry);
      return this.add(system, { kind: 'called', key, operation, result: trigger.result }, { ...none, externalId });
    }
    if (trigger.kind === 'event') {
      const { name, externalId, value } = trigger;
      return this.add(
        system,
        { kind: 'event', name, ...(value === undefined ? {} : { value }) },
        { ...none, externalId },
      );
    }
    const { message } = trigger;
    const text = this.masked?.text ?? '';
    return this.add({ role: 'customer', ...message.sender }, customerContent({ ...message, text }, context.utterance), {
      externalId: message.externalId,
      delivery: 'none',
      ...(message.channelData === undefined ? {} : { channelData: message.channelData }),
    });
  }

  private words(ticket: Ticket | undefined): Response {
    const { context, before, facts } = this;
    const { brain, decision, flow } = context;
    const wording: Wording = {
      say: brain.say,
      article: brain.article,
      hasFlow: (id) => brain.book.flows.has(id),
      language: context.language,
      conversation: before,
      ...(ticket === undefined ? {} : { reference: ticket.reference, priority: ticket.priority }),
      isForeign: context.isForeign,
      offersResume: facts.offersResume === true,
      ...(facts.queuePosition === undefined ? {} : { queuePosition: facts.queuePosition }),
    };
    if (flow !== undefined)
      return { replies: [...answeredFirst(decision, wording), ...flowReplies(flow.effects, wording)] };
    const response = respond(decision, wording);
    const [first, ...rest] = response.replies;
    if (first === undefined || !this.toldSecret() || decision.kind === 'safety') return response;
    const text = `${brain.say(context.language, secretPhrase)}\n\n${first.text}`;
    return { ...response, replies: [{ ...first, text }, ...rest] };
  }

  private toldSecret(): boolean {
    return this.masked !== undefined && this.masked.secrets.length > 0;
  }

  /** One entry a call, pending until its answer is stored. */
  private addCalls(): PendingCall[] {
    return (this.context.flow?.effects ?? []).flatMap((effect) => {
      if (effect.kind !== 'call') return [];
      const { key, operation, input, retry } = effect;
      const { seq } = this.add(system, { kind: 'call', key, operation }, { delivery: 'pending' });
      return [{ key, operation, input, retry, seq }];
    });
  }

  /** Where the dialog stands after the turn, and what is still asked of the back office. */
  private dialog(calls: readonly PendingCall[]): Partial<Conversation> {
    const { before, trigger, context } = this;
    const answered = trigger.kind === 'called' ? trigger.call.seq : undefined;
    const open = [...(before.calls ?? []).filter(({ seq }) => seq !== answered), ...calls];
    const proof = trigger.kind === 'called' ? (trigger.proof ?? before.proof) : before.proof;
    const { flow } = context;
    return {
      calls: open.length === 0 ? undefined : open,
      proof,
      ...(flow === undefined ? {} : { flow: flow.position, slots: { ...before.slots, ...flow.learned } }),
    };
  }

  /** Outages the customer knows of, and what may become one. */
  private concerned(): Pick<Conversation, 'incidents' | 'trouble'> {
    const { incidents, trouble } = this.context.incident;
    return { incidents: incidents.length === 0 ? undefined : incidents, trouble };
  }

  /** Only a dialog that waits for the customer is left alone; one that a person took over is in good hands. */
  private wakeAt({ owner, flow }: Conversation): number | undefined {
    if (owner !== 'bot' || flow === undefined) return undefined;
    return this.facts.now + patienceWith(this.context.brain.book, flow).afterMs;
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
      case 'step':
        return this.exit(seq);
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
  private exit(seq: number): OwnershipChange {
    const exit = handingOver(this.context.flow?.effects ?? []);
    if (exit === undefined) return {};
    const { decision } = this.context;
    const articleId = 'articleId' in decision ? decision.articleId : undefined;
    return this.handOver(seq, reasonOfExit(exit.reason), articleId, exit.packet);
  }

  private handOver(seq: number, reason: HandoffReason, articleId?: string, packet?: FlowPacket): OwnershipChange {
    const { brain, language, matches } = this.context;
    const subject = articleId ?? this.before.topic;
    const likely = matches[0] !== undefined && matches[0].confidence >= 0.3 ? matches[0].articleId : undefined;
    const urgency = [subject, likely].map((id) =>
      id === undefined ? 'normal' : (brain.article(id)?.urgency ?? 'normal'),
    );
    const usual = urgency.reduce<Priority>(higher, packet?.urgency ?? 'normal');
    const priority = reason === 'danger' ? 'critical' : usual;
    const about = subject ?? likely;
    const ticket = openTicket(
      {
        key: this.before.key,
        seq,
        reason,
        language,
        priority,
        now: this.facts.now,
        ...(about ? { articleId: about } : {}),
        ...(packet === undefined ? {} : { packet }),
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
    const understood = 'articleId' in decision ? decision.articleId : undefined;
    const missed = decision.kind === 'clarify' || decision.kind === 'fallback';
    const left = change?.to === 'bot';
    return {
      ...this.before,
      owner: change?.to ?? this.before.owner,
      language: decision.kind === 'relay' ? (this.before.language ?? language) : this.spoken(language),
      heard: this.heard(),
      topic: understood ?? this.before.topic,
      ticketId: left ? undefined : (ticket?.id ?? this.before.ticketId),
      misses: missed ? this.before.misses + 1 : decision.kind === 'social' ? this.before.misses : 0,
      lastSeq: this.seq,
      updatedAt: this.facts.now,
    };
  }

  /** A pressed button repeats the bot's own words: it says nothing new about the language. */
  private heard(): string | undefined {
    const { trigger, context, before } = this;
    return trigger.kind === 'message' && trigger.message.choice === undefined
      ? context.utterance?.language
      : before.heard;
  }

  /** The language a dialog was asked to go on in, else that of the turn. */
  private spoken(language: LanguageCode): string {
    const wish = (this.context.flow?.effects ?? []).findLast((effect) => effect.kind === 'language');
    return wish?.language ?? language;
  }
}

/** Id under which the answer to one try of a call is stored: the same answer twice is one. */
export function calledId(key: string, retry: number): string {
  return `call:${key}:${retry}`;
}

const secretPhrase = 'flows.common.say.secret';

interface OwnershipChange {
  readonly ticket?: Ticket;
  readonly change?: Extract<Content, { kind: 'owner' }>;
}

function customerContent(message: Message, utterance: Utterance | undefined): Content {
  return {
    kind: 'message',
    text: message.text,
    format: 'plain',
    ...(message.text === '' || utterance === undefined ? {} : { language: utterance.language }),
    ...(message.choice === undefined ? {} : { choice: message.choice }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
  };
}
