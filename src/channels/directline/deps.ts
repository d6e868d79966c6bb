import type { Entry } from '../../conversation/entry.ts';
import type { ConversationKey } from '../../conversation/message.ts';
import type { Logger } from '../../log.ts';
import type { Receive, Subscribe } from '../channel.ts';
import type { RateLimit } from './guard.ts';

/** Makes sure that a conversation exists, and tells whether it did not before. */
export type Open = (
  key: ConversationKey,
  customer: { readonly id: string; readonly name?: string },
  locale?: string,
) => Promise<'created' | 'existed'>;

/** What Direct Line is given. */
export interface DirectLineDeps {
  /** Signs tokens and lets a site's own server do everything; at least 16 characters. */
  readonly secret: string;
  readonly receive: Receive;
  readonly open: Open;
  readonly exists: (key: ConversationKey) => Promise<boolean>;
  /** Entries with `seq` above `after`, oldest first. */
  readonly entriesAfter: (key: ConversationKey, after: number, limit: number) => Promise<readonly Entry[]>;
  readonly subscribe: Subscribe;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Makes ids of conversations and files: they must be impossible to guess. */
  readonly newId: () => string;
  /** Folder of uploaded files, made when first needed. */
  readonly uploadDir: string;
  readonly logger: Logger;
  /** Where clients reach the service, `https://chat.example.com`. Default: what each request says. */
  readonly publicUrl?: string;
  readonly rateLimit?: RateLimit;
  /** Calls `tick` again and again; returns how to stop. Default: a timer that keeps no process alive. */
  readonly every?: (ms: number, tick: () => void) => () => void;
}

/** Key of a conversation of this channel. */
export function keyOf(conversationId: string): ConversationKey {
  return { channel: 'directline', id: conversationId };
}
