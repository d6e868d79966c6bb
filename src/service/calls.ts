import type { Conversation, PendingCall, Proof } from '../conversation/conversation.ts';
import type { OperationError } from '../conversation/flow-position.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import type { Feed } from './feed.ts';
import type { Store } from './store.ts';
import type { Called } from './think.ts';
import type { Turns } from './turn.ts';

/** Asks the back office. Throws `CallFailed` and nothing else that is to be expected. */
export type AskBackOffice = (
  call: PendingCall,
  about: {
    readonly conversationId: string;
    readonly language: string;
    readonly proof?: Proof;
    /** Declared outages that the customer was told of. */
    readonly told?: readonly string[];
  },
) => Promise<{ readonly output: unknown; readonly proof: Proof }>;

/** A call that failed, by the code that dialogs branch on. */
export class CallFailed extends Error {
  readonly code: OperationError;

  constructor(code: OperationError, cause: unknown) {
    super(`The back office answered ${code}.`, { cause });
    this.name = 'CallFailed';
    this.code = code;
  }
}

export interface CallsDeps {
  readonly store: Pick<Store, 'load' | 'pending'>;
  readonly turns: Pick<Turns, 'handleCalled'>;
  readonly feed: Pick<Feed, 'subscribeAll'>;
  readonly ask: AskBackOffice;
  readonly onError: (error: unknown) => void;
}

/** Carries out what dialogs ask of the back office, after it is stored that they ask. */
export interface Calls {
  /** Makes the calls that were stored but not answered, for example since the process was ended in between. */
  sweep(): Promise<void>;
  /** Starts no more calls, and waits for those under way. */
  stop(): Promise<void>;
}

const mostAtOnce = 1000;

/** Makes the calls of every committed turn as soon as it is committed. */
export function createCalls({ store, turns, feed, ask, onError }: CallsDeps): Calls {
  const underWay = new Map<string, Promise<void>>();
  let isStopped = false;

  /** One try of a call at a time; which one is told by its place in the transcript. */
  function start(key: ConversationKey, seq: number): Promise<void> {
    const name = `${keyText(key)}#${seq}`;
    if (isStopped) return Promise.resolve();
    const before = underWay.get(name);
    if (before !== undefined) return before;
    const work = carryOut(key, seq)
      .catch(onError)
      .finally(() => underWay.delete(name));
    underWay.set(name, work);
    return work;
  }

  async function carryOut(key: ConversationKey, seq: number): Promise<void> {
    const { conversation } = await store.load(key);
    const call = conversation?.calls?.find((one) => one.seq === seq);
    // Answered in the meantime, but not marked so: the process ended between the two.
    if (conversation === undefined || call === undefined) {
      const answered = { call: { key: '', operation: '', input: {}, retry: 0, seq }, result: unknownResult };
      return turns.handleCalled(key, answered);
    }
    await turns.handleCalled(key, { call, result: await answerOf(conversation, call) });
  }

  async function answerOf(conversation: Conversation, call: PendingCall): Promise<Called['result']> {
    const { language = 'en', proof, incidents = [] } = conversation;
    const about = {
      conversationId: keyText(conversation.key),
      language,
      told: incidents.filter(({ sure }) => sure).map(({ id }) => id),
      ...(proof === undefined ? {} : { proof }),
    };
    return resultOf(() => ask(call, about), onError);
  }

  const unsubscribe = feed.subscribeAll(({ key, entries }) => {
    for (const { seq, content, delivery } of entries) {
      if (content.kind === 'call' && delivery === 'pending') void start(key, seq);
    }
  });

  return {
    async sweep() {
      const pending = await store.pending(mostAtOnce);
      const calls = pending.filter(({ entry }) => entry.content.kind === 'call');
      await Promise.all(calls.map(({ key, entry }) => start(key, entry.seq)));
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      await Promise.all(underWay.values());
    },
  };
}

/** The answer of a call as a dialog takes it; a failure that nobody expected is told and counts as not available. */
export async function resultOf(
  work: () => ReturnType<AskBackOffice>,
  onError?: (error: unknown) => void,
): Promise<Called['result']> {
  try {
    return { kind: 'ok', ...(await work()) };
  } catch (error) {
    if (error instanceof CallFailed) return { kind: 'failed', error: error.code };
    onError?.(error);
    return { kind: 'failed', error: 'UNAVAILABLE' };
  }
}

const unknownResult = { kind: 'failed', error: 'UNAVAILABLE' } as const;
