import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectDir } from '../../src/paths.ts';

/** The questions of the project's own knowledge base in one language, by article. */
export function ownQuestions(language: string): ReadonlyMap<string, string> {
  const folder = join(projectDir, 'knowledge-base', language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(
    files.flatMap((name) => {
      const entries = parse(readFileSync(join(folder, name), 'utf8')) as Record<string, { question?: string }>;
      return Object.entries(entries).flatMap(([id, { question }]): [string, string][] =>
        question === undefined ? [] : [[id, question]],
      );
    }),
  );
}
