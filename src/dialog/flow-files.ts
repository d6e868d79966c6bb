import { z } from 'zod';
import { isLanguageCode } from '../language/languages.ts';
import type { Fault } from '../knowledge/fault.ts';
import { checkSchema, parseYamlFile, type SourceFile, type YamlFile } from '../knowledge/yaml-file.ts';
import { devicesFileSchema, type Devices } from './devices.ts';
import { flowSchema, type Flow } from './flow.ts';
import { flowTextSchema, type FlowText, type FlowTexts } from './flow-texts.ts';
import { incidentSettingsSchema, networksSchema, noIncidentSettings } from './incident-settings.ts';
import { orderPatternForm } from './order-numbers.ts';
import { ownOperations, ownOperationsSchema, type OwnOperation } from './own-operations.ts';
import { placesFileSchema, type Places } from './places.ts';

const settingsSchema = z.strictObject({
  orderNumbers: z
    .array(
      z.string().regex(orderPatternForm, 'has 4 to 24 signs: # for a digit, @ for a letter, letters, digits, hyphens'),
    )
    .min(1),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Madrid'),
  networks: networksSchema.default([]),
  incidents: incidentSettingsSchema.default(noIncidentSettings),
  /** Flow that follows every success, once what the customer came for is done. */
  afterSuccess: z.string().optional(),
});

export type FlowSettings = z.infer<typeof settingsSchema>;

/** Everything of `dialogs/flows/`, parsed. */
export interface FlowFiles {
  readonly flows: readonly Flow[];
  /** The file of each flow, for faults with lines. */
  readonly files: ReadonlyMap<string, YamlFile>;
  readonly texts: FlowTexts;
  readonly settings: FlowSettings;
  readonly places: Places;
  readonly devices: Devices;
  /** What only this provider's back office can do. */
  readonly operations: readonly OwnOperation[];
}

/** Reads the files of `dialogs/flows/`, whatever else is among the files; what is wrong with them becomes faults. */
export function parseFlowFiles(sources: readonly SourceFile[], faults: Fault[]): FlowFiles {
  const own: Fault[] = [];
  const flows: Flow[] = [];
  const files = new Map<string, YamlFile>();
  const texts: Record<string, Record<string, FlowText>> = {};
  let settings: FlowSettings = {
    orderNumbers: ['@@-######'],
    timeZone: 'UTC',
    networks: [],
    incidents: noIncidentSettings,
  };
  let places: Places = [];
  let devices: Devices = [];
  let operations: readonly OwnOperation[] = [];
  for (const source of sources) {
    const [, phrases, language = '', name = ''] =
      /(?:^|\/)flows\/(?:(phrases)\/([^/]+)\/)?([^/]+)\.yaml$/.exec(source.path) ?? [];
    if (name === '') continue;
    const file = parseYamlFile(source, own);
    if (file.value === undefined) continue;
    if (phrases !== undefined) {
      const text = checkSchema(file, file.value, flowTextSchema, [], own);
      if (!isLanguageCode(language)) own.push(unknownLanguage(source.path, language));
      else if (text !== undefined) (texts[language] ??= {})[name] = text;
    } else if (name === 'settings') settings = checkSchema(file, file.value, settingsSchema, [], own) ?? settings;
    else if (name === 'places') places = checkSchema(file, file.value, placesFileSchema, [], own) ?? places;
    else if (name === 'devices') devices = checkSchema(file, file.value, devicesFileSchema, [], own) ?? devices;
    else if (name === 'operations') {
      const document = checkSchema(file, file.value, ownOperationsSchema, [], own);
      if (document !== undefined) operations = ownOperations(document);
    } else {
      const flow = readFlow(file, name, own);
      if (flow !== undefined) {
        flows.push(flow);
        files.set(flow.id, file);
      }
    }
  }
  faults.push(...own.map((fault) => ({ ...fault, remedy: fault.remedy.replace('knowledge-base/README.md', guide) })));
  return { flows, files, texts, settings, places, devices, operations };
}

const guide = 'docs/authoring-flows.md';

function readFlow(file: YamlFile, name: string, faults: Fault[]): Flow | undefined {
  const flow = checkSchema(file, file.value, flowSchema, [], faults);
  if (flow === undefined) return undefined;
  if (flow.id !== name) {
    faults.push({
      file: file.path,
      line: file.lineOf(['id']),
      message: `the flow ${flow.id} stands in the file of ${name}`,
      remedy: `Name the file ${flow.id}.yaml`,
    });
  }
  return { ...flow, version: fingerprint(JSON.stringify(flow)) };
}

function unknownLanguage(file: string, language: string): Fault {
  return {
    file,
    line: 0,
    message: `unknown language ${language}`,
    remedy: 'Name the folder by a supported language code',
  };
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** FNV-1a, 32 bits: tells versions of a flow apart, no protection against anybody. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
