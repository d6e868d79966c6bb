import type { Ask, PeerKnowledge, TextsByLanguage } from './peer.ts';

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

/**
 * How a system that knows nothing of languages serves several: one index a language, and one of everything for questions
 * whose language is hidden or has no texts.
 */
export function byLanguage(knowledge: PeerKnowledge, build: (texts: readonly LabelledText[]) => Ask): Ask {
  const texts = textsOf(knowledge);
  const groups = group(texts);
  const all = build(texts);
  if (groups.size === 1) return all;
  const own = new Map([...groups].map(([lang, list]) => [lang, build(list)]));
  return (text, lang) => (own.get(lang ?? '') ?? all)(text, lang);
}

function group(texts: readonly LabelledText[]): Map<string, LabelledText[]> {
  const groups = new Map<string, LabelledText[]>();
  for (const text of texts) {
    const list = groups.get(text.lang);
    if (list === undefined) groups.set(text.lang, [text]);
    else list.push(text);
  }
  return groups;
}

const segmenters: Record<string, Intl.Segmenter> = {
  zh: new Intl.Segmenter('zh', { granularity: 'word' }),
  ja: new Intl.Segmenter('ja', { granularity: 'word' }),
};

/** Lower-case words; Chinese and Japanese, which are written without spaces, by the platform's dictionary. */
export function wordsOf(text: string, lang: string | undefined): string[] {
  const lower = text.toLowerCase();
  const spaceless = /\p{Script=Hiragana}|\p{Script=Katakana}/u.test(lower)
    ? 'ja'
    : /\p{Script=Han}/u.test(lower)
      ? 'zh'
      : lang?.slice(0, 2);
  const segmenter = spaceless === undefined ? undefined : segmenters[spaceless];
  if (segmenter === undefined) return lower.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...segmenter.segment(lower)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}
