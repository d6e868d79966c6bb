import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseLexicon } from '../../src/knowledge/lexicon.ts';
import { lexiconCommand } from '../../training/lexicon-command.ts';
import { textSources } from '../../training/sources.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const shown = [
  ['Scan the QR code', 'Zeskanuj kod QR', 'Відскануйте QR-код, об’єкт'],
  ['Create a QR code', 'Utwórz kod QR', 'Створіть QR-код'],
  ['The QR code is wrong', 'Zły kod QR', 'QR-код неправильний'],
] as const;
const hidden = [
  ['Mobile data is off', 'Transmisja danych wyłączona', 'Мобільний інтернет вимкнено'],
  ['Use mobile data', 'Użyj transmisja danych', 'Мобільний інтернет'],
  ['Mobile data', 'Transmisja danych', 'Мобільний інтернет'],
] as const;

describe('the command that makes the lexicon', () => {
  const folder = temporaryFolders()();
  const segments = join(folder, 'segments');
  mkdirSync(segments);
  for (const { name } of textSources) {
    const own = name === 'chromium' ? shown : name === 'lo-ui' ? hidden : [];
    const lines = own.map(([en, pl, uk], k) => JSON.stringify({ k, t: { en, pl, uk } }));
    writeFileSync(join(segments, `${name}.jsonl.gz`), gzipSync(lines.join('\n')));
  }
  const glossary = join(folder, 'glossary.yaml');
  writeFileSync(
    glossary,
    '- {id: qr, en: [QR code], es: [qr], zh-Hans: [码], zh-Hant: [碼]}\n' +
      '- {id: data, en: [mobile data], es: [datos], zh-Hans: [流量], zh-Hant: [數據]}\n',
  );
  const out = join(folder, 'lexicon.json.br');
  const printed: string[] = [];
  lexiconCommand({ segments, glossary, languages: ['pl', 'uk'], out }, (line) => printed.push(line));
  const lexicon = parseLexicon(brotliDecompressSync(readFileSync(out)).toString('utf8'));

  it('packs the forms of the glossary’s English terms, with a short example', () => {
    expect(lexicon.formsOf('pl', 'qr code')[0]).toEqual({
      form: 'kod qr',
      probability: 1,
      back: 1,
      count: 3,
      example: ['The QR code is wrong', 'Zły kod QR'],
    });
    expect(printed[0]).toBe('pl: 2 terms from 6 texts');
  });

  it('copies no text whose licence asks for more than a notice', () => {
    const [best] = lexicon.formsOf('pl', 'mobile data');
    expect(best).toMatchObject({ form: 'transmisja danych', count: 3 });
    expect(best?.example).toBeUndefined();
  });

  it('knows no forms of other languages or terms', () => {
    expect(lexicon.formsOf('nl', 'qr code')).toEqual([]);
    expect(lexicon.formsOf('pl', 'constructor')).toEqual([]);
  });
});
