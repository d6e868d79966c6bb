import type { Conversation, PendingCall, Proof } from '../conversation/conversation.ts';
import type { Delivery } from '../conversation/entry.ts';
import type { Incident } from '../conversation/incident.ts';
import type { Message } from '../conversation/message.ts';
import type { Decision } from '../dialog/decision.ts';
import type { FlowTurn } from '../dialog/run-flow.ts';
import type { Ticket } from '../handoff/ticket.ts';
import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Question } from '../matching/questions.ts';
import type { Brain } from './brain.ts';
import type { IncidentTurn } from './incident-turn.ts';

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
