/** Writing without spaces between words: each character counts as a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\p{L}\p{N}\p{M}]|$)/gu;

/** True when the token is written without spaces around it. */
export function isUnspaced(token: string): boolean {
  for (let at = 0; at < token.length; at += 1) if (token.charCodeAt(at) >= firstUnspaced) return unspaced.test(token);
  return false;
}

/** The first character of all these scripts, a Thai one: what comes before is quickly told. */
const firstUnspaced = 0x0e01;

/** Words of a folded text in order; every Han, kana and Thai character is a word of its own. */
export function tokenize(folded: string): string[] {
  return folded.match(word) ?? [];
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Dictionary words of a text without spaces (Chinese, Japanese), by the platform's `Intl.Segmenter`. */
export function segmentWords(text: string, language: string): string[] {
  let segmenter = segmenters.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language, { granularity: 'word' });
    segmenters.set(language, segmenter);
  }
  const words: string[] = [];
  for (const part of segmenter.segment(text)) {
    if (part.isWordLike === true) words.push(part.segment);
  }
  return words;
}
