import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { isLanguageCode, languageCodes, type LanguageCode } from '../language/languages.ts';
import { projectDir } from '../paths.ts';
import type { SuggestCommandOptions } from './glossary-actions.ts';

/** What a command needs is read when it is run: the others start without it. */
const actions = () => import('./glossary-actions.ts');

/** Adds `glossary suggest` and `glossary accept` to the program. */
export function addGlossaryCommands(program: Command): void {
  const glossary = program.command('glossary').description('how people write the concepts, language by language');
  glossary
    .command('suggest')
    .description('propose forms for concepts that lack them, learned from translated menus and help pages')
    .option('--language <code>', 'only this language; can be repeated', addLanguage, [])
    .option('--concept <id>', 'only this concept; can be repeated', (id, before: string[]) => [...before, id], [])
    .option('--enough <count>', 'a concept with so many forms in a language needs none', wholeNumber, 3)
    .option('--most <count>', 'proposals a concept and language', wholeNumber, 3)
    .option('--lexicon <file>', 'what was learned', join(projectDir, 'models', 'lexicon.json.br'))
    .option('--json', 'print JSON')
    .option('--write <file>', 'write a YAML file to read and mend, for `glossary accept`')
    .action(async (options: SuggestCommandOptions) => (await actions()).suggest(options));
  glossary
    .command('accept')
    .description('move the forms of a file that you have read and mended into the glossary')
    .argument('<file>', 'file of `glossary suggest --write`')
    .action(async (file: string) => (await actions()).accept(file));
}

function addLanguage(code: string, before: readonly LanguageCode[]): LanguageCode[] {
  if (isLanguageCode(code) && code !== 'en') return [...before, code];
  throw new InvalidArgumentError(`Use one of ${languageCodes.filter((own) => own !== 'en').join(', ')}.`);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Give a whole number above 0.');
}
