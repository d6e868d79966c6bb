import type { Fault } from '../knowledge/fault.ts';
import type { IncidentSettings } from './incident-settings.ts';

/** Questions about outages must be articles, and only those that know of outages can propose one. */
export function lintIncidents({ intents, proposal }: IncidentSettings, articleIds: ReadonlySet<string>): Fault[] {
  const fault = (message: string, remedy: string): Fault => ({
    file: 'dialogs/flows/settings.yaml',
    line: 0,
    message: `incidents: ${message}`,
    remedy,
  });
  const unknown = Object.keys(intents).filter((id) => !articleIds.has(id));
  const alone = proposal.intents.filter((id) => intents[id] === undefined);
  return [
    ...unknown.map((id) => fault(`there is no article ${id}`, 'Use the id of an entry of the knowledge base')),
    ...alone.map((id) => fault(`${id} proposes outages but is no question about them`, 'Add it to `intents`')),
  ];
}
