import { vectorFeatureKinds } from '../src/matching/vector-features.ts';
import type { Corpus, CountedCorpus } from './corpus.ts';

/** A corpus whose features are rows of a table yet to be trained. */
export interface TableCorpus extends Corpus {
  /** Hash of each row. */
  readonly hashes: Uint32Array;
}

/** Share of the rows that each kind of feature gets, in the order of `vectorFeatureKinds`. */
const shares: readonly number[] = [0.36, 0.42, 0.14, 0.08];
const fewestOccurrences = 3;

/**
 * Keeps the features that are seen most, `rows` of them at most, and drops all others from the texts. Each text counts as much
 * as its source; languages with much text count less. This is done before the training, since a trained table suffers by it.
 */
export function chooseVocabulary(corpus: CountedCorpus, sourceWeights: readonly number[], rows: number): TableCorpus {
  const weights = weighTexts(corpus, sourceWeights);
  const counts = new Float64Array(corpus.index.size);
  const occurrences = new Uint32Array(corpus.index.size);
  for (let text = 0; text < weights.length; text += 1) {
    for (let at = corpus.textStarts[text]!; at < corpus.textStarts[text + 1]!; at += 1) {
      counts[corpus.features[at]!]! += weights[text]!;
      occurrences[corpus.features[at]!]! += 1;
    }
  }
  const kept = vectorFeatureKinds.flatMap((_, kind) => {
    const ids: number[] = [];
    for (let id = 0; id < counts.length; id += 1) {
      if (corpus.kinds[id] === kind && occurrences[id]! >= fewestOccurrences) ids.push(id);
    }
    return ids.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, Math.floor(rows * shares[kind]!));
  });
  const rowOf = new Int32Array(counts.length).fill(-1);
  kept.forEach((id, row) => (rowOf[id] = row));
  return { ...renumber(corpus, rowOf), hashes: Uint32Array.from(kept, (id) => corpus.index.hashOf(id)) };
}

function weighTexts(corpus: Corpus, sourceWeights: readonly number[]): Float64Array {
  const weights = new Float64Array(corpus.textStarts.length - 1);
  sourceWeights.forEach((weight, source) => {
    const from = corpus.segmentStarts[corpus.sourceStarts[source]!]!;
    weights.fill(weight, from, corpus.segmentStarts[corpus.sourceStarts[source + 1]!]);
  });
  const totals = corpus.languages.map(() => 0);
  weights.forEach((weight, text) => (totals[corpus.textLanguage[text]!]! += weight));
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  return weights.map((weight, text) => weight * Math.sqrt(mean / totals[corpus.textLanguage[text]!]!));
}

/** The texts with the numbers of their rows, in memory that threads can share. */
function renumber(corpus: Corpus, rowOf: Int32Array): Corpus {
  let total = 0;
  for (const id of corpus.features) if (rowOf[id]! >= 0) total += 1;
  const features = shared(total);
  const textStarts = shared(corpus.textStarts.length);
  let to = 0;
  for (let text = 0; text + 1 < corpus.textStarts.length; text += 1) {
    textStarts[text] = to;
    for (let at = corpus.textStarts[text]!; at < corpus.textStarts[text + 1]!; at += 1) {
      const row = rowOf[corpus.features[at]!]!;
      if (row >= 0) features[to++] = row;
    }
  }
  textStarts[textStarts.length - 1] = to;
  return {
    features,
    textStarts,
    languages: corpus.languages,
    textLanguage: copyShared(corpus.textLanguage),
    segmentStarts: copyShared(corpus.segmentStarts),
    sourceStarts: copyShared(corpus.sourceStarts),
  };
}

function shared(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}

function copyShared(values: Uint32Array): Uint32Array {
  const copy = shared(values.length);
  copy.set(values);
  return copy;
}
