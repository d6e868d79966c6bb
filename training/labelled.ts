import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../src/errors.ts';

/** A text whose intent is known. */
export interface Labelled {
  readonly text: string;
  readonly language: string;
  readonly intent: string;
}

/** Reads lines `{"text","lang","intent"}`; those out of scope (intent `oos`) are left out. Throws `badRequest` for other lines. */
export function readLabelled(path: string): Labelled[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const { text, lang, intent } = JSON.parse(line) as Record<string, unknown>;
    if (typeof text !== 'string' || typeof lang !== 'string' || typeof intent !== 'string') {
      throw new AppError('badRequest', `${path}, line ${at + 1}: it needs "text", "lang" and "intent".`);
    }
    return intent === 'oos' ? [] : [{ text, language: lang, intent }];
  });
}

/** Reads `<language>.jsonl` of a folder, by language. */
export function readLabelledFolder(folder: string): ReadonlyMap<string, readonly Labelled[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return new Map(names.sort().map((name) => [basename(name, '.jsonl'), readLabelled(join(folder, name))]));
}
