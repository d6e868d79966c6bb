import { readConfig } from '../config.ts';
import { agentsPath } from '../folders.ts';
import { randomPassword, saveAgent } from '../http/agents-file.ts';
import { print } from './terminal.ts';

/** Adds an account of the console, or gives one a new password. */
export async function addAgent(id: string, { name }: { name: string }): Promise<void> {
  const password = randomPassword();
  await saveAgent(agentsPath(readConfig()), { id, name, password });
  print(`Account ${id} is saved. Password: ${password}`);
}
