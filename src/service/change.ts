import type { Conversation } from '../conversation/conversation.ts';
import type { ConversationKey } from '../conversation/message.ts';
import { AppError } from '../errors.ts';
import type { Feed } from './feed.ts';
import type { Outcome, Snapshot, Store } from './store.ts';

/** What a change of a conversation needs. */
export interface ChangeDeps {
  readonly store: Pick<Store, 'load' | 'commit'>;
  readonly feed: Pick<Feed, 'publish'>;
}

/** A snapshot of a conversation that exists. */
export type LoadedSnapshot = Snapshot & { readonly conversation: Conversation };

const mostAttempts = 3;

/**
 * Load, pure change, commit; again when something else was committed in between. `make` may find that there is nothing to
 * do. Throws `notFound` for a conversation that does not exist, `conflict` when others kept changing it.
 */
export async function changeConversation(
  { store, feed }: ChangeDeps,
  key: ConversationKey,
  make: (snapshot: LoadedSnapshot) => Outcome | undefined,
): Promise<void> {
  for (let tries = 0; tries < mostAttempts; tries += 1) {
    const snapshot = await store.load(key);
    if (!isLoaded(snapshot)) throw new AppError('notFound', 'There is no such conversation.');
    const outcome = make(snapshot);
    if (outcome === undefined) return;
    const result = await store.commit(outcome, snapshot.conversation.version);
    if (result === 'duplicate') return;
    if (result === 'committed') return feed.publish({ key, entries: outcome.entries, tickets: outcome.tickets });
  }
  throw new AppError('conflict', 'The conversation kept changing. Look at it again, then retry.');
}

/** Whether there is a conversation. */
export function isLoaded(snapshot: Snapshot): snapshot is LoadedSnapshot {
  return snapshot.conversation !== undefined;
}
