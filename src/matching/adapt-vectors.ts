import type { ConceptForms } from './concepts.ts';
import { createShuffle } from './shuffle.ts';
import { visitVectorFeatures } from './vector-features.ts';
import type { VectorChanges, VectorTable } from './vectors.ts';

/** How far the table follows the glossary; the defaults were chosen on validation data, see `docs/vectors.md`. */
export interface AdaptOptions {
  /** Size of the first steps, which fall to a tenth. Default 0.1. */
  readonly rate?: number;
  /** Times each form is looked at. Default 2. */
  readonly passes?: number;
  /** The share of its length by which a row must have moved to be kept. Default 0.05. */
  readonly leastMoved?: number;
}

/** Divides the cosines: the smaller, the more only the nearest of the other concepts count. */
const temperature = 0.18;
/** Other concepts that a form is told apart from at a time, about. */
const othersAtATime = 45;
/** Pulls that are weaker than this are left out. */
const weakest = 0.02;
/** What a row is taken to have been pulled before, so that the first pull does not tear it away. */
const pulledBefore = 1e-3;

/**
 * Moves the sub-words of the glossary's forms so that each form, in whatever language and spelling, comes to lie nearer to
 * the centre of its concept than to those of others. Softmax over cosines, row-wise Adagrad; centres stay where
 * they were, which keeps the meaning of everything else in place. Deterministic. Undefined where nothing moves far enough, as
 * with a few forms only.
 */
export function adaptVectors(
  table: VectorTable,
  forms: ConceptForms,
  { rate = 0.1, passes = 2, leastMoved = 0.05 }: AdaptOptions = {},
): VectorChanges | undefined {
  const glossary = readGlossary(table, forms);
  if (glossary.conceptCount < 2) return undefined;
  const start = numbersOf(table, glossary.tableRows);
  const numbers = start.slice();
  const step = createStep(glossary, numbers, table.dimensions);
  const order = Uint32Array.from(glossary.forms, (_, form) => form);
  const shuffle = createShuffle();
  const total = order.length * passes;
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order);
    order.forEach((form, place) => {
      const done = (pass * order.length + place) / total;
      step(form, place, rate * (1 - 0.9 * done));
    });
  }
  return pack(glossary.tableRows, start, numbers, table.dimensions, leastMoved);
}

interface GlossaryForm {
  readonly concept: number;
  /** Places of its sub-words among `tableRows`. */
  readonly rows: Uint32Array;
}

interface GlossaryRows {
  readonly conceptCount: number;
  readonly forms: readonly GlossaryForm[];
  /** The table's rows that forms have, ascending. */
  readonly tableRows: Uint32Array;
}

const cjk = '[\\u3041-\\u30ff\\u3400-\\u9fff]';
/** Forms are kept as words; Chinese and Japanese are not written so. */
const gapInCjk = new RegExp(`(?<=${cjk}) (?=${cjk})`, 'gu');

function readGlossary(table: VectorTable, forms: ConceptForms): GlossaryRows {
  const concepts = new Map<string, number>();
  const found: { concept: number; rows: number[] }[] = [];
  for (const [form, id] of forms) {
    // Stems are not what anybody writes.
    if (form.startsWith('~')) continue;
    const rows: number[] = [];
    visitVectorFeatures(form.replace(gapInCjk, ''), (hash) => {
      const row = table.rowOf(hash);
      if (row >= 0) rows.push(row);
    });
    if (rows.length === 0) continue;
    const concept = concepts.get(id) ?? concepts.size;
    concepts.set(id, concept);
    found.push({ concept, rows });
  }
  const placeOf = new Uint32Array(table.header.features);
  for (const { rows } of found) for (const row of rows) placeOf[row] = 1;
  let count = 0;
  for (let row = 0; row < placeOf.length; row += 1) if (placeOf[row] === 1) placeOf[row] = count++;
  const tableRows = new Uint32Array(count);
  for (const { rows } of found) for (const row of rows) tableRows[placeOf[row]!] = row;
  return {
    conceptCount: concepts.size,
    forms: found.map(({ concept, rows }) => ({ concept, rows: Uint32Array.from(rows).map((row) => placeOf[row]!) })),
    tableRows,
  };
}

function numbersOf({ dimensions, addRow }: VectorTable, rows: Uint32Array): Float32Array {
  const numbers = new Float32Array(rows.length * dimensions);
  rows.forEach((row, place) => addRow(row, numbers, place * dimensions));
  return numbers;
}

/** Writes the unit vector of a form's rows into `into` and returns how long their sum was. */
function sumRows(numbers: Float32Array, rows: Uint32Array, into: Float32Array): number {
  const dimensions = into.length;
  into.fill(0);
  for (const row of rows) {
    const from = row * dimensions;
    for (let at = 0; at < dimensions; at += 1) into[at]! += numbers[from + at]!;
  }
  return toUnit(into);
}

