import { AppError } from '../errors.ts';
import type { SentenceHead } from './sentence-head.ts';
import type { TextPostings } from './text-postings.ts';
import type { Model } from './train.ts';
import type { VectorChanges } from './vectors.ts';

const magic = 0x344d4953; // "SIM4"

type Arrays = Readonly<Record<string, Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array>>;
const kinds = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Uint32Array,
  Float32Array,
} as const;

/**
 * Packs a model into one block of bytes: a header of JSON, then the arrays, each aligned to four bytes. The same model gives
 * the same bytes.
 */
export function packModel(model: Model): Uint8Array {
  const { core } = model;
  const arrays: Arrays = {
    hashes: core.table.hashes,
    idf: core.table.idf,
    channel: core.table.channel,
    weights: core.weights,
    scale: core.scale,
    bias: core.bias,
    labels: core.labels,
    ...arraysOfPostings(core.postings),
    phraseHashes: model.phraseHashes,
    ...arraysOfHead(model.head),
    ...arraysOfChanges(model.changes),
  };
  let offset = 0;
  const directory = Object.entries(arrays).map(([name, array]) => {
    const place = {
      name,
      kind: array.constructor.name,
      offset,
      length: array.length,
    };
    offset += Math.ceil(array.byteLength / 4) * 4;
    return place;
  });
  const { articleIds, phrases, confidence } = model;
  const header = new TextEncoder().encode(
    JSON.stringify({
      classCount: core.classCount,
      loss: core.loss,
      articleIds,
      phrases,
      confidence,
      groups: core.postings.groups,
      classes: core.postings.classes,
      families: core.postings.families,
      placeBits: core.postings.placeBits,
      directory,
    }),
  );
  const start = 8 + Math.ceil(header.length / 4) * 4;
  const bytes = new Uint8Array(start + offset);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, 8);
  for (const { name, offset: at } of directory) {
    const array = arrays[name]!;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
  }
  return bytes;
}

type PostingArrays = Omit<TextPostings, 'groups' | 'classes' | 'families' | 'placeBits'>;

/** By name, since the parts of postings that are no arrays stand in the header. */
function arraysOfPostings(postings: TextPostings): PostingArrays & Arrays {
  const { texts, channelScales, factors, columns, sharing, shared, starts, entries } = postings;
  const { rareStarts, rareEntries, rareGroups } = postings;
  return {
    texts,
    channelScales,
    factors,
    columns,
    sharing,
    shared,
    starts,
    entries,
    rareStarts,
    rareEntries,
    rareGroups,
  };
}

function arraysOfHead(head: SentenceHead | undefined): Arrays {
  if (head === undefined) return {};
  const { middle, concepts, weights, conceptWeights, bias, codes, scales } = head;
  return {
    middle,
    conceptHashes: concepts.hashes,
    conceptIdf: concepts.idf,
    conceptChannel: concepts.channel,
    sentenceWeights: weights,
    conceptWeights,
    sentenceBias: bias,
    codes,
    scales,
  };
}

function arraysOfChanges(changes: VectorChanges | undefined): Arrays {
  if (changes === undefined) return {};
  return { changedRows: changes.rows, changeSteps: changes.steps, changeCodes: changes.codes };
}

interface ChangesArrays {
  readonly changedRows: Uint32Array;
  readonly changeSteps: Float32Array;
  readonly changeCodes: Uint8Array;
}

function changesOf(arrays: Partial<ChangesArrays>): VectorChanges | undefined {
  if (arrays.changedRows === undefined) return undefined;
  const { changedRows: rows, changeSteps: steps, changeCodes: codes } = arrays as ChangesArrays;
  return { rows, steps, codes };
}

interface HeadArrays {
  readonly middle: Float32Array;
  readonly conceptHashes: Uint32Array;
  readonly conceptIdf: Float32Array;
  readonly conceptChannel: Uint8Array;
  readonly sentenceWeights: Float32Array;
  readonly conceptWeights: Float32Array;
  readonly sentenceBias: Float32Array;
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

function headOf(arrays: Partial<HeadArrays>): SentenceHead | undefined {
  if (arrays.middle === undefined) return undefined;
  const {
    middle,
    conceptHashes,
    conceptIdf,
    conceptChannel,
    sentenceWeights,
    conceptWeights,
    sentenceBias,
    codes,
    scales,
  } = arrays as HeadArrays;
  return {
    dimensions: middle.length,
    middle,
    concepts: { hashes: conceptHashes, idf: conceptIdf, channel: conceptChannel },
    weights: sentenceWeights,
    conceptWeights,
    bias: sentenceBias,
    codes,
    scales,
  };
}

interface CoreArrays {
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  readonly channel: Uint8Array;
  readonly weights: Int8Array;
  readonly scale: Float32Array;
  readonly bias: Float32Array;
  readonly labels: Uint16Array;
  readonly phraseHashes: Uint32Array;
}

/** Reads what `packModel` wrote, without copying the arrays. Throws `knowledgeInvalid` for anything else. */
export function unpackModel(bytes: Uint8Array): Model {
  try {
    return readPacked(bytes);
  } catch (cause) {
    const message = 'The model file is not one of this version, or is damaged. Delete it and it is made anew.';
    throw new AppError('knowledgeInvalid', message, { cause });
  }
}

function readPacked(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw new Error('Not a model.');
  const headerLength = view.getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as {
    classCount: number;
    loss: Model['core']['loss'];
    articleIds: string[];
    phrases: Model['phrases'];
    confidence: Model['confidence'];
    groups: TextPostings['groups'];
    classes: TextPostings['classes'];
    families: TextPostings['families'];
    placeBits: number;
    directory: {
      name: string;
      kind: keyof typeof kinds;
      offset: number;
      length: number;
    }[];
  };
  const start = bytes.byteOffset + 8 + Math.ceil(headerLength / 4) * 4;
  const arrays = Object.fromEntries(
    header.directory.map(({ name, kind, offset, length }) => [
      name,
      new kinds[kind](bytes.buffer as ArrayBuffer, start + offset, length),
    ]),
  );
  const { hashes, idf, channel, weights, scale, bias, labels, phraseHashes, ...rest } =
    arrays as unknown as CoreArrays & PostingArrays;
  const head = headOf(arrays);
  const changes = changesOf(arrays);
  return {
    articleIds: header.articleIds,
    ...(head === undefined ? {} : { head }),
    ...(changes === undefined ? {} : { changes }),
    phraseHashes,
    phrases: header.phrases,
    confidence: header.confidence,
    core: {
      classCount: header.classCount,
      loss: header.loss,
      table: { hashes, idf, channel },
      weights,
      scale,
      bias,
      labels,
      postings: {
        ...arraysOfPostings({ ...header, ...rest }),
        groups: header.groups,
        classes: header.classes,
        families: header.families,
        placeBits: header.placeBits,
      },
    },
  };
}
