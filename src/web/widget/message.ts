/** Something the customer can press instead of typing. */
export interface Choice {
  /** Shown, and sent as the text. */
  readonly title: string;
  /** Sent along, never shown. */
  readonly value: string;
}

/** A file in a message. */
export interface FileLink {
  readonly name: string;
  readonly contentType: string;
  /** Absent for a file that is still on its way or was lost by a reload. */
  readonly url?: string;
}

/** What a line between messages tells. */
export type NoteKind = 'waiting' | 'joined' | 'left' | 'assistant' | 'fresh' | 'resumed';

/** One message of the conversation as the widget shows it. */
export interface ChatMessage {
  /** The client's id for own messages, else the id of the activity. Never changes. */
  readonly key: string;
  readonly from: 'customer' | 'bot' | 'agent' | 'note';
  /** Name of the agent. */
  readonly name?: string;
  readonly text: string;
  readonly format: 'plain' | 'markdown';
  /** Language of the text, BCP-47, when known. */
  readonly language?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly choices?: readonly Choice[];
  readonly files?: readonly FileLink[];
  readonly note?: NoteKind;
  /** The assistant leads through steps and waits for an answer to this. */
  readonly inDialog?: true;
  /** Own messages only. `sending` covers waiting for a connection. */
  readonly state?: 'sending' | 'sent' | 'failed';
  /** True once it has its place in the server's transcript. */
  readonly settled: boolean;
}

/** Messages kept; older ones stay on the server. */
const most = 200;

/**
 * Adds or replaces a message. Settled messages keep the order in which they arrived; the customer's unsettled ones stay
 * below them, so that an answer to an earlier message is not shown under a later one.
 */
export function withMessage(messages: readonly ChatMessage[], message: ChatMessage): ChatMessage[] {
  const known = messages.findIndex(({ key }) => key === message.key);
  const old = messages[known];
  if (old !== undefined && old.settled === message.settled) {
    return messages.map((one) => (one.key === message.key ? message : one));
  }
  const others = messages.filter(({ key }) => key !== message.key);
  const firstOpen = others.findIndex(({ settled }) => !settled);
  const place = message.settled && firstOpen >= 0 ? firstOpen : others.length;
  return [...others.slice(0, place), message, ...others.slice(place)].slice(-most);
}

/** The message with this key, changed. Nothing happens when there is none. */
export function changeMessage(
  messages: readonly ChatMessage[],
  key: string,
  change: Partial<ChatMessage>,
): readonly ChatMessage[] {
  const old = messages.find((message) => message.key === key);
  return old === undefined ? messages : withMessage(messages, { ...old, ...change });
}
