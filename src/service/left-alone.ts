import { keyText, type ConversationKey } from '../conversation/message.ts';
import type { Brain } from './brain.ts';
import { changeConversation, type ChangeDeps } from './change.ts';
import type { InOrder } from './lanes.ts';
import type { Store } from './store.ts';
import { thinkLeftAlone } from './think-event.ts';
import type { TurnFacts } from './turn-context.ts';

export interface LeftAloneDeps extends ChangeDeps {
  readonly store: Pick<Store, 'load' | 'commit' | 'due'>;
  readonly inOrder: InOrder;
  readonly brain: () => Brain;
  readonly now: () => number;
  readonly deliveryOn: (channel: string) => TurnFacts['delivery'];
  readonly onError: (error: unknown) => void;
}

/** Conversations looked at in one go. */
const mostAtOnce = 200;

/**
 * Makes what looks after dialogs that were left alone, to be called now and then. It asks the store for those whose time
 * has come, so that its cost does not grow with what is finished. What it does to one is a single commit, made once.
 */
export function createLeftAlone(deps: LeftAloneDeps): () => Promise<void> {
  const { store, inOrder, brain, now } = deps;

  async function wake(key: ConversationKey): Promise<void> {
    await inOrder(keyText(key), () =>
      changeConversation(deps, key, (snapshot) =>
        thinkLeftAlone(snapshot, brain(), { now: now(), delivery: deps.deliveryOn(key.channel) }),
      ),
    );
  }

  return async () => {
    for (const key of await store.due(now(), mostAtOnce)) await wake(key).catch(deps.onError);
  };
}
