import { newConversation } from '../conversation/conversation.ts';
import type { Delivery } from '../conversation/entry.ts';
import { keyText, type ConversationKey, type Message } from '../conversation/message.ts';
import { AppError } from '../errors.ts';
import { positionOf } from '../handoff/queue.ts';
import type { Brain } from './brain.ts';
import type { Feed } from './feed.ts';
import type { InOrder } from './lanes.ts';
import type { Resume } from './resume.ts';
import { readCode } from './resume-codes.ts';
import type { CommitResult, Outcome, Snapshot, Store } from './store.ts';
import { think, thinkCalled, type Called } from './think.ts';
import { awaitsCode, isOrderNumber, thinkCode } from './think-code.ts';
import { calledId } from './turn-outcome.ts';

/** What handling messages needs. */
export interface TurnDeps {
  readonly store: Pick<Store, 'load' | 'commit' | 'entriesAfter' | 'findTickets' | 'findIncidents' | 'markDelivery'>;
  readonly inOrder: InOrder;
  readonly feed: Pick<Feed, 'publish'>;
  /** The brain in force now; asked once a turn. */
  readonly brain: () => Brain;
  readonly now: () => number;
  /** Delivery state of replies on a channel: `pending` where they must be sent. */
  readonly deliveryOn: (channel: string) => Delivery;
  /** Absent where conversations cannot be continued elsewhere. */
  readonly resume?: Pick<Resume, 'withOffer' | 'redeemCode'>;
}

const mostAttempts = 3;
const declared = { states: ['open'] } as const;

/** Takes messages into conversations. */
export interface Turns {
  /**
   * Loads, thinks, commits. Resolves when the message and the answer are stored; the same external id twice is answered
   * once. Tells the `seq` of the customer's entry. Throws `conflict` when others kept changing the conversation.
   */
  handleMessage(message: Message): Promise<{ seq: number }>;
  /**
   * Takes the back office's answer to a call into the conversation. The same answer twice counts once; one that nobody
   * waits for any more is dropped. Resolves when it is stored and the call is no longer pending.
   */
  handleCalled(key: ConversationKey, called: Called): Promise<void>;
  /** Makes sure that a conversation exists. */
  open(
    key: ConversationKey,
    customer: { readonly id: string; readonly name?: string },
    locale?: string,
  ): Promise<'created' | 'existed'>;
}

