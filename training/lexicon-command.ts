import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { languageCodes, type LanguageCode } from '../src/language/languages.ts';
import { normalize } from '../src/language/normalize.ts';
import { segmentWords, tokenize } from '../src/language/tokenize.ts';
import { termKey, type LexiconFile } from '../src/knowledge/lexicon.ts';
import { parseKnowledge } from '../src/knowledge/parse.ts';
import { learnForms, type LearnedForm, type ParallelWords } from './form-lexicon.ts';
import { readSegments } from './segments.ts';
import { textSources } from './sources.ts';

/** What `vectors:lexicon` is told. */
export interface LexiconCommandOptions {
  /** Folder of segments. */
  readonly segments: string;
  /** Glossary whose English forms are looked up, beside all English words that are common enough. */
  readonly glossary: string;
  /** Languages to learn. */
  readonly languages: readonly LanguageCode[];
  /** File to write: the JSON of `LexiconFile`, packed by Brotli. */
  readonly out: string;
}

interface Texts {
  readonly english: string;
  readonly own: string;
  /** Whether the two may be shown as an example. */
  readonly isShown: boolean;
}

/** Codes of each language in the segments, varieties included. */
const segmentCodes: Readonly<Partial<Record<LanguageCode, readonly string[]>>> = {
  es: ['es', 'es2'],
  pt: ['pt', 'pt2'],
  'zh-Hans': ['zh'],
  'zh-Hant': ['zh2'],
};
/** Texts under these licences may be copied with a mere notice; of the others only numbers are kept. */
const copiedLicences = new Set(['BSD-3-Clause', 'Apache-2.0', 'Unicode-3.0']);
const longestText = 14;
/** An English word outside the glossary is kept from so many texts on. */
const fewestOfWord = 40;
const longestExample = 44;
/** Placeholders, markup, keys: no example for people. */
const technical = /[{}<>$%&\\|_=#]|https?:/u;

/** Learns how English terms are written in other languages, from the text that vectors are trained on, and packs it. */
export function lexiconCommand(options: LexiconCommandOptions, print: (line: string) => void): void {
  const file = options.glossary.split('/').at(-1) ?? '';
  const { glossary } = parseKnowledge([{ path: `glossary/${file}`, text: readFileSync(options.glossary, 'utf8') }], []);
  const asked = new Set(glossary.flatMap(({ forms }) => (forms.en ?? []).map(termKey)));
  const languages: LexiconFile['languages'] = {};
  for (const language of options.languages) {
    if (language === 'en') continue;
    const texts = [...textsOf(options.segments, language)];
    const words = texts.map(({ english, own }): ParallelWords => ({
      english: wordsOf(english, 'en'),
      own: wordsOf(own, language),
    }));
    const learned = learnForms(words, new Set([...asked, ...frequentWords(words)]));
    const entries = [...learned].map(([term, forms]): [string, LexiconFile['languages'][string][string]] => [
      term,
      forms.map((form) => packed(form, texts, language, asked.has(term))),
    ]);
    languages[language] = Object.fromEntries(entries);
    print(`${language}: ${entries.length} terms from ${texts.length} texts`);
  }
  const json = JSON.stringify({ version: 1, languages } satisfies LexiconFile);
  const bytes = brotliCompressSync(json, {
    params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: json.length },
  });
  writeFileSync(options.out, bytes);
  print(`${options.out}: ${(bytes.length / 1e6).toFixed(2)} MB`);
}

/** Each text once a translation, short ones only: what stands in a long one says little about single words. */
function* textsOf(folder: string, language: LanguageCode): Generator<Texts> {
  const seen = new Set<string>();
  for (const { name, licence } of textSources) {
    for (const { texts } of readSegments(folder, name)) {
      for (const code of segmentCodes[language] ?? [language]) {
        const [english, own] = [texts['en'], texts[code]];
        if (english === undefined || own === undefined || english.length > 120) continue;
        const key = `${english}\n${own}`;
        if (seen.has(key) || wordsOf(english, 'en').length > longestText) continue;
        seen.add(key);
        yield { english, own, isShown: copiedLicences.has(licence) };
      }
    }
  }
}

function frequentWords(texts: readonly ParallelWords[]): string[] {
  const counts = new Map<string, number>();
  for (const { english } of texts) {
    for (const word of new Set(english)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([word, count]) => count >= fewestOfWord && /^\p{L}{3,}$/u.test(word))
    .map(([word]) => word);
}

const ukrainianWord = /[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;

/** Words as they are written, in lower case; those of languages without spaces as the platform's dictionary cuts them. */
function wordsOf(text: string, language: LanguageCode): readonly string[] {
  const plain = normalize(text);
  // An apostrophe is a letter in Ukrainian; elsewhere it stands between words.
  if (language === 'uk') return plain.match(ukrainianWord) ?? [];
  return isUnspaced(language) ? segmentWords(plain, language.slice(0, 2)) : tokenize(plain);
}

function isUnspaced(language: LanguageCode): boolean {
  return language === 'ja' || language.startsWith('zh');
}

function packed(
  { words, probability, back, count, places }: LearnedForm,
  texts: readonly Texts[],
  language: LanguageCode,
  withExample: boolean,
): LexiconFile['languages'][string][string][number] {
  const form = words.join(isUnspaced(language) ? '' : ' ');
  const example = withExample ? exampleOf(places, texts) : undefined;
  return [
    form,
    round(probability),
    round(back),
    count,
    ...(example === undefined ? [] : [example.english, example.own]),
  ];
}

/** The longest text that is still short enough: it shows the most of how the form is used. */
function exampleOf(places: readonly number[], texts: readonly Texts[]): Texts | undefined {
  const fit = places
    .map((place) => texts[place]!)
    .filter(
      ({ english, own, isShown }) =>
        isShown && english.length <= longestExample && own.length <= longestExample && !technical.test(english + own),
    );
  return fit.sort((a, b) => b.english.length - a.english.length)[0];
}

function round(share: number): number {
  return Number(share.toFixed(2));
}

/** All languages a lexicon can be learned of. */
export const lexiconLanguages: readonly LanguageCode[] = languageCodes.filter((code) => code !== 'en');
