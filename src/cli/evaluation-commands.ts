import { InvalidArgumentError, type Command } from 'commander';
import { isLanguageCode, languageCodes, type LanguageCode } from '../language/languages.ts';

type Actions = typeof import('./evaluation-actions.ts');

/** What a command needs is read when it is run: the others start without it. */
const actions = () => import('./evaluation-actions.ts');

const filesText = 'JSON-lines files of {"text","lang","intent"}; intent "oos" = must not be answered';

/** Adds `evaluate`, `tune`, `calibrate` and `gold` to the program. */
export function addEvaluationCommands(program: Command): void {
  program
    .command('evaluate')
    .description('measure the bot with labelled lines')
    .argument('<files...>', filesText)
    .option('--json <file>', 'write all figures as JSON')
    .option('--html <file>', 'write a page with charts that needs no network')
    .option(
      '--without <lang>',
      'measure as if nobody had written phrases in this language; can be repeated; trains anew, which takes a minute',
      addLanguage,
      [],
    )
    .action(async (...given: Parameters<Actions['evaluate']>) => (await actions()).evaluate(...given));
  program
    .command('tune')
    .description('fit the thresholds of dialogs/thresholds.yaml to labelled lines; shows what would change')
    .argument('<files...>', filesText)
    .option('--wrong <percent>', 'wished-for wrong answers in percent of the answers given', percentOption, 5)
    .option('--save', 'write dialogs/thresholds.yaml', false)
    .addHelpText(
      'after',
      `
Guard against fitting to chance: an "answer" threshold is taken only if the rate of wrong answers stays under the wish
with a margin (upper Wilson bound, one-sided 70 %), so on the lines themselves it comes out lower than wished. The rate
on held-out lines (fitted on four fifths, counted on the rest, in turn) is what to expect of new messages. A language
with fewer than 200 lines gets no thresholds of its own. Never tune on the lines you judge the bot by.`,
    )
    .action(async (...given: Parameters<Actions['tuneThresholds']>) => (await actions()).tuneThresholds(...given));
  program
    .command('calibrate')
    .description(
      'fit the correction of confidences to labelled lines; prints what to put into dialogs/calibration.yaml',
    )
    .argument('<files...>', filesText)
    .action(async (files: string[]) => (await actions()).calibrate(files));
  program
    .command('gold')
    .description('put the gold questions of knowledge-base/gold to the bot; fails if one that passed no longer does')
    .option('--accept', 'keep this run in gold/accepted.yaml as what later runs are compared with', false)
    .action(async (...given: Parameters<Actions['gold']>) => (await actions()).gold(...given));
}

function addLanguage(code: string, before: readonly LanguageCode[]): LanguageCode[] {
  if (isLanguageCode(code)) return [...before, code];
  throw new InvalidArgumentError(`Use one of ${languageCodes.join(', ')}.`);
}

function percentOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 50) return value;
  throw new InvalidArgumentError('Give a number above 0 and up to 50.');
}
