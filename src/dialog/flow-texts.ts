import { z } from 'zod';
import type { LanguageCode } from '../language/languages.ts';
import type { PhraseFiles } from './phrases.ts';

const text = z.string().trim().min(1);

/** `dialogs/flows/phrases/<lang>/<flow>.yaml`: the words of one flow in one language. */
export const flowTextSchema = z.strictObject({
  /** Of the button that offers the flow. */
  title: text.optional(),
  /** What the bot says, by phrase. */
  say: z.record(z.string(), text).default({}),
  /** Titles of buttons, by slot and option. */
  choices: z.record(z.string(), z.record(z.string(), text)).default({}),
  /** What customers write for an option, beside its title, by slot and option. */
  words: z.record(z.string(), z.record(z.string(), z.array(text).min(1))).default({}),
});

export type FlowText = z.infer<typeof flowTextSchema>;

/** Texts of all flows by language and flow id; the id `common` holds what every flow says. */
export type FlowTexts = Readonly<Partial<Record<LanguageCode, Readonly<Record<string, FlowText>>>>>;

/** Id of the texts that belong to no flow. */
export const commonTexts = 'common';

/** The bot's phrases with those of the flows below `flows`, as `createSay` takes them. */
export function withFlowPhrases(phrases: PhraseFiles, texts: FlowTexts): PhraseFiles {
  const merged: Partial<Record<LanguageCode, Readonly<Record<string, unknown>>>> = { ...phrases };
  for (const [language, flows] of Object.entries(texts) as [LanguageCode, Readonly<Record<string, FlowText>>][]) {
    const spoken = Object.fromEntries(
      Object.entries(flows).map(([id, { title, say, choices }]) => [id, { title, say, choices }]),
    );
    merged[language] = { ...merged[language], flows: spoken };
  }
  return merged;
}

/** Key of a phrase for `Say`. */
export function sayKey(flow: string, phrase: string): string {
  return `flows.${flow}.say.${phrase}`;
}