/** Makes a vector as long as 1 and returns how long it was; one without length stays. */
function toUnit(vector: Float32Array): number {
  let squares = 1e-12;
  for (let at = 0; at < vector.length; at += 1) squares += vector[at]! * vector[at]!;
  const length = Math.sqrt(squares);
  for (let at = 0; at < vector.length; at += 1) vector[at]! /= length;
  return length;
}

/** One unit vector a concept: the mean of its forms. */
function centresOf({ conceptCount, forms }: GlossaryRows, numbers: Float32Array, dimensions: number): Float32Array {
  const centres = new Float32Array(conceptCount * dimensions);
  const vector = new Float32Array(dimensions);
  for (const { concept, rows } of forms) {
    sumRows(numbers, rows, vector);
    const from = concept * dimensions;
    for (let at = 0; at < dimensions; at += 1) centres[from + at]! += vector[at]!;
  }
  for (let from = 0; from < centres.length; from += dimensions) toUnit(centres.subarray(from, from + dimensions));
  return centres;
}

/** Makes what moves the rows of one form; `place` decides which other concepts it is told apart from. */
function createStep(
  glossary: GlossaryRows,
  numbers: Float32Array,
  dimensions: number,
): (form: number, place: number, rate: number) => void {
  const { conceptCount, forms, tableRows } = glossary;
  const centres = centresOf(glossary, numbers, dimensions);
  const pulled = new Float32Array(tableRows.length).fill(pulledBefore);
  const stride = Math.max(1, Math.floor(conceptCount / othersAtATime));
  const vector = new Float32Array(dimensions);
  const gradient = new Float32Array(dimensions);
  const chances = new Float64Array(conceptCount);
  const nearness = (concept: number) => Math.exp((dot(vector, centres, concept * dimensions) - 1) / temperature);
  const pull = (concept: number, weight: number) => {
    const from = concept * dimensions;
    for (let at = 0; at < dimensions; at += 1) gradient[at]! += weight * centres[from + at]!;
  };
  return (form, place, rate) => {
    const { concept, rows } = forms[form]!;
    const length = sumRows(numbers, rows, vector);
    chances[concept] = nearness(concept);
    let sum = chances[concept];
    for (let other = place % stride; other < conceptCount; other += stride) {
      if (other !== concept) sum += chances[other] = nearness(other);
    }
    gradient.fill(0);
    pull(concept, (chances[concept] / sum - 1) / temperature);
    for (let other = place % stride; other < conceptCount; other += stride) {
      const weight = chances[other]! / sum / temperature;
      if (other !== concept && weight >= weakest) pull(other, weight);
    }
    const along = dot(vector, gradient, 0);
    let squares = 0;
    for (let at = 0; at < dimensions; at += 1) {
      const across = (gradient[at]! - along * vector[at]!) / length;
      gradient[at] = across;
      squares += across * across;
    }
    for (const row of rows) {
      pulled[row]! += squares / dimensions;
      const size = rate / Math.sqrt(pulled[row]!);
      const from = row * dimensions;
      for (let at = 0; at < dimensions; at += 1) numbers[from + at]! -= size * gradient[at]!;
    }
  };
}

/** Four sums at a time: one after the other each would wait for the last. */
function dot(vector: Float32Array, values: Float32Array, from: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0; at < vector.length; at += 4) {
    a += vector[at]! * values[from + at]!;
    b += vector[at + 1]! * values[from + at + 1]!;
    c += vector[at + 2]! * values[from + at + 2]!;
    d += vector[at + 3]! * values[from + at + 3]!;
  }
  return a + b + (c + d);
}

/** Four bits a number; rows that hardly moved are left out. Writes over `numbers`. */
function pack(
  tableRows: Uint32Array,
  start: Float32Array,
  numbers: Float32Array,
  dimensions: number,
  leastMoved: number,
): VectorChanges | undefined {
  const moved = numbers;
  for (let at = 0; at < moved.length; at += 1) moved[at]! -= start[at]!;
  const squares = (values: Float32Array, place: number) => {
    let sum = 0;
    for (let at = place * dimensions; at < (place + 1) * dimensions; at += 1) sum += values[at]! * values[at]!;
    return sum;
  };
  const places = Array.from(tableRows.keys()).filter(
    (place) => squares(moved, place) > leastMoved * leastMoved * squares(start, place),
  );
  if (places.length === 0) return undefined;
  const steps = new Float32Array(places.length);
  const codes = new Uint8Array((places.length * dimensions) / 2);
  places.forEach((place, kept) => {
    const own = moved.subarray(place * dimensions, (place + 1) * dimensions);
    let largest = 0;
    for (let at = 0; at < dimensions; at += 1) largest = Math.max(largest, Math.abs(own[at]!));
    const step = largest / 7;
    steps[kept] = step;
    for (let at = 0; at < dimensions; at += 1) {
      const code = Math.round(own[at]! / step) + 8;
      codes[(kept * dimensions + at) >>> 1]! |= at % 2 === 0 ? code : code << 4;
    }
  });
  return { rows: Uint32Array.from(places, (place) => tableRows[place]!), steps, codes };
}
