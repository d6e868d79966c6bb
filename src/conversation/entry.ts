import type { Owner } from './conversation.ts';
import type { Reply } from './reply.ts';

/** Who wrote an entry. `system` marks changes of ownership. */
export interface Author {
  readonly role: 'customer' | 'bot' | 'agent' | 'system';
  readonly id: string;
  readonly name?: string;
}

/** What an entry says. */
export type Content =
  | ({
      readonly kind: 'message';
      /** Value of the pressed choice. */ readonly choice?: string;
    } & Reply)
  | {
      /** The conversation changed hands. */
      readonly kind: 'owner';
      readonly from: Owner;
      readonly to: Owner;
      /** Why, as a stable word: `wants-human`, `claimed`, `handed-back` … */
      readonly cause: string;
      readonly agentId?: string;
    }
  | {
      /** A named event of the protocol, for example one that a client posted. */
      readonly kind: 'event';
      readonly name: string;
      readonly value?: unknown;
    }
  /** A dialog asks the back office for something; what it asks stays with the conversation. Pending until it is answered. */
  | { readonly kind: 'call'; readonly key: string; readonly operation: string }
  /** The answer came: `ok`, or the code of a failure. */
  | { readonly kind: 'called'; readonly key: string; readonly operation: string; readonly result: string };

/** Delivery of an entry to the customer's channel. `none`: nothing to deliver, or the client reads by itself. */
export type Delivery = 'none' | 'pending' | 'sent' | 'failed';

/** The candidates and the reason behind a bot's entry, kept for agents, authors and evaluation. */
export interface DecisionRecord {
  readonly kind: string;
  readonly reason: string;
  readonly articleId?: string;
  readonly confidence?: number;
  /** Article that was answered before: the message asks two things. */
  readonly answersFirst?: string;
  readonly language?: string;
  readonly languageConfidence?: number;
  readonly candidates: readonly CandidateRecord[];
  /** What each of two questions in one message was taken for, in order; absent where there was one. */
  readonly questions?: readonly CandidateRecord[];
  /** The words and the concepts of the message that put the first candidate ahead of the second, strongest first. */
  readonly words?: readonly Spoke[];
  readonly concepts?: readonly Spoke[];
  /** What the confidence of the first candidate was computed from. */
  readonly confidenceFeatures?: Readonly<Record<string, number>>;
}

/** An article that was thought of. */
export interface CandidateRecord {
  readonly articleId: string;
  readonly confidence: number;
  readonly evidence: Readonly<Record<string, number>>;
  /** The phrase of the article that is nearest, its language, and what the article asks where that is another one. */
  readonly nearest?: string;
  readonly nearestLanguage?: string;
  readonly nearestTranslation?: string;
}

/** How much a word or concept spoke for the first candidate, and for the one after it. */
export interface Spoke {
  readonly text: string;
  readonly pro: number;
  readonly contra: number;
}

/** One line of the transcript, which is the only log of a conversation. */
export interface Entry {
  /** Place in the transcript, from 1, without gaps. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly author: Author;
  readonly content: Content;
  /** The channel's id of a customer's message, unique within the conversation. */
  readonly externalId?: string;
  /** `seq` of the entry this one answers. */
  readonly replyTo?: number;
  readonly delivery: Delivery;
  /** Version of the knowledge the bot answered from. */
  readonly knowledgeVersion?: string;
  readonly decision?: DecisionRecord;
  readonly channelData?: unknown;
}
