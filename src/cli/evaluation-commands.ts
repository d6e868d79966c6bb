import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { calibrationText } from '../evaluation/calibrate.ts';
import { checkIntents, parseDataset, type LabelledUtterance } from '../evaluation/dataset.ts';
import { buildReport, reportJson } from '../evaluation/evaluation-report.ts';
import { goldText } from '../evaluation/gold-report.ts';
import { passedOf, runGold } from '../evaluation/gold-run.ts';
import { reportPage } from '../evaluation/page/report-page.ts';
import { reportText } from '../evaluation/report.ts';
import { hear, runDataset } from '../evaluation/run.ts';
import { withThresholds } from '../evaluation/thresholds-file.ts';
import { tune } from '../evaluation/tune.ts';
import { tuneText } from '../evaluation/tune-report.ts';
import { catalogFolders } from '../folders.ts';
import { isLanguageCode, languageCodes, type LanguageCode } from '../language/languages.ts';
import type { Brain } from '../service/brain.ts';
import { loadBrainWithout } from '../service/catalog.ts';
import { readGold, saveAccepted } from '../service/gold-files.ts';
import { loadOwnBrain, vectorsOf } from './own-brain.ts';
import { print, showProgress } from './terminal.ts';

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
    .action(evaluate);
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
    .action(tuneThresholds);
  program
    .command('calibrate')
    .description(
      'fit the correction of confidences to labelled lines; prints what to put into dialogs/calibration.yaml',
    )
    .argument('<files...>', filesText)
    .action(async (files: string[]) => {
      const { brain, meaning } = await loadOwnBrain();
      const items = await readDatasets(files, brain);
      print(calibrationText(runDataset(items, brain, await vectorsOf(items, meaning)), brain.calibration));
    });
  program
    .command('gold')
    .description('put the gold questions of knowledge-base/gold to the bot; fails if one that passed no longer does')
    .option('--accept', 'keep this run in gold/accepted.yaml as what later runs are compared with', false)
    .action(gold);
}

async function evaluate(
  files: string[],
  { json, html, without }: { json?: string; html?: string; without: readonly LanguageCode[] },
): Promise<void> {
  const folders = catalogFolders(readConfig());
  const { brain, meaning } =
    without.length === 0
      ? await loadOwnBrain()
      : { brain: await loadBrainWithout(folders, without, showProgress), meaning: undefined };
  const items = await readDatasets(files, brain);
  const facts = {
    knowledge: brain.version,
    at: new Date().toISOString(),
    files,
    without,
    thresholds: brain.thresholds,
  };
  if (meaning !== undefined) {
    print(`Without the embedder\n${reportText(buildReport(runDataset(items, brain), facts))}`);
    print(`With the embedder (${meaning.embedder.id})`);
  }
  const report = buildReport(runDataset(items, brain, await vectorsOf(items, meaning)), facts);
  if (json !== undefined) await writeFile(json, reportJson(report));
  if (html !== undefined) await writeFile(html, reportPage(report));
  print(reportText(report));
}

async function tuneThresholds(files: string[], { wrong, save }: { wrong: number; save: boolean }): Promise<void> {
  const { brain, meaning } = await loadOwnBrain();
  const items = await readDatasets(files, brain);
  const vectors = await vectorsOf(items, meaning);
  const path = join(catalogFolders(readConfig()).dialogsDir, 'thresholds.yaml');
  const heard = items.map((item, index) => hear(item, brain, vectors[index]));
  const tuning = tune(heard, brain.allThresholds, wrong / 100, brain.article);
  print(tuneText(tuning));
  const kept = tuning.fitted.filter(({ isKept }) => isKept);
  if (!save) {
    print('Nothing was written. Add --save to write dialogs/thresholds.yaml.');
  } else if (kept.length === 0) {
    throw new AppError('badRequest', 'Nothing was written: no thresholds could be fitted. Give more labelled lines.');
  } else {
    await writeFile(`${path}.new`, withThresholds(await readFile(path, 'utf8'), kept));
    await rename(`${path}.new`, path);
    print(`Written to ${path}: ${kept.map(({ name }) => name).join(', ')}.`);
  }
}

async function gold({ accept }: { accept: boolean }): Promise<void> {
  const { knowledgeDir } = catalogFolders(readConfig());
  const set = await readGold(knowledgeDir);
  if (set.questions.length === 0) {
    throw new AppError(
      'badRequest',
      `There are no gold questions in ${join(knowledgeDir, 'gold')}. See docs/evaluation.md.`,
    );
  }
  const results = runGold(set, (await loadOwnBrain()).brain);
  print(goldText(results, set));
  if (accept) {
    await saveAccepted(knowledgeDir, passedOf(results));
    print('Accepted: later runs are compared with this one.');
  } else if (results.some(({ state }) => state === 'dropped')) {
    print('If this is meant, accept it with `simpatico gold --accept`.');
    process.exitCode = 1;
  }
}

async function readDatasets(files: readonly string[], brain: Brain): Promise<LabelledUtterance[]> {
  const read = async (file: string) => parseDataset(file, await readFile(file, 'utf8'));
  const items = (await Promise.all(files.map(read))).flat();
  checkIntents(
    items,
    brain.articles.map(({ id }) => id),
  );
  return items;
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
