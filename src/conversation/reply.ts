import type { Attachment } from './message.ts';

/** Something the reader can press instead of typing. */
export interface Choice {
  /** Shown on the button, in the reader's language. */
  readonly title: string;
  /** Sent back as `Message.choice`; never shown. */
  readonly value: string;
}

/** Channel-neutral content of one message. */
export interface Reply {
  /** Markdown from the bot; plain untrusted text from customers and agents. */
  readonly text: string;
  readonly format: 'markdown' | 'plain';
  /** Language of the text, one of the supported codes. Absent for customers' texts of unknown language. */
  readonly language?: string;
  readonly choices?: readonly Choice[];
  readonly attachments?: readonly Attachment[];
}
