import { english } from './packet-texts-en.ts';
import { spanish } from './packet-texts-es.ts';
import { chinese } from './packet-texts-zh.ts';
import type { ConsoleLanguage } from './texts.ts';

/** The words of the handoff packet in one language. */
export interface PacketTexts {
  readonly title: string;
  readonly wish: string;
  readonly order: string;
  readonly line: string;
  readonly plan: string;
  readonly device: string;
  readonly place: string;
  readonly contact: string;
  readonly intent: string;
  readonly dialog: string;
  readonly endedAt: string;
  readonly queue: string;
  readonly tries: string;
  readonly answers: string;
  readonly backOffice: string;
  readonly yes: string;
  readonly no: string;
  /** By `ConsoleConversation.conversation.level`. */
  readonly levels: Readonly<Record<string, string>>;
  readonly consent: Readonly<Record<'yes' | 'no' | 'unknown', string>>;
  readonly queues: Readonly<Record<string, string>>;
  readonly tried: Readonly<Record<'worked' | 'not-helped' | 'not-found', string>>;
  /** By the name of the answer. */
  readonly groups: Readonly<Record<string, string>>;
  /** By the name of a field; one that is missing is shown as it is called. */
  readonly fields: Readonly<Record<string, string>>;
  /** Words that back offices answer with. */
  readonly values: Readonly<Record<string, string>>;
}

/** See `PacketTexts`. */
export const packetTexts: Readonly<Record<ConsoleLanguage, PacketTexts>> = {
  en: english,
  es: spanish,
  'zh-Hans': chinese,
};
