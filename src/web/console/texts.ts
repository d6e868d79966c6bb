import type { Owner } from '../../conversation/conversation.ts';
import type { ConsoleTicket } from '../../http/console-api.ts';
import { english } from './texts-en.ts';
import { spanish } from './texts-es.ts';
import { chinese } from './texts-zh.ts';

/** The words of the console in one language. Words in braces are filled in. */
export interface ConsoleTexts {
  readonly self: string;
  readonly appName: string;
  readonly logIn: string;
  readonly name: string;
  readonly password: string;
  readonly logOut: string;
  readonly language: string;
  readonly notifyMe: string;
  readonly waiting: string;
  readonly mine: string;
  readonly others: string;
  readonly nothingWaiting: string;
  readonly nothingMine: string;
  readonly choose: string;
  readonly back: string;
  readonly waitingSince: string;
  readonly due: string;
  readonly overdue: string;
  readonly answerIt: string;
  readonly reference: string;
  readonly reason: string;
  readonly topic: string;
  /** How well the customer says they were helped, of five. */
  readonly rating: string;
  readonly ratingComment: string;
  readonly timeZone: string;
  readonly facts: string;
  readonly channel: string;
  readonly claim: string;
  readonly handBack: string;
  readonly resolve: string;
  readonly resolveQuestion: string;
  readonly resolveExplanation: string;
  readonly cancel: string;
  readonly reply: string;
  readonly replyHint: string;
  readonly send: string;
  readonly sending: string;
  readonly claimFirst: string;
  readonly heldBy: string;
  readonly closed: string;
  readonly customer: string;
  readonly assistant: string;
  readonly pressed: string;
  readonly offered: string;
  readonly notDelivered: string;
  readonly confidence: string;
  readonly evidence: string;
  readonly nearest: string;
  /** Heads of the list of words or concepts, and of its two columns. */
  readonly words: string;
  readonly concepts: string;
  readonly forFirst: string;
  readonly forSecond: string;
  readonly confidenceFrom: string;
  /** Above what each of two questions in one message was taken for, and above the candidates of the whole. */
  readonly twoQuestions: string;
  readonly asWhole: string;
  readonly noCandidates: string;
  readonly noConnection: string;
  readonly dismiss: string;
  readonly newRequest: string;
  readonly newMessage: string;
  readonly transcript: string;
  readonly reasons: Readonly<Record<ConsoleTicket['reason'], string>>;
  readonly priorities: Readonly<Record<ConsoleTicket['priority'], string>>;
  readonly owners: Readonly<Record<Owner, string>>;
  /** What the bot did, by `DecisionRecord.kind`. */
  readonly decisions: Readonly<Record<string, string>>;
}

/** The languages of the console. */
export const consoleTexts = { en: english, es: spanish, 'zh-Hans': chinese } as const;

export type ConsoleLanguage = keyof typeof consoleTexts;

/** The console's language for a tag, English where there is none. */
export function consoleLanguage(tag: string | null | undefined): ConsoleLanguage {
  const base = (tag ?? '').toLowerCase().split('-')[0];
  return base === 'es' ? 'es' : base === 'zh' ? 'zh-Hans' : 'en';
}
