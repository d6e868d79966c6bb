import type { Entry } from '../conversation/entry.ts';
import type { Trouble } from '../conversation/incident.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import type { Ticket } from '../handoff/ticket.ts';

/** Something that was committed. */
export interface FeedEvent {
  readonly key: ConversationKey;
  readonly entries: readonly Entry[];
  readonly tickets: readonly Ticket[];
  /** Lack of service the customer has lately told of. */
  readonly trouble?: Trouble;
}

/** Tells listeners of this process what was committed, after it was. */
export interface Feed {
  publish(event: FeedEvent): void;
  /** Entries of one conversation; returns how to stop. */
  subscribe(key: ConversationKey, listener: (entries: readonly Entry[]) => void): () => void;
  /** Everything; returns how to stop. */
  subscribeAll(listener: (event: FeedEvent) => void): () => void;
}

/** Makes a feed. A listener that throws disturbs neither the others nor the commit. */
export function createFeed(onError: (error: unknown) => void): Feed {
  const byKey = new Map<string, Set<(entries: readonly Entry[]) => void>>();
  const all = new Set<(event: FeedEvent) => void>();

  function call<T>(listener: (value: T) => void, value: T): void {
    try {
      listener(value);
    } catch (error) {
      onError(error);
    }
  }

  return {
    publish(event) {
      for (const listener of [...(byKey.get(keyText(event.key)) ?? [])]) call(listener, event.entries);
      for (const listener of [...all]) call(listener, event);
    },
    subscribe(key, listener) {
      const name = keyText(key);
      const listeners = byKey.get(name) ?? new Set();
      listeners.add(listener);
      byKey.set(name, listeners);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) byKey.delete(name);
      };
    },
    subscribeAll(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}
