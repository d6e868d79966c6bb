import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { projectDir } from '../../src/paths.ts';

/**
 * Writes dialogs that go with the small knowledge base: the project's own cues, phrases and thresholds, and one flow,
 * `give-back`, with settings in which `no-data` is a question about outages, instead of the project's own, which need its articles and facts.
 */
export function writeSmallDialogs(folder: string): void {
  const own = join(projectDir, 'dialogs');
  const flows = join(own, 'flows');
  cpSync(own, folder, { recursive: true, filter: (path) => path !== flows && !path.startsWith(flows + sep) });
  const texts = join(folder, 'flows', 'phrases', 'en');
  mkdirSync(texts, { recursive: true });
  cpSync(join(flows, 'phrases', 'en', 'common.yaml'), join(texts, 'common.yaml'));
  cpSync(join(flows, 'places.yaml'), join(folder, 'flows', 'places.yaml'));
  writeFileSync(join(folder, 'flows', 'settings.yaml'), settings);
  writeFileSync(join(folder, 'flows', 'give-back.yaml'), giveBack);
  writeFileSync(
    join(texts, 'give-back.yaml'),
    'title: Give it back\nsay: { why: "Why?", end: "A colleague takes over." }\n',
  );
}

const settings = `orderNumbers: ['AL-####']
timeZone: Europe/Madrid
incidents:
  country: ES
  intents: { no-data: [data] }
  proposal: { intents: [no-data], conversations: 3, minutes: 30 }
`;

const giveBack = `id: give-back
title: Giving back
failure: end
slots: { reason: { type: text } }
steps:
  - { id: why, ask: reason }
  - { id: end, exit: failure }
`;
