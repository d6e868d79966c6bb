import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from './seeded-random.ts';

/** A field of a protocol buffer: its number and its value; bytes are strings, nested messages or raw data. */
type Field = readonly [number: number, value: number | string | Uint8Array];

/** Encodes a protocol buffer: varints and length-delimited fields, which is all that ONNX needs here. */
function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
      const bytes = Buffer.from(value as Uint8Array);
      return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
    }),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

const float = 1;
const int64 = 7;

/** A tensor of given element type and dimensions; named dimensions may have any size. */
function tensorInfo(name: string, type: number, dims: readonly (string | number)[]): Uint8Array {
  const shape = message(...dims.map((dim): Field => [1, message(typeof dim === 'number' ? [1, dim] : [2, dim])]));
  return message([1, name], [2, message([1, message([1, type], [2, shape])])]);
}

/** `last_hidden_state = Gather(table, input_ids)`: each word has a fixed vector. */
function lookUpModel(table: Float32Array, words: number, dimension: number): Uint8Array {
  const node = message([1, 'table'], [1, 'input_ids'], [2, 'last_hidden_state'], [4, 'Gather']);
  const weights = message(
    [1, words],
    [1, dimension],
    [2, float],
    [8, 'table'],
    [9, new Uint8Array(table.buffer, table.byteOffset, table.byteLength)],
  );
  const graph = message(
    [1, node],
    [2, 'tiny'],
    [5, weights],
    [11, tensorInfo('input_ids', int64, ['batch', 'words'])],
    [11, tensorInfo('attention_mask', int64, ['batch', 'words'])],
    [12, tensorInfo('last_hidden_state', float, ['batch', 'words', dimension])],
  );
  return message([1, 8], [7, graph], [8, message([1, ''], [2, 13])]);
}

const dimension = 16;

/**
 * Writes a folder as transformers.js reads it: a real ONNX model, made here, that gives every word of `meanings` the vector
 * of its meaning, and unknown words one of their own. `meanings` lists words that mean the same.
 */
export function writeTinyModel(folder: string, meanings: readonly (readonly string[])[]): void {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
  const words = meanings.flat();
  const vocabulary = Object.fromEntries([...special, ...words].map((word, id) => [word, id]));
  const random = seededRandom(7);
  const newVector = () => Float32Array.from({ length: dimension }, () => random() - 0.5);
  const vectors = [...special.map(newVector), ...meanings.flatMap((group) => group.map(() => group[0] ?? ''))];
  const byMeaning = new Map(meanings.map((group) => [group[0] ?? '', newVector()]));
  const table = new Float32Array(vectors.length * dimension);
  vectors.forEach((vector, row) =>
    table.set(typeof vector === 'string' ? (byMeaning.get(vector) ?? []) : vector, row * dimension),
  );
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx', 'model.onnx'), lookUpModel(table, vectors.length, dimension));
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('config.json', { model_type: 'bert', architectures: ['BertModel'], hidden_size: dimension });
  write('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    pad_token: '[PAD]',
    unk_token: '[UNK]',
  });
  write('tokenizer.json', {
    version: '1.0',
    added_tokens: special.map((content, id) => ({ id, content, special: true })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [],
      special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] } },
    },
    decoder: null,
    model: { type: 'WordLevel', vocab: vocabulary, unk_token: '[UNK]' },
  });
}
