import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Collection } from './collection.ts';
import { gathered, languageOf } from './languages.ts';
import type { UnpackedPackage } from './packages.ts';
import { readPak } from './pak.ts';
import { readResourceStrings } from './resource-table.ts';

/** Texts of Chromium's interface: one `.pak` a language; the English one is in `chromium-common`. */
export function gatherChromium({ folder }: UnpackedPackage, _name: string, into: Collection): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const language = languageOf(basename(path, '.pak'));
    if (!/locales\/[\w-]+\.pak$/.test(path) || language === undefined) continue;
    for (const [number, text] of readPak(readFileSync(join(folder, path)))) into.add(String(number), language, text);
  }
}

/** Texts of Android's framework. */
export function gatherAndroid({ folder }: UnpackedPackage, _name: string, into: Collection): void {
  const path = join(folder, 'usr', 'share', 'android-framework-res', 'framework-res.apk');
  const table = unzipSync(readFileSync(path), { filter: ({ name }) => name === 'resources.arsc' })['resources.arsc'];
  if (table === undefined) return;
  const strings = readResourceStrings(Buffer.from(table.buffer, table.byteOffset, table.byteLength));
  // A language without its region comes first and counts: the region's own file has only what differs.
  for (const withRegion of [false, true]) {
    for (const { name, language, region, text } of strings) {
      if ((region !== '') !== withRegion) continue;
      const code = androidLanguage(language, region);
      if (code !== undefined) into.add(name, code, text.replaceAll("\\'", "'").replaceAll('\\n', ' '));
    }
  }
}

function androidLanguage(language: string, region: string): string | undefined {
  if (language === '') return region === '' ? 'en' : undefined;
  // Android's English varieties only spell otherwise; its Spanish of the United States is that of Latin America.
  if (language === 'en') return undefined;
  if (language === 'es' && region === 'US') return 'es2';
  return languageOf(region === '' ? language : `${language}-${region}`);
}

/** Words for emoji from CLDR's annotations, joined or not: `annotations` and `annotationsDerived`. */
export function gatherAnnotations({ folder }: UnpackedPackage, name: string, into: Collection): void {
  const part = name.includes('derived') ? 'annotationsDerived' : 'annotations';
  for (const [locale, language] of cldrLocales()) {
    const content = readJson(join(folder, 'package', part, locale, 'annotations.json')) as
      Record<string, { annotations: Record<string, { default?: string[]; tts?: string[] }> }> | undefined;
    for (const [emoji, words] of Object.entries(content?.[part]?.annotations ?? {})) {
      into.add(`emoji ${emoji}`, language, [...(words.default ?? []), ...(words.tts ?? [])].join(' ; '));
    }
  }
}

/** Names of territories and languages from CLDR. */
export function gatherNames({ folder }: UnpackedPackage, _name: string, into: Collection): void {
  for (const [locale, language] of cldrLocales()) {
    for (const kind of ['territories', 'languages']) {
      const content = readJson(join(folder, 'package', 'main', locale, `${kind}.json`)) as
        { main: Record<string, { localeDisplayNames: Record<string, Record<string, string>> }> } | undefined;
      for (const [code, text] of Object.entries(content?.main[locale]?.localeDisplayNames[kind] ?? {})) {
        if (!/-alt-(?:variant|long|menu)$/.test(code)) into.add(`${kind} ${code}`, language, text);
      }
    }
  }
}

function cldrLocales(): [locale: string, language: string][] {
  const others: Readonly<Record<string, string>> = { zh2: 'zh-Hant', es2: 'es-MX', pt2: 'pt-PT' };
  return gathered.map((language) => [others[language] ?? language, language]);
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
