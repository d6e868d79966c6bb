/** A source of texts in many languages. */
export interface TextSource {
  /** Name of its file of segments. */
  readonly name: string;
  readonly title: string;
  /** SPDX name. */
  readonly licence: string;
  readonly copyright: string;
  /** How often a segment of it is drawn, against the others: the nearer to how travellers write, the more. */
  readonly weight: number;
}

/** All sources, in the order in which the training counts them. */
export const textSources: readonly TextSource[] = [
  {
    name: 'lo-help',
    title: 'LibreOffice help',
    licence: 'MPL-2.0',
    copyright: 'the LibreOffice contributors',
    weight: 0.3,
  },
  {
    name: 'lo-ui',
    title: 'LibreOffice user interface',
    licence: 'MPL-2.0',
    copyright: 'the LibreOffice contributors',
    weight: 0.5,
  },
  {
    name: 'mozilla-firefox-esr',
    title: 'Mozilla Firefox ESR',
    licence: 'MPL-2.0',
    copyright: 'the Mozilla Foundation and contributors',
    weight: 1,
  },
  {
    name: 'mozilla-thunderbird',
    title: 'Mozilla Thunderbird',
    licence: 'MPL-2.0',
    copyright: 'the Mozilla Foundation, MZLA Technologies and contributors',
    weight: 0.7,
  },
  {
    name: 'chromium',
    title: 'Chromium user interface',
    licence: 'BSD-3-Clause',
    copyright: 'The Chromium Authors',
    weight: 2,
  },
  {
    name: 'android-framework',
    title: 'Android framework strings',
    licence: 'Apache-2.0',
    copyright: 'The Android Open Source Project',
    weight: 3,
  },
  {
    name: 'cldr',
    title: 'Unicode CLDR names and annotations',
    licence: 'Unicode-3.0',
    copyright: '1991-2025 Unicode, Inc.',
    weight: 0.5,
  },
];
