import { foldJapaneseHan } from '../language/japanese-han.ts';
import { fold } from '../language/normalize.ts';
import { hashRange, hashText } from './hash.ts';

/** Kinds of sub-word features; a training gives each its share of the table. */
export const vectorFeatureKinds = ['word', 'ngram', 'cjk', 'hangul'] as const;

/** Index into `vectorFeatureKinds`. */
export type VectorFeatureKind = 0 | 1 | 2 | 3;

/** Is told each feature of a text, once an occurrence: its 32-bit hash and its kind. */
export type VisitFeature = (hash: number, kind: VectorFeatureKind) => void;

const cjk = '\\u3041-\\u30ff\\u3400-\\u9fff';
const hangul = '\\uac00-\\ud7af';
const anyToken = new RegExp(`[${cjk}]+|[${hangul}]+|(?:(?![${cjk}${hangul}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const katakanaRun = /[\u30a1-\u30ff]{4,}/g;
const onlyDigits = /^\p{Nd}+$/u;
const longestNgram = 5;

/** Letters that differ from their neighbours' only by a stroke or by being written as one. */
const latinVariants: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' };
const anyLatinVariant = /[øłđæœı]/g;

/** Keeps the hashes of these features apart from those of other tables. */
const seed = 0x53b1e9a7;
const longNumber = hashText('<0>', seed);

/** The text as its vector features see it: folded as for the index, and across languages that share letters. */
export function foldForVectors(text: string): string {
  const folded = fold(text).replace(anyLatinVariant, (letter) => latinVariants[letter] ?? letter);
  return foldJapaneseHan(folded);
}

/** The tokens whose features are visited: words, runs of Chinese and Japanese writing, Hangul words. */
export function vectorTokens(text: string): readonly string[] {
  return foldForVectors(text).match(anyToken) ?? [];
}

/**
 * Visits the sub-word features of one token, with no regard to its language: whole words and their 3- to 5-grams with the
 * word's ends marked; characters of Chinese and Japanese alone, in twos and threes, and whole katakana words; Hangul words
 * and their 2- to 4-grams; numbers, those of three and more digits all as one.
 */
export function visitTokenFeatures(token: string, visit: VisitFeature): void {
  const first = token.charCodeAt(0);
  if ((first >= 0x3041 && first <= 0x30ff) || (first >= 0x3400 && first <= 0x9fff)) visitCjk(token, visit);
  else if (first >= 0xac00 && first <= 0xd7af) visitHangul(token, visit);
  else visitWord(token, visit);
}

/** Visits the features of all tokens of a text. Training and reading share these functions, so that they cannot differ. */
export function visitVectorFeatures(text: string, visit: VisitFeature): void {
  for (const token of vectorTokens(text)) visitTokenFeatures(token, visit);
}

function visitCjk(run: string, visit: VisitFeature): void {
  for (let start = 0; start < run.length; start += 1) {
    let hash = seed;
    for (let end = start + 1; end <= Math.min(start + 3, run.length); end += 1) {
      hash = hashRange(run, end - 1, end, hash);
      visit(hash, 2);
    }
  }
  for (const name of run.match(katakanaRun) ?? []) visit(hashText(name, seed), 2);
}

function visitHangul(word: string, visit: VisitFeature): void {
  const marked = `<${word}>`;
  visit(hashText(marked, seed), 3);
  visitNgrams(marked, 2, 4, 3, visit);
}

function visitWord(word: string, visit: VisitFeature): void {
  if (onlyDigits.test(word)) {
    visit(word.length > 2 ? longNumber : hashText(`<${word}>`, seed), 0);
    return;
  }
  const marked = `<${word}>`;
  visit(hashText(marked, seed), 0);
  // Parts of short words say nothing that the words do not.
  if (word.length > 3) visitNgrams(marked, 3, longestNgram, 1, visit);
}

/** Parts of a marked word that are shorter than the whole of it. */
function visitNgrams(
  marked: string,
  shortest: number,
  longest: number,
  kind: VectorFeatureKind,
  visit: VisitFeature,
): void {
  for (let start = 0; start + shortest <= marked.length; start += 1) {
    let hash = hashRange(marked, start, start + shortest - 1, seed);
    const last = Math.min(start + longest, marked.length);
    for (let end = start + shortest; end <= last; end += 1) {
      hash = hashRange(marked, end - 1, end, hash);
      if (end - start < marked.length) visit(hash, kind);
    }
  }
}
