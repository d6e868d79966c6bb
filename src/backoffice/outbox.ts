/** What is sent to a customer outside the chat. */
export interface OutboxMessage {
  /** Names the message: sent once more under the same id, it is the same one. Absent where it is sent once only. */
  readonly id?: string;
  readonly to: { readonly email: string } | { readonly phone: string };
  /** For whoever shows or counts messages; never part of the text. */
  readonly kind: 'code' | 'activation' | 'puk' | 'invoice' | 'guide' | 'reset' | 'confirmation';
  /** BCP-47 tag of the text. */
  readonly language: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Sends messages to customers. Rejects where a message could not be given to the carrier. */
export interface Outbox {
  send(message: OutboxMessage): Promise<void>;
}

/** An outbox that keeps what was sent, for the demo and for tests. */
export interface MemoryOutbox extends Outbox {
  /** The last messages, oldest first. */
  messages(): readonly OutboxMessage[];
}

/** Keeps the last `keep` messages (default 100) and sends nothing anywhere; `onMessage` is told of each. */
export function createMemoryOutbox(keep = 100, onMessage?: (message: OutboxMessage) => void): MemoryOutbox {
  let kept: readonly OutboxMessage[] = [];
  return {
    messages: () => kept,
    send: async (message) => {
      if (message.id !== undefined && kept.some(({ id }) => id === message.id)) return;
      kept = [...kept, message].slice(-keep);
      onMessage?.(message);
    },
  };
}
