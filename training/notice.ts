import type { VectorSource } from '../src/matching/vectors.ts';
import { textSources } from './sources.ts';

const licenceTexts: Readonly<Record<string, string>> = {
  'MPL-2.0': 'Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/',
  'BSD-3-Clause': 'BSD 3-Clause License, https://chromium.googlesource.com/chromium/src/+/main/LICENSE',
  'Apache-2.0': 'Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0',
  'Unicode-3.0': 'Unicode License v3, https://www.unicode.org/license.txt',
};

/** The NOTICE that goes with shipped vectors: whose text they were trained on, under which licences, from which packages. */
export function noticeOf(sources: readonly VectorSource[]): string {
  const parts = sources.map(({ name, licence, packages, segments }) => {
    const copyright = textSources.find((source) => source.title === name)?.copyright ?? '';
    return [
      `${name} (${segments} texts)`,
      `  Copyright © ${copyright}`,
      `  ${licenceTexts[licence] ?? licence}`,
      ...packages.map((own) => `  ${own}`),
    ].join('\n');
  });
  return `${introduction}\n\n${parts.join('\n\n')}\n`;
}

const introduction = `The files of sentence vectors in this folder were trained on the translated texts of the interfaces, the help and the names
listed below, as the packages of Debian and npm named there carry them. The files contain numbers that were learned from
these texts, not the texts. docs/vectors.md tells how they were made.`;
