import type { Core } from './core.ts';
import type { SparseVector } from './sparse.ts';

/** What the training texts of one class say of an utterance. */
export interface Nearness {
  /** Training text with the largest cosine; -1 where none shares a feature. */
  readonly text: number;
  /** Its cosine, 0 to 1. */
  readonly cosine: number;
  /** Cosine with the centre of the class's texts, 0 to 1. */
  readonly centre: number;
  /** For each feature of the utterance 1 when a text of the class has it. */
  readonly covered: Uint8Array;
}

/** Looks the utterance up among the training texts of some classes; those of its own language where a class has any. */
export type FindNearest = (vector: SparseVector, labels: readonly number[], family: string) => readonly Nearness[];

/** Texts of one class in one language family, and the length of their mean vector. */
interface Group {
  readonly texts: Uint32Array;
  readonly centreNorm: number;
}

/**
 * Makes the look-up. `families` names the language family of each training text; texts without one (names of entries)
 * train the machine but are nobody's words and are not looked at.
 */
export function createFindNearest(core: Core, families: readonly (string | undefined)[]): FindNearest {
  const groups = groupTexts(core, families);
  // Place of each column in the utterance at hand, plus one; all zero between calls.
  const places = new Uint16Array(core.table.hashes.length);
  return (vector, labels, family) => {
    const { columns } = vector;
    for (let place = 0; place < columns.length; place += 1) places[columns[place]!] = place + 1;
    const found = labels.map((label) => {
      const group = groups.get(`${label}/${family}`) ?? groups.get(`${label}`);
      return nearness(core, group, vector, places);
    });
    for (const column of columns) places[column] = 0;
    return found;
  };
}

function nearness(core: Core, group: Group | undefined, vector: SparseVector, places: Uint16Array): Nearness {
  const covered = new Uint8Array(vector.columns.length);
  const { starts, columns, values } = core.rows;
  let text = -1;
  let cosine = 0;
  let sum = 0;
  for (const candidate of group?.texts ?? []) {
    let dot = 0;
    for (let at = starts[candidate]!; at < starts[candidate + 1]!; at += 1) {
      const place = places[columns[at]!]!;
      if (place === 0) continue;
      dot += vector.values[place - 1]! * values[at]!;
      covered[place - 1] = 1;
    }
    sum += dot;
    if (dot > cosine) {
      cosine = dot;
      text = candidate;
    }
  }
  const isCentred = group !== undefined && group.centreNorm > 0;
  return {
    text,
    cosine: Math.min(1, cosine),
    centre: isCentred ? sum / group.texts.length / group.centreNorm : 0,
    covered,
  };
}

/** The texts of each class, together and by family. */
function groupTexts(core: Core, families: readonly (string | undefined)[]): Map<string, Group> {
  const members = new Map<string, number[]>();
  core.labels.forEach((label, text) => {
    const family = families[text];
    if (family === undefined) return;
    for (const key of [`${label}`, `${label}/${family}`]) {
      const list = members.get(key);
      if (list === undefined) members.set(key, [text]);
      else list.push(text);
    }
  });
  const sums = new Float64Array(core.table.hashes.length);
  return new Map([...members].map(([key, texts]) => [key, groupOf(core, texts, sums)]));
}

/** `sums` is scratch, all zero before and after. */
function groupOf(core: Core, texts: readonly number[], sums: Float64Array): Group {
  const { starts, columns, values } = core.rows;
  for (const text of texts) {
    for (let at = starts[text]!; at < starts[text + 1]!; at += 1) sums[columns[at]!]! += values[at]! / texts.length;
  }
  let squares = 0;
  for (const text of texts) {
    for (let at = starts[text]!; at < starts[text + 1]!; at += 1) {
      squares += sums[columns[at]!]! ** 2;
      sums[columns[at]!] = 0;
    }
  }
  return { texts: Uint32Array.from(texts), centreNorm: Math.sqrt(squares) };
}
