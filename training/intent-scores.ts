import { utteranceOf } from '../src/language/analyze.ts';
import { isLanguageCode, type LanguageCode } from '../src/language/languages.ts';
import { featuresOf } from '../src/matching/features.ts';
import { trainMachines } from '../src/matching/linear.ts';
import { toRows, type SparseVector } from '../src/matching/sparse.ts';
import { fitFeatures } from '../src/matching/counted-texts.ts';
import { vectorOf } from '../src/matching/vectorizer.ts';
import { toUnitLength, type Vectors } from '../src/matching/vectors.ts';
import type { Labelled } from './labelled.ts';

/** Scores of each asked text for each intent, `intent` fastest; comparable within a text. */
export type Scores = readonly Float64Array[];

interface Rows {
  readonly known: readonly SparseVector[];
  readonly asked: readonly SparseVector[];
  readonly columns: number;
}

/** Scores by words and characters: tf-idf of the matcher, without the glossary. */
export function lexicalScores(
  known: readonly Labelled[],
  asked: readonly Labelled[],
  intents: readonly string[],
): Scores {
  const featured = (phrase: Labelled) => featuresOf(utteranceOf(phrase.text, stemmedAs(phrase.language)), () => []);
  const features = known.map(featured);
  const table = fitFeatures(features);
  const rows: Rows = {
    known: features.map((own) => vectorOf(table, own)),
    asked: asked.map((phrase) => vectorOf(table, featured(phrase))),
    columns: table.hashes.length,
  };
  return scoresOf(rows, known, intents);
}

/** Words of languages that the matcher does not know stay whole, as those of Korean do. */
function stemmedAs(language: string): LanguageCode {
  return isLanguageCode(language) ? language : 'ko';
}

/** Scores by sentence vectors, moved so that the known ones have their middle at zero. */
export function vectorScores(
  vectors: Vectors,
  known: readonly Labelled[],
  asked: readonly Labelled[],
  intents: readonly string[],
): Scores {
  const { dimensions } = vectors;
  const embed = (phrase: Labelled) => vectors.embed(phrase.text);
  const middle = new Float64Array(dimensions);
  for (const phrase of known) embed(phrase).forEach((value, at) => (middle[at]! += value / known.length));
  const columns = Uint32Array.from({ length: dimensions }, (_, at) => at);
  const rowOf = (phrase: Labelled): SparseVector => ({
    columns,
    values: toUnitLength(embed(phrase).map((value, at) => value - middle[at]!)),
  });
  return scoresOf({ known: known.map(rowOf), asked: asked.map(rowOf), columns: dimensions }, known, intents);
}

/** Adds scores up, each with its weight. */
export function joinScores(first: Scores, second: Scores, weight: number): Scores {
  return first.map((scores, text) => scores.map((score, intent) => score + weight * second[text]![intent]!));
}

/** Share of the asked texts whose intent is among the first `ranks`. */
export function accuracy(
  scores: Scores,
  asked: readonly Labelled[],
  intents: readonly string[],
  ranks: number,
): number {
  const hits = asked.filter(({ intent }, text) => {
    const own = scores[text]![intents.indexOf(intent)]!;
    return scores[text]!.filter((score) => score > own).length < ranks;
  });
  return hits.length / asked.length;
}

/** The nearest phrases of each intent and a linear machine for it, as one. */
function scoresOf(rows: Rows, known: readonly Labelled[], intents: readonly string[]): Scores {
  const labels = known.map(({ intent }) => intents.indexOf(intent));
  const linear = linearScores(rows, labels, intents.length);
  return rows.asked.map((row, text) => {
    const near = standardize(nearestScores(rows, row, labels, intents.length));
    const line = standardize(linear[text]!);
    return standardize(near.map((score, intent) => score + line[intent]!));
  });
}

function nearestScores(rows: Rows, row: SparseVector, labels: readonly number[], count: number): Float64Array {
  const dense = new Float32Array(rows.columns);
  row.columns.forEach((column, at) => (dense[column] = row.values[at]!));
  const first = new Float64Array(count).fill(-1);
  const second = new Float64Array(count).fill(-1);
  rows.known.forEach(({ columns, values }, phrase) => {
    let cosine = 0;
    for (let at = 0; at < columns.length; at += 1) cosine += dense[columns[at]!]! * values[at]!;
    const label = labels[phrase]!;
    if (cosine > first[label]!) [first[label], second[label]] = [cosine, first[label]!];
    else if (cosine > second[label]!) second[label] = cosine;
  });
  return first.map((best, label) => 0.85 * best + 0.15 * (second[label]! < 0 ? best : second[label]!));
}

function linearScores(rows: Rows, labels: readonly number[], count: number): Float64Array[] {
  const problem = { rows: toRows(rows.known), labels, classCount: count, columnCount: rows.columns };
  const { weights, stride, bias } = trainMachines(problem, { maxPasses: 60, tolerance: 0.05 });
  const scores = rows.asked.map(({ columns, values }) =>
    Float64Array.from(bias, (start, label) => {
      let margin = start;
      for (let at = 0; at < columns.length; at += 1) margin += weights[columns[at]! * stride + label]! * values[at]!;
      return labels.includes(label) ? margin : 0;
    }),
  );
  for (const own of scores) {
    const least = Math.min(...own);
    for (let label = 0; label < count; label += 1) if (!labels.includes(label)) own[label] = least;
  }
  return scores;
}

/** Mean 0 and deviation 1, so that scores of different kinds can be added. */
function standardize(scores: Float64Array): Float64Array {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  const deviation = Math.sqrt(variance) + 1e-9;
  return scores.map((score) => (score - mean) / deviation);
}
