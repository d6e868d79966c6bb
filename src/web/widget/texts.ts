import type { LanguageCode } from '../../language/languages.ts';
import { eastern } from './texts-eastern.ts';
import { further } from './texts-further.ts';
import { western } from './texts-western.ts';

/** The words of the widget in one language. `{count}` is filled in. */
export interface Texts {
  /** The language's own name. */
  readonly self: string;
  readonly title: string;
  readonly open: string;
  readonly close: string;
  readonly language: string;
  readonly placeholder: string;
  readonly send: string;
  readonly attach: string;
  readonly welcome: string;
  /** Questions to begin with, sent as they stand here. */
  readonly starters: readonly [string, string, string, string];
  readonly suggestions: string;
  readonly assistant: string;
  readonly you: string;
  readonly agent: string;
  readonly sending: string;
  readonly notSent: string;
  readonly retry: string;
  readonly waiting: string;
  readonly joined: string;
  readonly left: string;
  readonly assistantBack: string;
  readonly fresh: string;
  readonly offline: string;
  readonly tooLarge: string;
  readonly unread: string;
}

/** Every supported language. */
export const texts: Readonly<Record<LanguageCode, Texts>> = { ...western, ...eastern, ...further };
