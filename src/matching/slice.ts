import { familyOf, type LanguageCode } from '../language/languages.ts';
import type { Concept } from '../knowledge/glossary.ts';
import type { Calibration, Calibrations } from './calibration.ts';
import { collectForms, type ConceptForms } from './concepts.ts';
import type { Core, Loss } from './core.ts';
import { channels } from './features.ts';
import type { Logistic } from './logistic.ts';
import { countInFamily } from './text-postings.ts';
import type { Model } from './train.ts';
import { ownLanguageWeights, type FeatureTable } from './vectorizer.ts';

/** The part of a core that ranks: no texts, and only the features of one language family. */
export type SliceCore = Pick<Core, 'classCount' | 'table' | 'weights' | 'scale' | 'bias'> & { readonly loss: Loss };

/**
 * One language of a trained model, small enough to be downloaded: it ranks the articles for what somebody types, and names
 * their questions. It has no phrases, so it knows neither the nearest one nor one that was typed word for word.
 */
export interface Slice {
  /** Version of the knowledge it was cut from. */
  readonly knowledge: string;
  readonly language: LanguageCode;
  readonly articleIds: readonly string[];
  /** The question of each article in the language; `null` where it has none, and then it is never suggested. */
  readonly questions: readonly (string | null)[];
  readonly core: SliceCore;
  /** How many texts the model was trained on, by which a word that it does not know is as rare as can be. */
  readonly textCount: number;
  /** Over what `sliceFeatures` gives. */
  readonly confidence: Logistic;
  readonly calibration: Calibration;
  /** Surface forms of the glossary in the languages of the family. */
  readonly forms: ConceptForms;
}

/** What a slice is cut from. */
export interface SliceSource {
  readonly knowledge: string;
  readonly language: LanguageCode;
  readonly model: Pick<Model, 'articleIds' | 'core'>;
  /** By article id. */
  readonly questions: ReadonlyMap<string, string>;
  readonly glossary: readonly Concept[];
  readonly calibrations: Calibrations;
  /** Learned by `learnSliceConfidence`. */
  readonly confidence: Logistic;
}

/**
 * Weights that are kept at most, over all articles: what is left out then says least. Three hundred thousand are about half
 * a megabyte compressed.
 */
const mostWeights = 300_000;
/** Codes are this much coarser than those of the model: 33 steps to either side. */
const coarseness = 4;
/** From so many texts of a family on, features of a single one are left out. */
const manyTexts = 1000;

/**
 * Cuts one language out of a model: of the features that occur in texts of its family the weights that say most, two bits
 * coarser. Pure; the same source gives the same slice. A language without texts gives a slice without features.
 */
export function cutSlice(source: SliceSource, most = mostWeights): Slice {
  const { model, language, questions, calibrations, glossary } = source;
  const family = familyOf(language);
  const { core, articleIds } = model;
  return {
    knowledge: source.knowledge,
    language,
    articleIds,
    questions: articleIds.map((id) => questions.get(id) ?? null),
    core: cutCore(core, countTexts(core, family), most),
    textCount: core.labels.length,
    confidence: source.confidence,
    calibration: calibrations[language] ?? calibrations.default,
    forms: collectForms(glossary.map((concept) => inFamily(concept, family))),
  };
}

function inFamily({ id, forms }: Concept, family: string): Concept {
  const own = Object.entries(forms).filter(([language]) => familyOf(language as LanguageCode) === family);
  return { id, forms: Object.fromEntries(own) };
}

/** In how many texts of a family each feature occurs; features that are left out count 0. */
function countTexts({ postings, table }: Core, family: string): Uint32Array {
  const counts = countInFamily(postings, family, table.hashes.length);
  const own = postings.groups.reduce((sum, { family: of, start, end }) => sum + (of === family ? end - start : 0), 0);
  return own < manyTexts ? counts : counts.map((count) => (count < 2 ? 0 : count));
}

function cutCore(core: Core, counts: Uint32Array, most: number): SliceCore {
  const { classCount, loss, table, bias } = core;
  const candidates = [...counts.keys()].filter((column) => counts[column]! > 0);
  const says = worthOf(core, counts);
  const tooLittle = worthBelow(says, candidates, classCount, most);
  const columns: number[] = [];
  const weights = new Int8Array(candidates.length * classCount);
  for (const column of candidates) {
    const to = columns.length * classCount;
    let isKept = false;
    for (let label = 0; label < classCount; label += 1) {
      const isWorth = says(column, label) > tooLittle;
      const code = isWorth ? Math.round(core.weights[column * classCount + label]! / coarseness) : 0;
      weights[to + label] = code;
      isKept ||= code !== 0;
    }
    // A column without a weight is overwritten by the next one.
    if (isKept) columns.push(column);
  }
  return {
    classCount,
    loss,
    table: cutTable(table, columns),
    weights: weights.slice(0, columns.length * classCount),
    scale: Float32Array.from(columns, (column) => coarseScale(core.scale[column]! * coarseness)),
    bias,
  };
}

function cutTable({ hashes, idf, channel }: FeatureTable, columns: readonly number[]): FeatureTable {
  return {
    hashes: Uint32Array.from(columns, (column) => hashes[column]!),
    idf: Float32Array.from(columns, (column) => Math.round(idf[column]! * idfSteps) / idfSteps),
    channel: Uint8Array.from(columns, (column) => channel[column]!),
  };
}

/** Steps of one in which a slice keeps an idf. */
export const idfSteps = 20;
/** Steps of a doubling in which a slice keeps a scale. */
export const scaleSteps = 16;

function coarseScale(scale: number): number {
  return 2 ** (Math.round(Math.log2(scale) * scaleSteps) / scaleSteps);
}

type Worth = (column: number, label: number) => number;

/** What a weight adds to the margins of a family's texts, as the root of its square over all of them. */
function worthOf({ classCount, table, weights, scale }: Core, counts: Uint32Array): Worth {
  const factors = Float64Array.from(counts, (count, column) => {
    const weight = ownLanguageWeights[channels[table.channel[column]!]!];
    return scale[column]! * table.idf[column]! * Math.sqrt(count) * weight;
  });
  return (column, label) => Math.abs(weights[column * classCount + label]!) * factors[column]!;
}

/** The largest worth that at most so many weights exceed. */
function worthBelow(says: Worth, columns: readonly number[], classCount: number, most: number): number {
  const all: number[] = [];
  for (const column of columns) {
    for (let label = 0; label < classCount; label += 1) {
      const worth = says(column, label);
      if (worth > 0) all.push(worth);
    }
  }
  if (all.length <= most) return 0;
  const sorted = Float64Array.from(all).sort();
  return sorted[sorted.length - most - 1]!;
}
