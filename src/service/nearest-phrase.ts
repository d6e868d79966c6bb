import type { Article } from '../knowledge/article.ts';
import { familyOf, type LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';

/** The phrase of an article that is nearest to a message. */
export interface NearestPhrase {
  readonly text: string;
  readonly language: LanguageCode;
  /** What the article asks, for readers of the message who may not read the phrase; absent where they share a language. */
  readonly translation?: string;
}

/**
 * The nearest phrase of a match. Phrases of one article are not translations of one another, its question is: where the
 * phrase is in another language than the message, the question is told in the message's language, else in English.
 */
export function nearestPhraseOf(
  { nearestPhrase }: Pick<Match, 'nearestPhrase'>,
  article: Pick<Article, 'texts'> | undefined,
  language: LanguageCode,
): NearestPhrase | undefined {
  if (nearestPhrase === undefined) return undefined;
  const { text, language: own } = nearestPhrase;
  if (familyOf(own) === familyOf(language)) return { text, language: own };
  const translation = article?.texts[language]?.question ?? (own === 'en' ? undefined : article?.texts.en?.question);
  return { text, language: own, ...(translation === undefined ? {} : { translation }) };
}
