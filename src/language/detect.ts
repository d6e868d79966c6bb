import { eld } from 'eld/extrasmall';
import { traditionalScore } from './chinese.ts';
import { familyOf, languageCodes, type LanguageCode } from './languages.ts';
import { foldNormalized, normalize } from './normalize.ts';
import { tokenize } from './tokenize.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What is known before the text is read. */
export interface LanguagePrior {
  /** Language of the conversation so far. */
  readonly current?: LanguageCode;
  /** Language of the client's interface. */
  readonly locale?: LanguageCode;
}

/** The language of an utterance in its conversation. */
export interface DetectedLanguage {
  readonly code: LanguageCode;
  /** Posterior probability of the language family, 0 to 1. */
  readonly confidence: number;
}

export type DetectLanguage = (text: string, prior?: LanguagePrior) => DetectedLanguage;

/** Latin letters with a digit, an @ or a slash among them, and Wi-Fi and iPhone, which are spelt alike in all languages. */
const addressOrCode =
  /[\p{Script=Latin}\p{N}._:%+-]*[@/\p{N}][\p{Script=Latin}\p{N}@/._:%+-]*|www\.[\p{Script=Latin}./-]+|\b(?:wi-?fi|iphone)\b/gu;
/** Characters that written Cantonese has and Mandarin has not. */
const cantoneseCharacters = /[唔冇咗嘅喺嚟嘢啲佢哋嗰噉咁㗎]/u;
const latin: readonly LanguageCode[] = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl', 'pl', 'tr', 'ca', 'sv'];
const cyrillic: readonly LanguageCode[] = ['ru', 'uk'];
/** Letters that one of the two has and the other has not. */
const ukrainianLetters = /[іїєґ]/gu;
const russianLetters = /[ыэъё]/gu;
/** Log-odds in favour of the conversation's language: about three plain words of another language outweigh it. */
const currentWeight = 3.2;
const localeWeight = 1.7;
/** Log-odds a letter of a script gives its language. */
const letterWeight = 0.9;
const eldWeight = 9;
/** How far `eld` may put a language behind, before its weight. */
const eldReach = 0.4;
/** A lead by words from which `eld` is not asked: it could make up for less than half of it. */
const decided = 2 * eldReach * eldWeight;
/** Log-odds a letter gives that a neighbouring language does not have. */
const ownLetterWeight = 2;

/**
 * Identifies languages by adding up evidence: script, `eld`, the vocabulary, the conversation's language and the client's
 * locale. A short or mixed text carries little evidence, so the conversation's language stays; a clear change of
 * language outweighs it at once.
 */
export function createDetector(vocabulary: Vocabulary): DetectLanguage {
  eld.setLanguageSubset([...latin, ...cyrillic]);

  return (text, prior = {}) => {
    // Addresses, codes and "Wi-Fi" look like foreign words and say nothing about the writer's language.
    const plain = normalize(text).replace(addressOrCode, ' ');
    const scores = noScores();
    const add = (code: LanguageCode, value: number) => (scores[code] += value);

    const letters = countScripts(plain);
    addScriptEvidence(letters, plain, add);
    if (letters.latin > 0) addLatinEvidence(plain, letters, vocabulary, add);
    if (letters.cyrillic > 0) addCyrillicEvidence(plain, letters, vocabulary, add);
    if (prior.locale !== undefined) addToFamily(prior.locale, localeWeight, add);
    if (prior.current !== undefined) addToFamily(prior.current, currentWeight, add);
    // Nothing that is written in one Chinese script only: the script already in use, else the interface's.
    const script = [prior.current, prior.locale].find((code) => code !== undefined && familyOf(code) === 'zh');
    if (script !== undefined && traditionalScore(plain) === 0) add(script, 0.2);
    return best(scores);
  };
}

/** Log-odds that were added up. */
type Scores = Record<LanguageCode, number>;

function noScores(): Scores {
  return { ...zero };
}

const zero = Object.fromEntries(languageCodes.map((code) => [code, 0])) as Scores;

interface ScriptCounts {
  readonly latin: number;
  readonly han: number;
  readonly kana: number;
  readonly hangul: number;
  readonly cyrillic: number;
  readonly arabic: number;
}

const scriptPatterns: Readonly<Record<keyof ScriptCounts, RegExp>> = {
  latin: /\p{Script=Latin}/u,
  han: /\p{Script=Han}/u,
  kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  hangul: /\p{Script=Hangul}/u,
  cyrillic: /\p{Script=Cyrillic}/u,
  arabic: /\p{Script=Arabic}/u,
};
const scripts = Object.keys(scriptPatterns) as (keyof ScriptCounts)[];
/** For each character seen so far the place of its script in `scripts` plus one; one more than that for the others. */
const seen = new Uint8Array(0x10000);

function countScripts(text: string): ScriptCounts {
  const counts = scripts.map(() => 0);
  for (const char of text) {
    const place = scriptOf(char);
    if (place < counts.length) counts[place]! += 1;
  }
  const [latin, han, kana, hangul, cyrillic, arabic] = counts as [number, number, number, number, number, number];
  return { latin, han, kana, hangul, cyrillic, arabic };
}

/** Place of a character's script in `scripts`; behind the end for the others. */
function scriptOf(char: string): number {
  const code = char.codePointAt(0)!;
  const known = seen[code] ?? 0;
  if (known > 0) return known - 1;
  const found = scripts.findIndex((script) => scriptPatterns[script].test(char));
  const place = found < 0 ? scripts.length : found;
  if (code < seen.length) seen[code] = place + 1;
  return place;
}

