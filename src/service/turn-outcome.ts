import type { Conversation, PendingCall } from '../conversation/conversation.ts';
import type { Author, Content, Entry } from '../conversation/entry.ts';
import type { Message } from '../conversation/message.ts';
import { flowReplies } from '../dialog/flow-replies.ts';
import { patienceWith } from '../dialog/patience.ts';
import { answeredFirst, respond, type Response, type Wording } from '../dialog/respond.ts';
import type { Ticket } from '../handoff/ticket.ts';
import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import { recordOf } from './decision-record.ts';
import { maskedText } from './flow-turn.ts';
import type { Outcome } from './store.ts';
import type { Trigger, TurnContext, TurnFacts } from './turn-context.ts';
import { ownershipAfter, type OwnershipChange } from './turn-ownership.ts';

const none = { delivery: 'none' } as const;
const bot: Author = { role: 'bot', id: 'bot' };
const system: Author = { role: 'system', id: 'system' };

/** Builds the outcome of one turn entry by entry; guards the running sequence number. */
export class TurnOutcome {
  private readonly before: Conversation;
  private readonly trigger: Trigger;
  private readonly facts: TurnFacts;
  private readonly context: TurnContext;
  /** What the customer wrote, as it may be kept. */
  private readonly masked: ReturnType<typeof maskedText> | undefined;
  private readonly entries: Entry[] = [];
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
    const handedOver = ownershipAfter(this.before, this.context, { seq: asked.seq, now: this.facts.now });
    const { replies, pending } = this.words(handedOver.opened);
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
      tickets: [handedOver.opened, handedOver.changed].filter((ticket) => ticket !== undefined),
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

  private after({ opened, change }: OwnershipChange): Conversation {
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
      ticketId: left ? undefined : (opened?.id ?? this.before.ticketId),
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
