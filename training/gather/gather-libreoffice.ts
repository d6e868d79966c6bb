import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Collection } from './collection.ts';
import { readCatalogue } from './gettext.ts';
import { readHelpPage } from './help-page.ts';
import { languageOf } from './languages.ts';
import type { UnpackedPackage } from './packages.ts';

/** LibreOffice calls the Portuguese of Portugal `pt` and that of Brazil `pt-br`. */
function libreOfficeLanguage(name: string): string | undefined {
  return languageOf(name === 'pt' ? 'pt-pt' : name);
}

/** Texts of LibreOffice's interface: catalogues that carry English and a translation. */
export function gatherLibreOfficeInterface({ folder }: UnpackedPackage, name: string, into: Collection): void {
  const language = libreOfficeLanguage(name.replace('libreoffice-l10n-', ''));
  if (language === undefined) return;
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.mo')) continue;
    for (const { context, source, target } of readCatalogue(readFileSync(join(folder, path)))) {
      const key = `${basename(path)}:${context}:${source}`;
      into.add(key, 'en', source);
      into.add(key, language, target);
    }
  }
}

/** Paragraphs of LibreOffice's help. */
export function gatherLibreOfficeHelp({ folder }: UnpackedPackage, name: string, into: Collection): void {
  const language = libreOfficeLanguage(name.replace('libreoffice-help-', ''));
  if (language === undefined) return;
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const page = /help\/[\w-]+\/text\/(.+\.html)$/.exec(path)?.[1];
    if (page === undefined) continue;
    for (const [id, text] of readHelpPage(readFileSync(join(folder, path), 'utf8'))) {
      if (text.length > 2) into.add(`${page}#${id}`, language, text);
    }
  }
}