function addScriptEvidence(
  letters: ScriptCounts,
  text: string,
  add: (code: LanguageCode, value: number) => void,
): void {
  add('ko', letters.hangul * letterWeight);
  for (const code of cyrillic) add(code, letters.cyrillic * letterWeight * 0.7);
  add('ar', letters.arabic * letterWeight * 0.7);
  if (letters.kana > 0) {
    add('ja', (letters.kana + letters.han) * letterWeight);
    // Chinese texts borrow の, Japanese ones are full of kana.
    if (letters.kana <= letters.han / 8) add('ja', -letters.han * letterWeight);
    else return;
  }
  if (letters.han === 0) return;
  const traditional = traditionalScore(text);
  add('zh-Hans', letters.han * letterWeight + (traditional < 0 ? 1 : traditional === 0 ? 0.1 : 0));
  // Written Cantonese is mostly Traditional; less certain than the script of a conversation.
  const undecided = cantoneseCharacters.test(text) ? 0.25 : 0;
  add('zh-Hant', letters.han * letterWeight + (traditional > 0 ? 1 : traditional === 0 ? undecided : 0));
}

function addLatinEvidence(
  text: string,
  letters: ScriptCounts,
  vocabulary: Vocabulary,
  add: (code: LanguageCode, value: number) => void,
): void {
  const words = tokenize(foldNormalized(text)).filter((word) => scriptPatterns.latin.test(word));
  const scores = noScores();
  const count = (code: LanguageCode, value: number) => (scores[code] += value);
  for (const word of words) {
    const evidence = vocabulary.evidence(word);
    if (evidence === undefined) continue;
    for (const code of latin) scores[code] += evidence[code] ?? 0;
  }
  // Latin letters among other scripts are mostly brand names: they count only when they are the larger part.
  const others = letters.han * 2 + letters.kana * 2 + letters.hangul * 2 + letters.cyrillic + letters.arabic;
  if (others < letters.latin) addLargerPart(text, words, letters.latin, vocabulary, scores, count);
  for (const code of latin) add(code, scores[code]);
}

/** What Latin letters say where they are the larger part of a text; statistics, which take long, only where words leave doubt. */
function addLargerPart(
  text: string,
  words: readonly string[],
  letters: number,
  vocabulary: Vocabulary,
  scores: Scores,
  add: (code: LanguageCode, value: number) => void,
): void {
  const isKnown = leadOf(latin.map((code) => scores[code])) >= decided || addStatistics(text, latin, letters, add);
  // Too little to outweigh what is known, but no language of another script may win over Latin letters because their
  // words are unknown, or partly those of another language.
  const least = 0.1 - Math.max(...latin.map((code) => scores[code]));
  if (least > 0) for (const code of latin) add(code, least);
  if (!isKnown) return;
  // Without this, a text of plain Latin words could not leave a conversation held in another script.
  const informative = words.filter((word) => isInformative(vocabulary, word)).length;
  for (const code of latin) add(code, informative * 1.3);
}

/** Russian and Ukrainian share most letters: what tells them apart are the others, words, and statistics. */
function addCyrillicEvidence(
  text: string,
  letters: ScriptCounts,
  vocabulary: Vocabulary,
  add: (code: LanguageCode, value: number) => void,
): void {
  add('uk', (text.match(ukrainianLetters)?.length ?? 0) * ownLetterWeight);
  add('ru', (text.match(russianLetters)?.length ?? 0) * ownLetterWeight + 0.1);
  for (const word of tokenize(foldNormalized(text))) {
    const evidence = vocabulary.evidence(word);
    if (evidence !== undefined) for (const code of cyrillic) add(code, evidence[code] ?? 0);
  }
  addStatistics(text, cyrillic, letters.cyrillic, add);
}

/** How far the largest of some values is ahead of the next one. */
function leadOf(values: readonly number[]): number {
  let first = -Infinity;
  let second = -Infinity;
  for (const value of values) {
    second = Math.max(second, Math.min(first, value));
    first = Math.max(first, value);
  }
  return first - second;
}

/** What `eld` says, the more the more letters there are; false where it says nothing. */
function addStatistics(
  text: string,
  codes: readonly LanguageCode[],
  letters: number,
  add: (code: LanguageCode, value: number) => void,
): boolean {
  const found = eld.detect(text).getScores();
  const top = Math.max(0, ...codes.map((code) => found[code] ?? 0));
  if (top === 0) return false;
  const trust = eldWeight * Math.min(1, letters / 12);
  for (const code of codes) add(code, Math.max(-eldReach, (found[code] ?? 0) - top) * trust);
  return true;
}

function isInformative(vocabulary: Vocabulary, word: string): boolean {
  if (word.length < 2) return false;
  const evidence = vocabulary.evidence(word);
  if (evidence === undefined) return false;
  const values = latin.map((code) => evidence[code] ?? 0);
  return Math.min(...values) < -1 && (evidence['zh-Hans'] ?? 0) < -1;
}

function addToFamily(code: LanguageCode, weight: number, add: (code: LanguageCode, value: number) => void): void {
  for (const other of languageCodes) {
    if (familyOf(other) === familyOf(code)) add(other, weight);
  }
}

function best(scores: Scores): DetectedLanguage {
  let code: LanguageCode = 'en';
  let top = -Infinity;
  for (const candidate of languageCodes) {
    if (scores[candidate] > top) {
      top = scores[candidate];
      code = candidate;
    }
  }
  let total = 0;
  let family = 0;
  for (const candidate of languageCodes) {
    const weight = Math.exp(scores[candidate] - top);
    total += weight;
    if (familyOf(candidate) === familyOf(code)) family += weight;
  }
  return { code, confidence: family / total };
}
