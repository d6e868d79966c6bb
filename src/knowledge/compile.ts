import type { LanguageCode } from '../language/languages.ts';
import type { Article, ArticleText, Knowledge } from './article.ts';
import { authoredLanguages, type FactValue, type WrittenKnowledge, type WrittenText } from './parse.ts';
import { fillPlaceholders } from './placeholders.ts';

/** Turns Simplified Chinese into Traditional. */
export type ToTraditional = (text: string) => string;

/**
 * Makes the knowledge base that the bot works with: texts of an entry brought together, zh-Hant derived from zh-Hans where
 * an entry has no text of its own, placeholders filled. Expects written knowledge without faults.
 */
export function compileKnowledge(written: WrittenKnowledge, version: string, toTraditional: ToTraditional): Knowledge {
  const facts = Object.fromEntries(
    authoredLanguages.map((language) => [language, factsIn(written.facts, language, toTraditional)]),
  );
  const texts = new Map<string, WrittenText>(written.texts.map((text) => [`${text.language}/${text.id}`, text]));
  const articles = written.entries.map((entry): Article => {
    const perLanguage: Partial<Record<LanguageCode, ArticleText>> = {};
    for (const language of authoredLanguages) {
      const text = textIn(texts, entry.id, language, facts[language] ?? {}, toTraditional);
      if (text !== undefined) perLanguage[language] = text;
    }
    return { ...entry, texts: perLanguage };
  });
  return {
    version,
    languages: authoredLanguages,
    articles,
    facts,
    background: written.background,
  };
}

/** The provider's facts in one language; a missing one falls back to English, zh-Hant to converted zh-Hans first. */
export function factsIn(
  facts: ReadonlyMap<string, FactValue>,
  language: LanguageCode,
  toTraditional: ToTraditional,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of facts) {
    if (typeof value === 'string') result[name] = value;
    else if (value[language] !== undefined) result[name] = value[language];
    else if (language === 'zh-Hant' && value['zh-Hans'] !== undefined) result[name] = toTraditional(value['zh-Hans']);
    else result[name] = value.en ?? Object.values(value)[0] ?? '';
  }
  return result;
}

function textIn(
  texts: ReadonlyMap<string, WrittenText>,
  id: string,
  language: LanguageCode,
  facts: Readonly<Record<string, string>>,
  toTraditional: ToTraditional,
): ArticleText | undefined {
  const own = texts.get(`${language}/${id}`);
  const simplified = language === 'zh-Hant' ? texts.get(`zh-Hans/${id}`) : undefined;
  const derived = (text: string | undefined) => (text === undefined ? undefined : toTraditional(text));
  const question = own?.question ?? derived(simplified?.question);
  const answer = own?.answer ?? derived(simplified?.answer);
  if (question === undefined || answer === undefined) return undefined;
  return {
    question: fillPlaceholders(question, facts),
    answer: fillPlaceholders(answer, facts).trim(),
    phrases: own?.phrases ?? [],
  };
}
