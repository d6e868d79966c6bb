import { z } from 'zod';
import { anywhereCues, joinCues, secretCues, wholeCues, type CueList, type Cues } from '../language/cues.ts';
import { isLanguageCode, languageCodes, type LanguageCode } from '../language/languages.ts';
import type { Fault } from '../knowledge/fault.ts';
import { checkSchema, parseYamlFile, type SourceFile } from '../knowledge/yaml-file.ts';
import { parseFlowFiles, type FlowFiles } from './flow-files.ts';
import type { PhraseFiles } from './phrases.ts';
import type { Calibrations } from '../matching/calibration.ts';
import { calibrationFileSchema, thresholdsFileSchema, type ThresholdsByLanguage } from './thresholds.ts';

/** Everything of `dialogs/`, parsed. */
export interface DialogFiles {
  readonly cues: Cues;
  readonly phrases: PhraseFiles;
  /** Dialogs that entries may lead to: the flows that are no part of others. */
  readonly dialogIds: ReadonlySet<string>;
  readonly thresholds: ThresholdsByLanguage;
  readonly calibration: Calibrations;
  readonly flows: FlowFiles;
}

const cueNames = [...anywhereCues, ...wholeCues, ...secretCues, ...joinCues] as const;
const cueSchema = z.strictObject(
  Object.fromEntries(cueNames.map((name) => [name, z.array(z.string().min(1)).optional()])),
) as unknown as z.ZodType<CueList>;

/** Reads the files of `dialogs/`; what is wrong with them becomes faults. */
export function parseDialogFiles(files: readonly SourceFile[], faults: Fault[]): DialogFiles {
  const cues: Partial<Record<LanguageCode, CueList>> = {};
  const phrases: Partial<Record<LanguageCode, Record<string, unknown>>> = {};
  const flows = parseFlowFiles(files, faults);
  const dialogIds = new Set(flows.flows.filter(({ part }) => !part).map(({ id }) => id));
  let thresholds: ThresholdsByLanguage = {
    default: { answer: 0.6, clarify: 0.35 },
  };
  let calibration: Calibrations = { default: { slope: 1, shift: 0 } };
  for (const source of files) {
    if (/\/flows\//.test(source.path)) continue;
    const [, folder, name] = /([^/]+)\/([^/]+)\.(?:yaml|json)$/.exec(source.path) ?? [];
    if (source.path.endsWith('.json')) {
      if (folder === 'phrases' && isLanguageCode(name ?? '')) phrases[name as LanguageCode] = parseJson(source, faults);
      continue;
    }
    const file = parseYamlFile(source, faults);
    if (folder === 'cues' && isLanguageCode(name ?? '')) {
      cues[name as LanguageCode] = checkSchema(file, file.value, cueSchema, [], faults);
    } else if (name === 'thresholds') {
      thresholds = checkSchema(file, file.value, thresholdsFileSchema, [], faults) ?? thresholds;
    } else if (name === 'calibration') {
      calibration = checkSchema(file, file.value, calibrationFileSchema, [], faults) ?? calibration;
    }
  }
  return { cues, phrases, dialogIds, thresholds, calibration, flows };
}

/** Cues in all languages, and the same phrase keys with the same values to fill in in every language. */
export function lintDialogFiles({ cues, phrases }: DialogFiles): Fault[] {
  const faults: Fault[] = [];
  for (const language of languageCodes) {
    const list = cues[language] ?? {};
    for (const name of [...anywhereCues, ...wholeCues, ...secretCues]) {
      if ((list[name]?.length ?? 0) > 0) continue;
      faults.push({
        file: `dialogs/cues/${language}.yaml`,
        line: 0,
        message: `no expressions for ${name}`,
        remedy: 'Add what people write in this language',
      });
    }
  }
  const english = flatten(phrases.en ?? {});
  for (const [language, tree] of Object.entries(phrases)) {
    const own = flatten(tree);
    const fault = (message: string, remedy: string) =>
      faults.push({
        file: `dialogs/phrases/${language}.json`,
        line: 0,
        message,
        remedy,
      });
    for (const [key, text] of english) {
      const translated = own.get(key);
      if (translated === undefined) fault(`the phrase ${key} is missing`, 'Translate it from en.json');
      else if (valuesIn(translated) !== valuesIn(text)) {
        fault(`the phrase ${key} does not fill in the same values as in English`, 'Use the same {{names}}');
      }
    }
    for (const key of own.keys())
      if (!english.has(key)) fault(`unknown phrase ${key}`, 'Remove it or add it to en.json');
  }
  return faults;
}

function parseJson(source: SourceFile, faults: Fault[]): Record<string, unknown> {
  try {
    return JSON.parse(source.text) as Record<string, unknown>;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    faults.push({
      file: source.path,
      line: 0,
      message: `JSON: ${message}`,
      remedy: 'Correct the syntax',
    });
    return {};
  }
}

function flatten(tree: Readonly<Record<string, unknown>>, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(`${prefix}${name}`, value);
    else for (const [key, text] of flatten(value as Record<string, unknown>, `${prefix}${name}.`)) flat.set(key, text);
  }
  return flat;
}

function valuesIn(text: string): string {
  return [...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)]
    .map((found) => found[1] ?? '')
    .sort()
    .join();
}
