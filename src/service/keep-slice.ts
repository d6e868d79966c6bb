import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { LanguageCode } from '../language/languages.ts';
import { packSlice, sliceFormat } from '../matching/slice-bytes.ts';
import { readKept } from './catalog.ts';
import { keepFile } from './keep-file.ts';
import { makeSlice } from './make-slice.ts';

/** Which slice is to be kept, and where. */
export interface SliceJob {
  /** The folder of the kept models. */
  readonly modelDir: string;
  readonly version: string;
  readonly language: LanguageCode;
}

/** The file of a slice, compressed by Brotli. */
export function slicePath({ modelDir, version, language }: SliceJob): string {
  return join(modelDir, `${version}-${sliceFormat}.slice-${language}`);
}

/**
 * Makes a slice and keeps it beside the model, in place of that of a version before. Nothing is made of a version that is not
 * kept, or was too large to train. Takes seconds of the processor for a large knowledge base.
 */
export async function keepSlice(job: SliceJob): Promise<void> {
  const kept = await readKept(job.modelDir, job.version);
  if (kept === undefined) return;
  const bytes = await promisify(brotliCompress)(packSlice(makeSlice(kept, job.language)));
  await keepFile(job.modelDir, slicePath(job), () => bytes);
}
