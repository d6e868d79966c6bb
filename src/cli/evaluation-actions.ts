import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import type { LanguageCode } from '../language/languages.ts';
import type { Brain } from '../service/brain.ts';
import { loadBrainWithout } from '../service/catalog.ts';
import { readGold, saveAccepted } from '../service/gold-files.ts';
import { loadOwnBrain, vectorsOf } from './own-brain.ts';
import { print, showProgress } from './terminal.ts';

/** Measures the bot with labelled lines. */
export async function evaluate(
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

/** Fits the thresholds to labelled lines, and writes them if told to. */
export async function tuneThresholds(
  files: string[],
  { wrong, save }: { wrong: number; save: boolean },
): Promise<void> {
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

/** Puts the gold questions to the bot; the process fails if one that passed no longer does. */
export async function gold({ accept }: { accept: boolean }): Promise<void> {
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

/** Prints the correction of confidences that fits labelled lines. */
export async function calibrate(files: string[]): Promise<void> {
  const { brain, meaning } = await loadOwnBrain();
  const items = await readDatasets(files, brain);
  print(calibrationText(runDataset(items, brain, await vectorsOf(items, meaning)), brain.calibration));
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
