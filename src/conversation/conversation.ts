import type { FlowPosition } from './flow-position.ts';
import type { ToldIncident, Trouble } from './incident.ts';
import type { ConversationKey } from './message.ts';

/** Who may speak to the customer now. */
export type Owner = 'bot' | 'queue' | 'agent' | 'nobody';

/** What the bot asked last, so that the next message can be read as its answer. */
export type Pending =
  | {
      readonly kind: 'clarify';
      readonly articleIds: readonly string[];
      readonly titles: readonly string[];
    }
  | { readonly kind: 'feedback'; readonly articleId: string }
  | { readonly kind: 'rephrase' };

/** A call to the back office whose result has not come yet. */
export interface PendingCall {
  /** Names one wish of the customer, the same for every try of it. */
  readonly key: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly retry: number;
  /** Sequence number of the transcript entry that stands for it. */
  readonly seq: number;
}

/** What the customer has proven, as the back office gave it; only that reads it. */
export type Proof = Readonly<Record<string, unknown>>;

/** An offer to continue a conversation on another device; only the newest of a conversation counts. */
export interface ResumeOffer {
  /** Random text that code and link are derived from with a secret of the service: it gives neither away. */
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** What the code is found by. */
  readonly codeHash: string;
  /** Who used the code, so that the same client may repeat a call whose answer got lost. */
  readonly usedBy?: string;
}

/** Everything that must be known to continue a conversation. */
export interface Conversation {
  readonly key: ConversationKey;
  readonly owner: Owner;
  /** Language the bot speaks, a supported code; absent before the first message. */
  readonly language?: string;
  /** Language the customer writes in, which may be one the bot has no texts in. */
  readonly heard?: string;
  /** BCP-47 tag of the client's interface, as last told. */
  readonly locale?: string;
  readonly customer: { readonly id: string; readonly name?: string };
  /** Agent who holds the conversation while `owner` is `agent`. */
  readonly agentId?: string;
  /** Name of that agent, as people read it. */
  readonly agentName?: string;
  /** Open ticket, if any. */
  readonly ticketId?: string;
  readonly pending?: Pending;
  /** Article that was last understood, for the priority of a later handoff. */
  readonly topic?: string;
  /** Utterances in a row that were not understood. */
  readonly misses: number;
  /** What was learned so far: slot name to value. */
  readonly slots: Readonly<Record<string, string>>;
  /** Where an open dialog stands. */
  readonly flow?: FlowPosition;
  /** Calls of that dialog under way. */
  readonly calls?: readonly PendingCall[];
  readonly proof?: Proof;
  /** Declared outages the customer was told of; their end will be told too. */
  readonly incidents?: readonly ToldIncident[];
  readonly trouble?: Trouble;
  /** When something must happen although nobody writes, milliseconds since the epoch: an open dialog that is left alone. */
  readonly wakeAt?: number;
  /** What a code or link to continue elsewhere is made of, while one is valid or was used. */
  readonly offer?: ResumeOffer;
  /** The conversation that goes on in this one since a code was typed here: what is written here belongs to that. */
  readonly continues?: { readonly key: ConversationKey; /** Own entries before it. */ readonly after: number };
  /** Sequence number of the last transcript entry, 0 when there is none. */
  readonly lastSeq: number;
  /** Number of commits; a commit names the version it was made from. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A conversation nobody has spoken in yet. */
export function newConversation(
  key: ConversationKey,
  customer: Conversation['customer'],
  at: number,
  locale?: string,
): Conversation {
  return {
    key,
    owner: 'bot',
    customer,
    ...(locale === undefined ? {} : { locale }),
    misses: 0,
    slots: {},
    lastSeq: 0,
    version: 0,
    createdAt: at,
    updatedAt: at,
  };
}
