import type { VectorSource } from '../src/matching/vectors.ts';
import { textSources } from './sources.ts';

const licenceTexts: Readonly<Record<string, string>> = {
  'MPL-2.0': 'Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/',
  'BSD-3-Clause': 'BSD 3-Clause License, https://chromium.googlesource.com/chromium/src/+/main/LICENSE',
  'Apache-2.0': 'Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0',
  'Unicode-3.0': 'Unicode License v3, https://www.unicode.org/license.txt',
};

/** The NOTICE that goes with shipped vectors and lexicon: whose text they were made from, under which licences, from which packages. */
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
  return `${introduction}\n\n${parts.join('\n\n')}\n\n${lexicon}\n`;
}

const lexicon = `lexicon.json.br was learned from the same texts. Beside words and numbers it holds, as examples, short texts of the Chromium user
interface, the Android framework strings and the Unicode CLDR in English and in translation, and of no other source. They are
used under the licences named above. That of Chromium asks to be repeated:

  Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following
  conditions are met:
  * Redistributions of source code must retain the above copyright notice, this list of conditions and the following
    disclaimer.
  * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
    disclaimer in the documentation and/or other materials provided with the distribution.
  * Neither the name of Google LLC nor the names of its contributors may be used to endorse or promote products derived from
    this software without specific prior written permission.

  THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING,
  BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT
  SHALL THE COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
  DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
  INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING
  NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;

const introduction = `The files of sentence vectors in this folder were trained on the translated texts of the interfaces, the help and the names
listed below, as the packages of Debian and npm named there carry them. The files contain numbers that were learned from
these texts, not the texts. docs/vectors.md tells how they were made.`;
