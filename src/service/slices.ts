import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, constants, gzip } from 'node:zlib';
import type { LanguageCode } from '../language/languages.ts';
import { sliceFormat } from '../matching/slice-bytes.ts';
import type { Brain } from './brain.ts';
import { runProgram } from './built-program.ts';
import { keepSlice, slicePath, type SliceJob } from './keep-slice.ts';

/** A slice as it is sent, compressed once. */
export interface PackedSlice {
  readonly br: Buffer;
  readonly gzip: Buffer;
}

/** The slices of the version that answers. */
export interface Slices {
  /** Languages that have one. */
  languages(): readonly LanguageCode[];
  /** The name of a language's slice, which changes with its content; making it is not needed for that. */
  tag(language: LanguageCode): string;
  /**
   * The slice, made in a thread of its own when it is first asked for, kept beside the model, and then at hand. Undefined where
   * there is none: the knowledge is too large to be trained, or its model was deleted. A failure stays until the next version.
   */
  get(language: LanguageCode): Promise<PackedSlice | undefined>;
}

export interface SlicesDeps {
  readonly modelDir: string;
  /** Built program of the thread; without it slices are made in this one. */
  readonly workerPath: string | undefined;
  readonly brain: () => Pick<Brain, 'version' | 'languages'>;
}

/** Makes the keeper of slices. However many ask, a slice is made once, and one at a time. */
export function createSlices({ modelDir, workerPath, brain }: SlicesDeps): Slices {
  const known = new Map<LanguageCode, { readonly version: string; readonly slice: Promise<PackedSlice | undefined> }>();
  let before: Promise<unknown> = Promise.resolve();

  const makeOrRead = async (job: SliceJob) => {
    const path = slicePath(job);
    if (!existsSync(path))
      await (workerPath === undefined ? keepSlice(job) : runProgram(workerPath, job, 'that cuts a model'));
    return existsSync(path) ? packed(await readFile(path)) : undefined;
  };

  return {
    languages: () => brain().languages,
    tag: (language) => `${brain().version}-${sliceFormat}-${language}`,
    get(language) {
      const { version } = brain();
      const found = known.get(language);
      if (found?.version === version) return found.slice;
      const slice = before.then(() => makeOrRead({ modelDir, version, language }));
      before = slice.catch(() => undefined);
      known.set(language, { version, slice });
      return slice;
    },
  };
}

async function packed(br: Buffer): Promise<PackedSlice> {
  const plain = await promisify(brotliDecompress)(br);
  return { br, gzip: await promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION }) };
}
