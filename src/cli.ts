import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { chat } from './chat.ts';
import { readConfig } from './config.ts';
import { configuredMeaning } from './embedding-setup.ts';
import { AppError, messageOf } from './errors.ts';
import { calibrationText } from './evaluation/calibrate.ts';
import { parseDataset, type LabelledUtterance } from './evaluation/dataset.ts';
import { reportText } from './evaluation/report.ts';
import { runDataset, type Outcome } from './evaluation/run.ts';
import { saveAgent, randomPassword } from './http/agents-file.ts';
import { faultText } from './knowledge/fault.ts';
import { agentsPath, catalogFolders } from './folders.ts';
import { silentLogger } from './log.ts';
import { createLogger, startService } from './main.ts';
import type { Brain } from './service/brain.ts';
import type { MeaningDeps } from './service/meaning.ts';
import { lintFolders, loadBrain } from './service/catalog.ts';
import { createMemoryStore } from './storage/memory/memory-store.ts';

const program = new Command('simpatico').description('Support chatbot service for eSIM providers').showHelpAfterError();

program.command('serve').description('run the service').action(serve);
program
  .command('chat')
  .description('talk to the bot in the terminal; press Ctrl-D to end')
  .option('--explain', 'show language, matches, evidence and decision of every turn', false)
  .option('--locale <tag>', 'locale of the client, for example es-MX')
  .action(async ({ explain, locale }: { explain: boolean; locale?: string }) => {
    const { brain } = await loadOwnBrain();
    await chat({
      brain,
      store: createMemoryStore(),
      input: process.stdin,
      output: process.stdout,
      now: Date.now,
      explain,
      ...(locale === undefined ? {} : { locale }),
    });
  });
program
  .command('lint')
  .description('check the knowledge base and the dialogs; all faults at once')
  .action(async () => {
    const faults = await lintFolders(catalogFolders(readConfig()));
    const warnings = faults.filter((fault) => fault.severity === 'warning').length;
    for (const fault of faults) print(`${fault.severity === 'warning' ? 'warning' : 'error  '} ${faultText(fault)}`);
    print(`${faults.length - warnings} errors, ${warnings} warnings`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  });
program
  .command('train')
  .description('train the model of the knowledge base, so that the next start is quick')
  .action(async () => {
    await loadOwnBrain();
  });
program
  .command('evaluate')
  .description('measure the bot with labelled lines {"text","lang","intent"}; intent "oos" = must not be answered')
  .argument('<files...>', 'JSON-lines files')
  .action(async (files: string[]) => {
    const items = await readDatasets(files);
    const { brain, meaning } = await loadOwnBrain();
    const report = reportText(runDataset(items, brain));
    if (meaning === undefined) return print(report);
    print(`By words alone\n${report}`);
    print(`By words and meaning (${meaning.embedder.id})\n${reportText(await runWithMeaning(items, brain, meaning))}`);
  });
program
  .command('calibrate')
  .description('fit the correction of confidences to labelled lines; prints what to put into dialogs/calibration.yaml')
  .argument('<files...>', 'JSON-lines files')
  .action(async (files: string[]) => {
    const items = await readDatasets(files);
    const { brain, meaning } = await loadOwnBrain();
    print(calibrationText(await runWithMeaning(items, brain, meaning), brain.calibration));
  });
program
  .command('agent')
  .description('accounts of the agent console')
  .command('add')
  .description('add an account, or give one a new password; the password is made and shown once')
  .argument('<id>', 'name to log in with')
  .requiredOption('--name <name>', 'name that customers read')
  .action(async (id: string, { name }: { name: string }) => {
    const config = readConfig();
    const password = randomPassword();
    await saveAgent(agentsPath(config), { id, name, password });
    print(`Account ${id} is saved. Password: ${password}`);
  });

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

program.parseAsync().catch(fail);

async function serve(): Promise<void> {
  const config = readConfig();
  const service = await startService(config, createLogger(config.LOG_LEVEL), showProgress);
  if (service.firstLogin !== undefined) {
    const { id, password } = service.firstLogin;
    print(
      `\n  Agent console  ${service.url}/console\n  Log in as      ${id}\n  Password       ${password}   (shown only this once)\n`,
    );
  }
  print(`  Demo page      ${service.url}/\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      service.stop().then(() => process.exit(0), fail);
    });
  }
}

async function readDatasets(files: readonly string[]): Promise<LabelledUtterance[]> {
  return (await Promise.all(files.map(async (file) => parseDataset(file, await readFile(file, 'utf8'))))).flat();
}

interface OwnBrain {
  readonly brain: Brain;
  /** Absent where the configuration names no embedder. */
  readonly meaning: MeaningDeps | undefined;
}

/** The brain that the configuration means. Unlike the service, a command fails where the embedder does. */
async function loadOwnBrain(): Promise<OwnBrain> {
  const config = readConfig();
  const meaning = await configuredMeaning(config, silentLogger, showProgress);
  return { brain: await loadBrain(catalogFolders(config), showProgress, meaning), meaning };
}

/** Asks with the meaning of every utterance, however long the embedder takes. */
async function runWithMeaning(
  items: readonly LabelledUtterance[],
  brain: Brain,
  meaning: MeaningDeps | undefined,
): Promise<Outcome[]> {
  return runDataset(items, brain, await meaning?.embedder.embed(items.map(({ text }) => text)));
}

/** A bar on a terminal, nothing elsewhere. */
function showProgress(done: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const full = Math.round(done * width);
  process.stderr.write(`\rtraining [${'='.repeat(full)}${' '.repeat(width - full)}] ${Math.round(done * 100)} %`);
  if (done >= 1) process.stderr.write('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof AppError ? error.message : messageOf(error)}\n`);
  process.exit(1);
}
