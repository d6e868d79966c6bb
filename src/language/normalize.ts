import { toSimplified } from './chinese.ts';

/** Emoji travellers use instead of words, as English words of the domain; all other emoji are dropped. */
const emojiWords: ReadonlyMap<string, string> = new Map([
  ['📵', 'no signal'],
  ['📶', 'signal'],
  ['✈', 'airplane'],
  ['🛫', 'airplane'],
  ['🛬', 'landed'],
  ['📱', 'phone'],
  ['💳', 'card'],
  ['💸', 'money'],
  ['💰', 'money'],
  ['🔑', 'password'],
  ['🔒', 'locked'],
  ['🔓', 'unlocked'],
  ['📧', 'email'],
  ['✉', 'email'],
  ['☎', 'call'],
  ['📞', 'call'],
  ['🧾', 'invoice'],
  ['🐌', 'slow'],
  ['🐢', 'slow'],
  ['🆘', 'help'],
  ['❌', 'not working'],
  ['👍', 'yes'],
  ['👎', 'no'],
  ['🙏', 'thanks'],
  ['👋', 'hello'],
]);

const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}\u{200D}]/gu;

/**
 * The text in one canonical form: NFKC (full-width to half-width, compatibility forms to plain ones), lower case,
 * curly quotes to straight ones, invisible characters dropped, emoji to words, spaces collapsed. Accents and scripts stay.
 */
export function normalize(text: string): string {
  if (isAscii(text)) return joinSpaces(text.replaceAll('`', "'").toLowerCase());
  return joinSpaces(
    text
      // Before NFKC, which tears a free-standing acute accent apart.
      .replace(/[’‘ʼ´`]/g, "'")
      .normalize('NFKC')
      .toLowerCase()
      // Invisible characters stand inside words that the writer sees as one.
      .replace(/\p{Cf}+/gu, '')
      .replace(pictograph, (char) => ` ${emojiWords.get(char) ?? ''} `),
  );
}

function joinSpaces(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** True for a text in which there is nothing to unify, strip or fold; most of what is written in English. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** Letters whose stroke or missing dot is no combining mark; those who type without them write the plain letter. */
const plainLetters: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['ı', 'i'],
  ['ø', 'o'],
  ['đ', 'd'],
]);

const arabicVariants: ReadonlyMap<string, string> = new Map([
  ['أ', 'ا'],
  ['إ', 'ا'],
  ['آ', 'ا'],
  ['ٱ', 'ا'],
  ['ى', 'ي'],
  ['ة', 'ه'],
  ['ؤ', 'و'],
  ['ئ', 'ي'],
  ['ـ', ''],
]);

/**
 * The form texts are indexed by: normalized, combining marks stripped (á → a, ё → е, Arabic vowel signs), ł, ı, ø, đ as plain
 * letters, Arabic letter variants folded, Traditional Chinese turned Simplified. Kana and Hangul keep their marks.
 */
export function fold(text: string): string {
  return foldNormalized(normalize(text));
}

/** The same of a text that is normalized already. */
export function foldNormalized(normal: string): string {
  if (isAscii(normal)) return normal;
  const plain = normal
    .normalize('NFD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}])\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/[أإآٱىةؤئـ]/g, (char) => arabicVariants.get(char) ?? char)
    .replace(/[łıøđ]/g, (char) => plainLetters.get(char) ?? char)
    .replaceAll('ß', 'ss');
  return /\p{Script=Han}/u.test(plain) ? toSimplified(plain) : plain;
}
