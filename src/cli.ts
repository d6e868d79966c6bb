import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addEvaluationCommands } from './cli/evaluation-commands.ts';
import { fail } from './cli/fail.ts';
import { addGlossaryCommands } from './cli/glossary-commands.ts';
import { projectDir } from './paths.ts';

// What a command needs is read when it is run: the others start without it.
const fileActions = () => import('./cli/file-actions.ts');

const { version } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as { version: string };
const program = new Command('simpatico')
  .description('Support chatbot service for eSIM providers')
  .version(version)
  .showHelpAfterError();

program
  .command('serve')
  .description('run the service')
  .action(async () => (await import('./cli/serve.ts')).serve());
program
  .command('chat')
  .description('talk to the bot in the terminal; press Ctrl-D to end')
  .option('--explain', 'show language, matches, evidence and decision of every turn', false)
  .option('--locale <tag>', 'locale of the client, for example es-MX')
  .action(async (options: { explain: boolean; locale?: string }) =>
    (await import('./cli/chat-here.ts')).chatHere(options),
  );
program
  .command('lint')
  .description('check the knowledge base and the dialogs; all faults at once')
  .action(async () => (await fileActions()).lint());
program
  .command('flows')
  .description('the guided dialogs')
  .command('draw')
  .description('print a flow, or all of them, as Mermaid flowcharts')
  .argument('[id]', 'id of the flow')
  .action(async (id: string | undefined) => (await fileActions()).draw(id));
program
  .command('train')
  .description('train the model of the knowledge base, so that the next start is quick')
  .action(async () => {
    await (await import('./cli/own-brain.ts')).loadOwnBrain();
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
  .action(async (id: string, options: { name: string }) => (await import('./cli/add-agent.ts')).addAgent(id, options));

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

program.parseAsync().catch(fail);
