import { readConfig } from '../config.ts';
import { drawFlow } from '../dialog/draw-flow.ts';
import { AppError } from '../errors.ts';
import { catalogFolders } from '../folders.ts';
import { faultText } from '../knowledge/fault.ts';
import { lintFolders, readFlows } from '../service/catalog.ts';
import { print } from './terminal.ts';

/** Checks the knowledge base and the dialogs; the process fails if anything is to be mended. */
export async function lint(): Promise<void> {
  const faults = await lintFolders(catalogFolders(readConfig()));
  const warnings = faults.filter((fault) => fault.severity === 'warning').length;
  for (const fault of faults) print(`${fault.severity === 'warning' ? 'warning' : 'error  '} ${faultText(fault)}`);
  print(`${faults.length - warnings} errors, ${warnings} warnings`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** Prints a flow, or all of them, as Mermaid flowcharts. */
export async function draw(id: string | undefined): Promise<void> {
  const { flows } = await readFlows(catalogFolders(readConfig()).dialogsDir);
  const byId = new Map(flows.map((flow) => [flow.id, flow]));
  const wanted = id === undefined ? flows : flows.filter((flow) => flow.id === id);
  if (wanted.length === 0) {
    throw new AppError('notFound', `There is no flow ${id}. Use one of ${[...byId.keys()].join(', ')}.`);
  }
  for (const flow of wanted) print(`%% ${flow.id}: ${flow.title}\n${drawFlow(flow, byId)}\n`);
}
