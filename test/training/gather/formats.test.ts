import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../training/gather/clean.ts';
import { readDtd } from '../../../training/gather/dtd.ts';
import { readFluent } from '../../../training/gather/fluent.ts';
import { readCatalogue } from '../../../training/gather/gettext.ts';
import { readHelpPage } from '../../../training/gather/help-page.ts';
import { languageOf } from '../../../training/gather/languages.ts';
import { readPak } from '../../../training/gather/pak.ts';
import { readProperties } from '../../../training/gather/properties.ts';

describe('formats of translated text', () => {
  it('reads Fluent messages, their attributes and variants, without access keys', () => {
    const text = [
      '# A comment',
      'save = Save file',
      'menu =',
      '    .label = Open the menu',
      '    .accesskey = O',
      'count =',
      '    { $n ->',
      '        [one] One file',
      '       *[other] Many files',
      '    }',
    ].join('\n');
    expect([...readFluent(text)]).toEqual([
      ['save', 'Save file'],
      ['menu.label', 'Open the menu'],
      ['count', 'One file Many files'],
    ]);
  });

  it('reads properties with escaped letters', () => {
    expect([...readProperties('# no\nname = caf\\u00e9\nopen.accesskey=o\nempty=\n')]).toEqual([
      ['name', 'café'],
      ['empty', ''],
    ]);
  });

  it('reads entities of a DTD', () => {
    const text = '<!ENTITY a.label "Open">\n<!ENTITY a.accesskey "O">\n<!ENTITY b \'It "works"\'>';
    expect([...readDtd(text)]).toEqual([
      ['a.label', 'Open'],
      ['b', 'It "works"'],
    ]);
  });

  it('reads catalogues of gettext with contexts and plurals', () => {
    const pairs = [
      ['ctx\u0004File', 'Datei'],
      ['file\u0000files', 'Datei\u0000Dateien'],
    ] as const;
    expect(readCatalogue(catalogueOf(pairs))).toEqual([
      { context: 'ctx', source: 'File', target: 'Datei' },
      { context: '', source: 'file', target: 'Datei' },
    ]);
    expect(() => readCatalogue(Buffer.alloc(40))).toThrow('no catalogue');
  });

  it('reads paragraphs of a help page by their ids', () => {
    const html = '<p id="a1" class="x">Open <b>it</b></p><p>none</p><h2 id="a2">Title</h2>';
    expect([...readHelpPage(html)]).toEqual([
      ['a1', 'Open <b>it</b>'],
      ['a2', 'Title'],
    ]);
  });

  it('reads a Chromium pak of format 5, and refuses others', () => {
    const texts = ['Hello there', 'Grüße'];
    expect([...readPak(pakOf(texts))]).toEqual([
      [100, 'Hello there'],
      [101, 'Grüße'],
    ]);
    expect(() => readPak(Buffer.alloc(20))).toThrow('format 0');
  });

  it('takes markup, placeholders and marks of access keys away', () => {
    expect(cleanText('~Open &amp; save <b>{ $name }</b> %1$s  now')).toBe('Open & save now');
  });

  it('knows varieties of languages by their names', () => {
    expect(['pt-BR', 'pt-PT', 'zh-TW', 'es-419', 'de', 'eo'].map(languageOf)).toEqual([
      'pt',
      'pt2',
      'zh2',
      'es2',
      'de',
      undefined,
    ]);
  });
});

function catalogueOf(pairs: readonly (readonly [string, string])[]): Buffer {
  const tables = Buffer.alloc(28 + pairs.length * 16);
  tables.writeUInt32LE(0x950412de, 0);
  tables.writeUInt32LE(pairs.length, 8);
  tables.writeUInt32LE(28, 12);
  tables.writeUInt32LE(28 + pairs.length * 8, 16);
  const texts: Buffer[] = [];
  let at = tables.length;
  [0, 1].forEach((side) =>
    pairs.forEach((pair, number) => {
      const text = Buffer.from(`${pair[side] ?? ''}\u0000`);
      tables.writeUInt32LE(text.length - 1, 28 + side * pairs.length * 8 + number * 8);
      tables.writeUInt32LE(at, 28 + side * pairs.length * 8 + number * 8 + 4);
      texts.push(text);
      at += text.length;
    }),
  );
  return Buffer.concat([tables, ...texts]);
}

function pakOf(texts: readonly string[]): Buffer {
  const contents = texts.map((text) => Buffer.from(text));
  const head = Buffer.alloc(12 + (texts.length + 1) * 6);
  head.writeUInt32LE(5, 0);
  head[4] = 1;
  head.writeUInt16LE(texts.length, 8);
  let at = head.length;
  [...contents, Buffer.alloc(0)].forEach((content, number) => {
    head.writeUInt16LE(number < texts.length ? 100 + number : 0, 12 + number * 6);
    head.writeUInt32LE(at, 12 + number * 6 + 2);
    at += content.length;
  });
  return Buffer.concat([head, ...contents]);
}
