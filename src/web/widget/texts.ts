import { languageCodes, type LanguageCode } from '../../language/languages.ts';
import { easternContinue } from './continue-texts-eastern.ts';
import { furtherContinue } from './continue-texts-further.ts';
import { westernContinue } from './continue-texts-western.ts';
import type { ContinueTexts } from './continue-texts.ts';
import { eastern } from './texts-eastern.ts';
import { further } from './texts-further.ts';
import { western } from './texts-western.ts';

/** The words of the widget in one language. `{count}` is filled in. */
export type Texts = OwnTexts & ContinueTexts;

/** Those of the conversation itself. */
export interface OwnTexts {
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

const own: Readonly<Record<LanguageCode, OwnTexts>> = { ...western, ...eastern, ...further };
const toContinue: Readonly<Record<LanguageCode, ContinueTexts>> = {
  ...westernContinue,
  ...easternContinue,
  ...furtherContinue,
};

/** Every supported language. */
export const texts = Object.fromEntries(
  languageCodes.map((code) => [code, { ...own[code], ...toContinue[code] }]),
) as Readonly<Record<LanguageCode, Texts>>;
