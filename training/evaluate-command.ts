import { readFileSync } from 'node:fs';
import { loadVectors, type Vectors } from '../src/matching/vectors.ts';
import { accuracy, joinScores, lexicalScores, vectorScores, type Scores } from './intent-scores.ts';
import { readLabelled, readLabelledFolder, type Labelled } from './labelled.ts';
import { splitsOf } from './splits.ts';

/** Weights of the vectors' scores, where the lexical ones weigh 1. */
const weights = [1, 2, 3, 4];

/** Accuracies at 1 and at 3 of one way to score. */
interface Row {
  readonly name: string;
  readonly first: number;
  readonly third: number;
}

/**
 * Prints, for each kind of split of the labelled folder, the accuracy at 1 and 3 of lexical scores, of each file's vectors, and
 * of both joined; the mean over languages.
 */
export function evaluateCommand(folder: string, files: readonly string[], print: (line: string) => void): void {
  const set = readLabelledFolder(folder);
  const intents = [...new Set([...set.values()].flat().map(({ intent }) => intent))].sort();
  const opened = files.map(open);
  const rows = new Map<string, Row[]>();
  for (const split of splitsOf(set)) {
    for (const { name, scores } of scoreAll(split.known, split.asked, intents, opened)) {
      const row = rowOf(name, scores, split.asked, intents);
      const key = `${split.kind} ${row.name}`;
      rows.set(key, [...(rows.get(key) ?? []), row]);
    }
  }
  for (const [key, own] of rows) print(`${key.padEnd(44)} ${percentages(own)}`);
}

/** Prints how well questions of other languages are understood from the phrases of one file, language by language. */
export function transferCommand(
  knownFile: string,
  askedFiles: readonly string[],
  files: readonly string[],
  print: (line: string) => void,
): void {
  const known = readLabelled(knownFile);
  const parts = askedFiles.map((file) => ({ name: file.split('/').at(-1) ?? file, asked: readLabelled(file) }));
  const all = parts.flatMap(({ asked }) => asked);
  const intents = [...new Set([...known, ...all].map(({ intent }) => intent))].sort();
  for (const { name, scores } of scoreAll(known, all, intents, files.map(open))) {
    let from = 0;
    const rows = parts.map((part) => {
      const own = scores.slice(from, from + part.asked.length);
      from += part.asked.length;
      const row = rowOf(name, own, part.asked, intents);
      print(`${name.padEnd(40)} ${percentages([row]).padEnd(10)} ${part.name}`);
      return row;
    });
    print(`${name.padEnd(40)} ${percentages(rows).padEnd(10)} mean`);
  }
}

function open(file: string): { file: string; vectors: Vectors } {
  return { file: file.split('/').at(-1) ?? file, vectors: loadVectors(readFileSync(file)) };
}

/** Scores by words, by the vectors of each file, and by both. */
function scoreAll(
  known: readonly Labelled[],
  asked: readonly Labelled[],
  intents: readonly string[],
  opened: readonly { file: string; vectors: Vectors }[],
): { name: string; scores: Scores }[] {
  const lexical = lexicalScores(known, asked, intents);
  return [
    { name: 'lexical', scores: lexical },
    ...opened.flatMap(({ file, vectors }) => {
      const own = vectorScores(vectors, known, asked, intents);
      const joined = weights.map((weight) => ({
        name: `lexical + ${weight} × ${file}`,
        scores: joinScores(lexical, own, weight),
      }));
      return [{ name: file, scores: own }, ...joined];
    }),
  ];
}

function rowOf(name: string, scores: Scores, asked: readonly Labelled[], intents: readonly string[]): Row {
  return { name, first: accuracy(scores, asked, intents, 1), third: accuracy(scores, asked, intents, 3) };
}

function percentages(rows: readonly Row[]): string {
  const mean = (of: (row: Row) => number) => (rows.reduce((sum, row) => sum + of(row), 0) / rows.length) * 100;
  return `${mean((row) => row.first).toFixed(1)}/${mean((row) => row.third).toFixed(1)}`;
}
