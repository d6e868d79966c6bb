import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../src/errors.ts';

/** One text in several languages. */
export interface Segment {
  /** Its name in the source. */
  readonly key: string;
  /** Text by language; `es2`, `pt2`, `zh2` are the Spanish of Latin America, European Portuguese, Traditional Chinese. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A language's code without the digit that marks its second variety. */
export function baseLanguage(code: string): string {
  return code.replace(/\d$/, '');
}

/** Reads the segments of a source from `<folder>/<source>.jsonl.gz`. Throws `configInvalid` when there is no such file. */
export function* readSegments(folder: string, source: string): Generator<Segment> {
  const path = join(folder, `${source}.jsonl.gz`);
  if (!existsSync(path)) {
    throw new AppError('configInvalid', `There are no segments of ${source} in ${folder}. Run npm run vectors:corpus.`);
  }
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const { k, t } = JSON.parse(line) as { k: string | number; t: Record<string, string> };
    yield { key: String(k), texts: t };
  }
}
