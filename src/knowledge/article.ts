import { z } from 'zod';
import type { LanguageCode } from '../language/languages.ts';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** Facts of an entry that hold in every language, as written in `entries.yaml`. */
export const entryFactsSchema = z.strictObject({
  id,
  theme: id,
  title: z.string().min(1),
  /** Guided dialog that solves the problem. */
  dialog: id.optional(),
  /** `auto`: the dialog starts at once; `offer`: the answer comes first. */
  dialogStart: z.enum(['auto', 'offer']).optional(),
  /** `always`: a person takes over at once; `on-failure`: when the answer did not help; `never`: on request only. */
  escalate: z.enum(['always', 'on-failure', 'never']),
  urgency: z.enum(['normal', 'high', 'critical']),
  auth: z.enum(['none', 'order', 'verified']),
  operations: z.array(z.string()).default([]),
  guide: id.optional(),
  /** Entries that are most easily confused with this one. */
  neighbours: z.array(id),
});

export const entriesFileSchema = z.strictObject({
  themes: z.array(z.strictObject({ id, title: z.string().min(1) })).min(1),
  entries: z.array(entryFactsSchema).min(1),
});

/** One entry of a text file; zh-Hant may leave out question and answer. */
export const entryTextSchema = z.strictObject({
  question: z.string().trim().min(1).optional(),
  phrases: z.array(z.string().trim().min(1)),
  answer: z.string().trim().min(1).optional(),
});

export type EntryFacts = z.infer<typeof entryFactsSchema>;

/** What an article says in one language. */
export interface ArticleText {
  readonly question: string;
  /** Markdown with the provider's facts filled in. */
  readonly answer: string;
  readonly phrases: readonly string[];
}

/** One item of the knowledge base in all its languages. */
export interface Article extends EntryFacts {
  readonly texts: Readonly<Partial<Record<LanguageCode, ArticleText>>>;
}

/** The whole knowledge base, checked, with all placeholders filled. */
export interface Knowledge {
  /** Hash of everything it was made from. */
  readonly version: string;
  readonly languages: readonly LanguageCode[];
  readonly articles: readonly Article[];
  /** The provider's facts in each language, for the bot's own words. */
  readonly facts: Readonly<Partial<Record<LanguageCode, Readonly<Record<string, string>>>>>;
  /** Texts that belong to no article: other topics and small talk. */
  readonly background: readonly {
    readonly text: string;
    readonly language: LanguageCode;
  }[];
}
