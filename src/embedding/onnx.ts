import { createHash } from 'node:crypto';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { AppError, messageOf } from '../errors.ts';
import type { Embedder } from '../matching/embedder.ts';
import { toUnitVector } from './unit-vector.ts';
import { untilAborted } from './until-aborted.ts';

/** Settings of an embedder that runs a model of a local folder. */
export interface OnnxOptions {
  /** Holds `config.json`, `tokenizer.json`, `tokenizer_config.json`, and `onnx/model.onnx` or `onnx/model_quantized.onnx`; the former is preferred. */
  readonly folder: string;
  /** How the vectors of the words become one: their mean, or that of the first. Its authors say which. Default `mean`. */
  readonly pooling?: 'mean' | 'cls';
  /** Put before every text, for models that were trained with one: `query: ` for e5. Default none. */
  readonly prefix?: string;
  /** Texts that are computed together. Default 16. */
  readonly batchSize?: number;
  /** Loads `@huggingface/transformers`. Default: from the installed packages. */
  readonly load?: () => Promise<unknown>;
}

/** What is used of `@huggingface/transformers`, which need not be installed. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string };
  readonly pipeline: (task: 'feature-extraction', model: string, options: object) => Promise<Extractor>;
}

type Extractor = (
  texts: string[],
  options: { pooling: 'mean' | 'cls'; normalize: boolean },
) => Promise<{ readonly dims: readonly number[]; readonly data: Float32Array }>;

/** A name that the compiler does not look up: the package is optional. */
const packageName: string = '@huggingface/transformers';

/**
 * Loads the model of a folder; nothing is ever fetched from a network. Throws `configInvalid` where the folder is not
 * complete, the model cannot be run, or the optional package `@huggingface/transformers` is not installed.
 */
export async function createOnnxEmbedder(options: OnnxOptions): Promise<Embedder> {
  const { pooling = 'mean', prefix = '', batchSize = 16 } = options;
  const folder = resolve(options.folder);
  const model = await modelFile(folder);
  const id = `onnx ${await fingerprint(folder)} ${model} ${pooling} ${JSON.stringify(prefix)}`;
  const extract = await loadExtractor(folder, model, options.load ?? (() => import(packageName)));
  const compute = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const { dims, data } = await extract(
      texts.map((text) => prefix + text),
      { pooling, normalize: true },
    ).catch((cause: unknown) => {
      throw new AppError('embeddingFailed', 'The model could not compute.', { cause, facts: { kind: 'server' } });
    });
    const dimension = dims[1] ?? 0;
    return texts.map((_, at) => toUnitVector(data.subarray(at * dimension, (at + 1) * dimension)));
  };
  return {
    id,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let at = 0; at < texts.length; at += batchSize) {
        vectors.push(...(await untilAborted(() => compute(texts.slice(at, at + batchSize)), signal)));
      }
      return vectors;
    },
  };
}

async function loadExtractor(folder: string, model: string, load: () => Promise<unknown>): Promise<Extractor> {
  const { env, pipeline } = (await load().catch((cause: unknown) => {
    throw new AppError(
      'configInvalid',
      `EMBEDDINGS_FOLDER needs the package ${packageName}, which cannot be loaded (${firstLine(cause)}). ` +
        `Install it: ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save ${packageName}`,
      { cause },
    );
  })) as Transformers;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = dirname(folder) + sep;
  return pipeline('feature-extraction', basename(folder), {
    dtype: model === 'model.onnx' ? 'fp32' : 'q8',
    local_files_only: true,
  }).catch((cause: unknown) => {
    throw new AppError('configInvalid', `The model in EMBEDDINGS_FOLDER ${folder} cannot be run: ${firstLine(cause)}`, {
      cause,
    });
  });
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0] ?? '';
}

const models = ['model.onnx', 'model_quantized.onnx'];

async function modelFile(folder: string): Promise<string> {
  const isThere = (name: string) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );
  const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const missing: string[] = [];
  for (const name of needed) if (!(await isThere(name))) missing.push(name);
  for (const name of models)
    if (await isThere(join('onnx', name))) return missing.length === 0 ? name : incomplete(folder, missing);
  return incomplete(folder, [...missing, 'onnx/model.onnx']);
}

function incomplete(folder: string, missing: readonly string[]): never {
  throw new AppError(
    'configInvalid',
    `EMBEDDINGS_FOLDER ${folder} lacks ${missing.join(', ')}. It must be laid out as docs/semantic.md shows.`,
  );
}

/** Changes with the model: small files by content, large ones by size and time, since reading gigabytes takes long. */
async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['config.json', 'tokenizer.json']) hash.update(await readFile(join(folder, name)));
  for (const name of (await readdir(join(folder, 'onnx'))).sort()) {
    const { size, mtimeMs } = await stat(join(folder, 'onnx', name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