export function createTurns(deps: TurnDeps): Turns {
  const { store, inOrder, feed, brain, now, resume } = deps;

  async function attempt(message: Message): Promise<{ seq: number } | 'conflict'> {
    const snapshot = await store.load(message.key, {
      externalId: message.externalId,
    });
    if (snapshot.seen) return { seq: await seqOf(store, message) };
    const code = resume !== undefined && awaitsCode(snapshot.conversation) ? readCode(message.text) : undefined;
    const outcome =
      code === undefined ? await outcomeOf(snapshot, message) : await outcomeOfCode(snapshot, message, code);
    const result = await store.commit(outcome, snapshot.conversation?.version ?? 0);
    if (result === 'conflict') return 'conflict';
    if (result === 'duplicate') return { seq: await seqOf(store, message) };
    feed.publish({
      key: message.key,
      entries: outcome.entries,
      tickets: outcome.tickets,
      trouble: outcome.conversation.trouble,
    });
    const own = outcome.entries.find((entry) => entry.externalId === message.externalId);
    return { seq: own?.seq ?? outcome.conversation.lastSeq };
  }

  async function outcomeOf(snapshot: Snapshot, message: Message): Promise<Outcome> {
    // One brain a turn: a vector means nothing to another one.
    const mind = brain();
    const vector = asksForMeaning(snapshot, message) ? await mind.prepare(message.text) : undefined;
    const { outcome, decision } = think(snapshot, message, mind, {
      now: now(),
      vector,
      delivery: deps.deliveryOn(message.key.channel),
      queuePosition: await queuePosition(store, snapshot),
      incidents: await store.findIncidents(declared),
      offersResume: resume !== undefined,
    });
    return resume !== undefined && decision.kind === 'resume' ? resume.withOffer(outcome) : outcome;
  }

  /** The other conversation is told first: should the process end in between, the same message may use its code again. */
  async function outcomeOfCode(snapshot: Snapshot, message: Message, code: string): Promise<Outcome> {
    const from = keyText(message.key);
    const client = message.clientAddress === undefined ? [] : [`client:${message.clientAddress}`];
    const by = { id: `${from}#${message.externalId}`, counted: [`conversation:${from}`, ...client], from: message.key };
    const redeemed = (await resume?.redeemCode(code, by)) ?? { kind: 'refused' as const };
    // An order number may look like a code; as one it leads nowhere.
    if (redeemed.kind === 'refused' && isOrderNumber(message, brain())) return outcomeOf(snapshot, message);
    return thinkCode(snapshot, message, redeemed, brain(), {
      now: now(),
      delivery: deps.deliveryOn(message.key.channel),
    });
  }

  async function attemptCalled(key: ConversationKey, called: Called): Promise<CommitResult> {
    const { conversation, seen } = await store.load(key, { externalId: calledId(called.call.key, called.call.retry) });
    const isAwaited = conversation?.calls?.some(({ seq }) => seq === called.call.seq) === true;
    if (conversation === undefined || seen || !isAwaited) return 'duplicate';
    const incidents = await store.findIncidents(declared);
    const facts = { now: now(), delivery: deps.deliveryOn(key.channel), incidents };
    const outcome = thinkCalled(conversation, called, brain(), facts);
    const result = await store.commit(outcome, conversation.version);
    if (result === 'committed') {
      const { entries, tickets, conversation: after } = outcome;
      feed.publish({ key, entries, tickets, trouble: after.trouble });
    }
    return result;
  }

  return {
    handleMessage: (message) =>
      inOrder(keyText(message.key), async () => {
        for (let tries = 0; tries < mostAttempts; tries += 1) {
          const result = await attempt(message);
          if (result !== 'conflict') return result;
        }
        throw new AppError('conflict', 'The conversation kept changing while the message was handled. Send it again.');
      }),
    handleCalled: (key, called) =>
      inOrder(keyText(key), async () => {
        for (let tries = 0; tries < mostAttempts; tries += 1) {
          if ((await attemptCalled(key, called)) !== 'conflict') {
            await store.markDelivery(key, called.call.seq, 'sent');
            return;
          }
        }
        throw new AppError(
          'conflict',
          'The conversation kept changing while an answer of the back office was taken in.',
        );
      }),
    open: (key, customer, locale) =>
      inOrder(keyText(key), async () => {
        const snapshot = await store.load(key);
        if (snapshot.conversation !== undefined) return 'existed';
        const conversation = newConversation(key, customer, now(), locale);
        return (await store.commit({ conversation, entries: [], tickets: [] }, 0)) === 'committed'
          ? 'created'
          : 'existed';
      }),
  };
}

/** Whether the bot matches what was written: not a pressed button, nor what is meant for an agent or said while waiting. */
function asksForMeaning({ conversation }: Snapshot, { choice }: Message): boolean {
  return choice === undefined && conversation?.owner !== 'agent' && conversation?.owner !== 'queue';
}

/** Only a conversation that waits has a place in the queue. */
async function queuePosition(store: Pick<Store, 'findTickets'>, snapshot: Snapshot): Promise<number | undefined> {
  if (snapshot.conversation?.owner !== 'queue' || snapshot.ticket === undefined) return undefined;
  return positionOf(snapshot.ticket.id, await store.findTickets({ statuses: ['open'], limit: 1000 }));
}

/** Where a message that came before stands in the transcript. */
async function seqOf(store: Pick<Store, 'entriesAfter'>, message: Message): Promise<number> {
  let after = 0;
  for (;;) {
    const page = await store.entriesAfter(message.key, after, 500);
    const found = page.find((entry) => entry.externalId === message.externalId);
    if (found !== undefined) return found.seq;
    const last = page.at(-1);
    if (last === undefined) throw new AppError('internal', 'A stored message was not found in its transcript.');
    after = last.seq;
  }
}
