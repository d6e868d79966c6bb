import type { Router } from 'express';
import type { ConversationKey, Message } from '../conversation/message.ts';
import type { Entry } from '../conversation/entry.ts';
import type { Reply } from '../conversation/reply.ts';

/** What a channel must be able to do. Limits and rendering stay inside it. */
export interface Channel {
  readonly name: string;
  /** Routes that the HTTP app mounts. */
  readonly router?: Router;
  start?(): Promise<void>;
  stop?(): Promise<void>;
  /** Sends a reply to the customer. Absent for channels whose clients read the transcript themselves. */
  send?(key: ConversationKey, reply: Reply): Promise<void>;
}

/**
 * Takes one message from a channel. Resolves once it is stored (and answered in the transcript): only then may the
 * channel acknowledge it. Tells the `seq` of the stored entry; the same external id twice tells the same seq.
 */
export type Receive = (message: Message) => Promise<{ seq: number }>;

/** Calls `listener` after each commit with the new entries of one conversation; returns how to stop. */
export type Subscribe = (key: ConversationKey, listener: (entries: readonly Entry[]) => void) => () => void;
