import type { PeerKnowledge, TextsByLanguage } from './peer.ts';

/** One text of the knowledge, with the entry it belongs to, or null for a text that belongs to none. */
export interface LabelledText {
  readonly text: string;
  readonly lang: string;
  readonly id: string | null;
}

/** All texts of the knowledge, in order. */
export function textsOf({ entries, none }: PeerKnowledge): LabelledText[] {
  const flat = (phrases: TextsByLanguage, id: string | null) =>
    Object.entries(phrases).flatMap(([lang, list]) => list.map((text) => ({ text, lang, id })));
  return [...entries.flatMap(({ id, phrases }) => flat(phrases, id)), ...flat(none, null)];
}

const segmenters = {
  zh: new Intl.Segmenter('zh', { granularity: 'word' }),
  ja: new Intl.Segmenter('ja', { granularity: 'word' }),
};

/** Lower-case words; Chinese and Japanese, which are written without spaces, by the platform's dictionary. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const isJapanese = /\p{Script=Hiragana}|\p{Script=Katakana}/u.test(lower);
  if (!isJapanese && !/\p{Script=Han}/u.test(lower)) return lower.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const segmenter = isJapanese ? segmenters.ja : segmenters.zh;
  return [...segmenter.segment(lower)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}
