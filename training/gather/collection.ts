import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { cleanText } from './clean.ts';

/** Texts of a source by the key that is the same in all languages, then by language. */
export interface Collection {
  /** Adds a text as it stands in the source; the first one of a key and language counts. */
  add(key: string, language: string, text: string): void;
  /** Writes the texts that English and another language have; returns how many keys those are. */
  write(path: string): number;
}

const longest = 1500;

/** An empty collection. */
export function createCollection(): Collection {
  const texts = new Map<string, Map<string, string>>();
  return {
    add(key, language, text) {
      const own = texts.get(key) ?? new Map<string, string>();
      texts.set(key, own);
      const clean = cleanText(text);
      if (clean !== '' && clean.length < longest && !own.has(language)) own.set(language, clean);
    },
    write(path) {
      const lines: string[] = [];
      for (const [k, own] of texts) {
        const english = own.get('en');
        // What is the same as in English was not translated.
        const t = Object.fromEntries([...own].filter(([language, text]) => language === 'en' || text !== english));
        if (english !== undefined && Object.keys(t).length > 1) lines.push(`${JSON.stringify({ k, t })}\n`);
      }
      writeFileSync(path, gzipSync(lines.join('')));
      return lines.length;
    },
  };
}
