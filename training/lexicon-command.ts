import { writeFileSync } from 'node:fs';
import { segmentWords } from '../src/language/tokenize.ts';
import { foldForVectors, vectorTokens } from '../src/matching/vector-features.ts';
import { learnLexicon, type WordPair } from './lexicon.ts';
import { readSegments } from './segments.ts';
import { textSources } from './sources.ts';

/** What `vectors:lexicon` is told. */
export interface LexiconCommandOptions {
  /** Folder of segments. */
  readonly segments: string;
  /** Code of the language, as in the segments. */
  readonly language: string;
  /** File to write: a line `{"word","translations":[[word,probability]]}` an English word. */
  readonly out: string;
}

/** Learns which words of a language translate English ones, from the text that vectors are trained on. */
export function lexiconCommand(
  { segments, language, out }: LexiconCommandOptions,
  print: (line: string) => void,
): void {
  const lexicon = learnLexicon(pairsOf(segments, language));
  const lines = [...lexicon].map(([word, translations]) => {
    const rounded = translations.map((own) => [own.word, Number(own.probability.toFixed(3))]);
    return `${JSON.stringify({ word, translations: rounded })}\n`;
  });
  writeFileSync(out, lines.join(''));
  print(`${out}: ${lines.length} English words`);
}

function* pairsOf(folder: string, language: string): Generator<WordPair> {
  for (const { name } of textSources) {
    for (const { texts } of readSegments(folder, name)) {
      const [source, target] = [texts['en'], texts[language]];
      if (source !== undefined && target !== undefined) yield [wordsOf(source, 'en'), wordsOf(target, language)];
    }
  }
}

/** Folded words; those of languages without spaces as the platform's dictionary cuts them. */
function wordsOf(text: string, language: string): readonly string[] {
  const isUnspaced = language === 'ja' || language.startsWith('zh');
  return isUnspaced ? segmentWords(foldForVectors(text), language.slice(0, 2)) : vectorTokens(text);
}
