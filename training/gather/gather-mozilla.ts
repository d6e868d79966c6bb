import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Collection } from './collection.ts';
import { readDtd } from './dtd.ts';
import { readFluent } from './fluent.ts';
import { languageOf } from './languages.ts';
import type { UnpackedPackage } from './packages.ts';
import { readProperties } from './properties.ts';

const readers: Readonly<Record<string, (text: string) => Map<string, string>>> = {
  ftl: readFluent,
  properties: readProperties,
  dtd: readDtd,
};

/** Texts of a Mozilla program: English ones from its `omni.ja` archives, others from language packs. */
export function gatherMozilla({ folder }: UnpackedPackage, name: string, into: Collection): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const isProgram = basename(path) === 'omni.ja';
    const language = isProgram ? 'en' : languageOf(name.split('-l10n-')[1] ?? '');
    if ((isProgram || path.endsWith('.xpi')) && language !== undefined) addArchive(join(folder, path), language, into);
  }
}

function addArchive(path: string, language: string, into: Collection): void {
  const files = unzipSync(readFileSync(path), { filter: ({ name }) => /\.(?:ftl|properties|dtd)$/.test(name) });
  for (const [name, bytes] of Object.entries(files)) {
    const read = readers[name.split('.').at(-1) ?? ''];
    if (read === undefined) continue;
    // Programs and language packs put the same file in different folders.
    for (const [key, text] of read(new TextDecoder().decode(bytes)))
      into.add(`${basename(name)}:${key}`, language, text);
  }
}
