import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadRules } from './backoffice/load-rules.ts';
import { openBackOffice } from './backoffice/open-back-office.ts';
import { createMemoryOutbox, type OutboxMessage } from './backoffice/outbox.ts';
import { chat } from './chat.ts';
import { addEvaluationCommands } from './cli/evaluation-commands.ts';
import { addGlossaryCommands } from './cli/glossary-commands.ts';
import { loadOwnBrain } from './cli/own-brain.ts';
import { print, showProgress } from './cli/terminal.ts';
import { drawFlow } from './dialog/draw-flow.ts';
import { readConfig } from './config.ts';
import { AppError, messageOf } from './errors.ts';
import { saveAgent, randomPassword } from './http/agents-file.ts';
import { faultText } from './knowledge/fault.ts';
import { agentsPath, catalogFolders } from './folders.ts';
import { silentLogger } from './log.ts';
import { createLogger, startService } from './main.ts';
import { createAsk } from './service/ask-back-office.ts';
import type { AskBackOffice } from './service/calls.ts';
import { lintFolders, readFlows } from './service/catalog.ts';
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
      ask: await openDemo(),
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
  .command('flows')
  .description('the guided dialogs')
  .command('draw')
  .description('print a flow, or all of them, as Mermaid flowcharts')
  .argument('[id]', 'id of the flow')
  .action(async (id: string | undefined) => {
    const { flows } = await readFlows(catalogFolders(readConfig()).dialogsDir);
    const byId = new Map(flows.map((flow) => [flow.id, flow]));
    const wanted = id === undefined ? flows : flows.filter((flow) => flow.id === id);
    if (wanted.length === 0) {
      throw new AppError('notFound', `There is no flow ${id}. Use one of ${[...byId.keys()].join(', ')}.`);
    }
    for (const flow of wanted) print(`%% ${flow.id}: ${flow.title}\n${drawFlow(flow, byId)}\n`);
  });
program
  .command('train')
  .description('train the model of the knowledge base, so that the next start is quick')
  .action(async () => {
    await loadOwnBrain();
  });
addEvaluationCommands(program);
addGlossaryCommands(program);
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

/** The demo provider, in memory; what it would send by e-mail is shown. */
async function openDemo(): Promise<AskBackOffice> {
  const config = readConfig();
  const dir = await mkdtemp(join(tmpdir(), 'simpatico-chat-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const caller = await openBackOffice({
    settings: { ...config, BACKOFFICE: 'demo' },
    rules: await loadRules(join(catalogFolders(config).dialogsDir, 'rules')),
    dir,
    key: randomBytes(32).toString('base64url'),
    demoOutbox: createMemoryOutbox(1, showMail),
    now: Date.now,
    logger: silentLogger,
  });
  return createAsk(caller, 'default');
}

/** Nobody gets the mail of made-up customers: whoever tries the demo reads it in the terminal. */
function showMail({ to, subject, text }: OutboxMessage): void {
  print(`\n[demo mail to ${'email' in to ? to.email : to.phone}] ${subject}\n${text}\n`);
}

async function serve(): Promise<void> {
  const config = readConfig();
  const service = await startService(config, createLogger(config.LOG_LEVEL), showProgress, showMail);
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

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof AppError ? error.message : messageOf(error)}\n`);
  process.exit(1);
}
