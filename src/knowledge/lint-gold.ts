import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import type { Fault } from './fault.ts';
import { mustNotBeAnswered, type GoldQuestion, type GoldSet } from './gold.ts';
import type { WrittenKnowledge } from './parse.ts';

/** Faults of gold questions: unknown entries, questions that are trained on, and questions that stand there twice. */
export function lintGold({ questions }: GoldSet, written: WrittenKnowledge): Fault[] {
  const ids = new Set(written.entries.map(({ id }) => id));
  const trained = trainedTexts(written);
  const first = new Map<string, GoldQuestion>();
  return questions.flatMap((gold): Fault[] => {
    const place = { file: gold.file, line: gold.line };
    const words = wordsOf(gold.question);
    // The same signs in both Chinese scripts are two questions: they come from different clients.
    const key = `${gold.language} ${words}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, gold);
    const source = trained.get(words);
    return [
      ...(ids.has(gold.entry) || gold.entry === mustNotBeAnswered
        ? []
        : [{ ...place, message: `there is no entry ${gold.entry}`, remedy: 'Correct it, or write "none"' }]),
      ...(source === undefined
        ? []
        : [
            {
              ...place,
              message: `the question is word for word ${source}`,
              remedy: 'Ask in other words: what is trained on proves nothing',
              severity: 'warning' as const,
            },
          ]),
      ...(earlier === undefined
        ? []
        : [
            {
              ...place,
              message: `the question stands already at ${earlier.file}:${earlier.line}`,
              remedy: 'Remove one of the two',
              severity: 'warning' as const,
            },
          ]),
    ];
  });
}

/** The words of everything that is trained on, each with the place where it stands. */
function trainedTexts(written: WrittenKnowledge): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { id, file, question, phrases } of written.texts) {
    if (question !== undefined) texts.set(wordsOf(question), `the question of ${id} (${file.path})`);
    for (const phrase of phrases) texts.set(wordsOf(phrase), `a phrase of ${id} (${file.path})`);
  }
  for (const { text, language } of written.background) texts.set(wordsOf(text), `a background text in ${language}`);
  return texts;
}

function wordsOf(text: string): string {
  return tokenize(fold(text)).join(' ');
}
