/** Names one conversation: the channel it came in on and the channel's own id of it. */
export interface ConversationKey {
  readonly channel: string;
  readonly id: string;
}

/** A file or picture that came with a message or goes out with a reply. */
export interface Attachment {
  readonly contentType: string;
  /** Where the content can be read; absent when the channel sent the content inline. */
  readonly contentUrl?: string;
  readonly name?: string;
  /** Inline content, JSON only (cards). */
  readonly content?: unknown;
}

/** What a channel received, normalized. */
export interface Message {
  readonly key: ConversationKey;
  /** The channel's id of this message: the same id twice is the same message. */
  readonly externalId: string;
  readonly sender: { readonly id: string; readonly name?: string };
  /** Untrusted text as typed; empty when only a choice or a file came. */
  readonly text: string;
  /** Value of a pressed choice, see `Choice.value`. */
  readonly choice?: string;
  readonly attachments?: readonly Attachment[];
  /** BCP-47 tag of the client's interface, a hint only. */
  readonly locale?: string;
  /** IANA name of the client's time zone, a hint only. */
  readonly timeZone?: string;
  /** Network address of the client, for limits; never kept. */
  readonly clientAddress?: string;
  /** Time received, milliseconds since the epoch. */
  readonly at: number;
  /** Opaque data of the channel, kept with the entry and echoed to the channel. */
  readonly channelData?: unknown;
}

/** One string for a key, for maps and logs: `directline:abc`. */
export function keyText(key: ConversationKey): string {
  return `${key.channel}:${key.id}`;
}

/** The key that `keyText` wrote. */
export function parseKey(text: string): ConversationKey {
  const colon = text.indexOf(':');
  return { channel: text.slice(0, colon), id: text.slice(colon + 1) };
}
