import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import type { VectorsHeader } from '../src/matching/vectors.ts';
import { evaluateCommand, transferCommand } from './evaluate-command.ts';
import { gatherCommand } from './gather/gather-command.ts';
import { isLanguageCode } from '../src/language/languages.ts';
import { lexiconCommand, lexiconLanguages } from './lexicon-command.ts';
import { noticeOf } from './notice.ts';
import { packVectors } from './pack-vectors.ts';
import { readTable } from './table-file.ts';
import { trainCommand } from './train-command.ts';

const workerPath = join(dirname(fileURLToPath(import.meta.url)), 'train-worker.js');
const program = new Command('vectors').description('Makes the sentence vectors of all languages').showHelpAfterError();

program
  .command('corpus')
  .description('gather texts in many languages from packages of Debian and npm; goes on where it stopped')
  .option('--work <folder>', 'folder for packages and segments, about 3 GB', 'data/vectors')
  .action(({ work }: { work: string }) => gatherCommand(work, print));
program
  .command('train')
  .description('train a table from a folder of segments')
  .option('--segments <folder>', 'folder of *.jsonl.gz', 'data/vectors/segments')
  .option('--out <file>', 'table to write', 'data/vectors/table.bin')
  .option('--rows <count>', 'features of the table at most', wholeNumber, 200_000)
  .option('--threads <count>', 'threads; with one the same seed gives the same table', wholeNumber, 2)
  .option('--steps <count>', 'steps of the training', wholeNumber, 6000)
  .option('--seed <number>', 'start of all randomness', wholeNumber, 1)
  .action(
    async (options: Record<'segments' | 'out', string> & Record<'rows' | 'threads' | 'steps' | 'seed', number>) => {
      const { steps, seed, ...rest } = options;
      await trainCommand({ ...rest, settings: { steps, seed } }, workerPath);
    },
  );
program
  .command('pack')
  .description('pack a trained table as the artifact that is shipped')
  .option('--table <file>', 'trained table', 'data/vectors/table.bin')
  .option('--figures <file>', 'JSON with measured figures, to be kept in the header')
  .option('--out <file>', 'file to write', 'models/vectors.bin')
  .option('--notice <file>', 'list of sources to write beside it', 'models/NOTICE')
  .action(({ table, figures, out, notice }: { table: string; figures?: string; out: string; notice: string }) => {
    const measured =
      figures === undefined ? {} : (JSON.parse(readFileSync(figures, 'utf8')) as VectorsHeader['figures']);
    const trained = readTable(table);
    const bytes = packVectors(trained, measured);
    writeFileSync(out, bytes);
    writeFileSync(notice, noticeOf(trained.sources));
    print(`${out}: ${(bytes.length / 1e6).toFixed(2)} MB`);
  });
program
  .command('evaluate')
  .description('measure vectors, alone and joined with words, on a folder of labelled <language>.jsonl')
  .requiredOption('--dev-set <folder>', 'folder of labelled texts in en, es, zh-Hans and further languages')
  .argument('[files...]', 'files of vectors', ['models/vectors.bin'])
  .action((files: string[], { devSet }: { devSet: string }) => evaluateCommand(devSet, files, print));
program
  .command('transfer')
  .description('measure how questions of other languages are understood from the phrases of one')
  .requiredOption('--known <file>', 'labelled phrases')
  .requiredOption('--asked <files...>', 'labelled questions, a language a file')
  .option('--vectors <files...>', 'files of vectors', ['models/vectors.bin'])
  .action(({ known, asked, vectors }: { known: string; asked: string[]; vectors: string[] }) =>
    transferCommand(known, asked, vectors, print),
  );
program
  .command('lexicon')
  .description('learn how the terms of the glossary are written in other languages, for `simpatico glossary suggest`')
  .option('--language <codes...>', 'languages; all unless given')
  .option('--segments <folder>', 'folder of *.jsonl.gz', 'data/vectors/segments')
  .option('--glossary <file>', 'glossary with the terms in English', 'knowledge-base/glossary.yaml')
  .option('--out <file>', 'file to write', 'models/lexicon.json.br')
  .action(({ language, ...rest }: { language?: string[] } & Record<'segments' | 'glossary' | 'out', string>) =>
    lexiconCommand({ ...rest, languages: language?.filter(isLanguageCode) ?? lexiconLanguages }, print),
  );

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return number;
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
