import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgressBar } from '../progress.ts';
import { createCollection, type Collection } from './collection.ts';
import { gatherLibreOfficeHelp, gatherLibreOfficeInterface } from './gather-libreoffice.ts';
import { gatherMozilla } from './gather-mozilla.ts';
import { gatherAndroid, gatherAnnotations, gatherChromium, gatherNames } from './gather-others.ts';
import { unpack, type TextPackage, type UnpackedPackage } from './packages.ts';

type Gather = (unpacked: UnpackedPackage, name: string, into: Collection) => void;

/** Packages of one source, each with what reads it. */
interface Plan {
  readonly source: string;
  readonly packages: readonly (TextPackage & { readonly gather: Gather })[];
}

const mozillaLanguages = 'ar ca de es-es es-mx fr it ja ko nl pl pt-br pt-pt ru sv-se tr uk zh-cn zh-tw'.split(' ');
const officeLanguages = 'ar ca de es fr it ja ko nl pl pt pt-br ru sv tr uk zh-cn zh-tw'.split(' ');
const helpLanguages = 'ca de en-us es fr it ja ko nl pl pt pt-br ru sv tr zh-cn zh-tw'.split(' ');

const debian = (gather: Gather, ...names: string[]) =>
  names.map((name) => ({ registry: 'debian' as const, name, gather }));
const npm = (gather: Gather, ...names: string[]) => names.map((name) => ({ registry: 'npm' as const, name, gather }));
const mozilla = (program: string) =>
  debian(gatherMozilla, program, ...mozillaLanguages.map((language) => `${program}-l10n-${language}`));

const plans: readonly Plan[] = [
  {
    source: 'lo-help',
    packages: debian(gatherLibreOfficeHelp, ...helpLanguages.map((language) => `libreoffice-help-${language}`)),
  },
  {
    source: 'lo-ui',
    packages: debian(gatherLibreOfficeInterface, ...officeLanguages.map((language) => `libreoffice-l10n-${language}`)),
  },
  { source: 'mozilla-firefox-esr', packages: mozilla('firefox-esr') },
  { source: 'mozilla-thunderbird', packages: mozilla('thunderbird') },
  { source: 'chromium', packages: debian(gatherChromium, 'chromium-common', 'chromium-l10n') },
  { source: 'android-framework', packages: debian(gatherAndroid, 'android-framework-res') },
  {
    source: 'cldr',
    packages: [
      ...npm(gatherAnnotations, 'cldr-annotations-full', 'cldr-annotations-derived-full'),
      ...npm(gatherNames, 'cldr-localenames-full'),
    ],
  },
];

/**
 * Gathers the segments of all sources below `work`, package by package. What was downloaded before is not downloaded again, so
 * that a broken run goes on where it stopped. Packages that cannot be had are named at the end, and their texts are lacking.
 */
export function gatherCommand(work: string, print: (line: string) => void): void {
  const folder = join(work, 'segments');
  mkdirSync(folder, { recursive: true });
  const bar = createProgressBar('Gathering', process.stderr);
  const total = plans.reduce((sum, plan) => sum + plan.packages.length, 0);
  const versions: Record<string, string[]> = {};
  const missing: string[] = [];
  let done = 0;
  for (const { source, packages } of plans) {
    const collection = createCollection();
    const used: string[] = [];
    for (const { registry, name, gather } of packages) {
      const unpacked = unpack(work, { registry, name });
      if (unpacked === undefined) {
        missing.push(name);
      } else {
        gather(unpacked, name, collection);
        used.push(`${name} ${unpacked.version}`);
      }
      done += 1;
      bar(done / total, name);
    }
    versions[source] = used;
    print(`${source}: ${collection.write(join(folder, `${source}.jsonl.gz`))} segments`);
  }
  writeFileSync(join(folder, 'packages.json'), `${JSON.stringify(versions, undefined, 1)}\n`);
  if (missing.length > 0)
    print(`Could not be had: ${missing.join(', ')}. Run apt-get update, or check the connection.`);
}
