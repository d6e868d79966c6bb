import type { TrainingText } from './train.ts';

/**
 * The name of an article as a training text: the words of its id, `card_arrival` or `connect-no-signal`. Authors name
 * what an article is about, which helps most where it has few phrases. Undefined for ids without a word.
 */
export function nameOfArticle(articleId: string): TrainingText | undefined {
  const words = articleId
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => /\p{L}{2}/u.test(word));
  return words.length === 0 ? undefined : { text: words.join(' '), language: 'en', articleId, isName: true };
}
