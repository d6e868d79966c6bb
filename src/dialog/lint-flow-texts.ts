import type { Fault } from '../knowledge/fault.ts';
import { placeholdersIn } from '../knowledge/placeholders.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { FlowFiles } from './flow-files.ts';
import { knownNames } from './flow-graph.ts';
import { commonTexts, type FlowText } from './flow-texts.ts';
import { phraseOf, type Flow, type Flows } from './flow.ts';

/** Phrases that every flow may say, and titles of their buttons. */
const commonPhrases = [
  'not-understood',
  'invalid-date',
  'invalid-order-number',
  'invalid-email',
  'invalid-phone',
  'invalid-iccid',
  'invalid-eid',
  'invalid-number',
  'invalid-code',
  'invalid-time-zone',
  'secret',
  'stopped',
  'one-moment',
  'go-on',
  'which-language',
  'starting-over',
  'no-way-back',
  'changed',
  'gone',
  'silence',
  'did-it-help',
] as const;

const commonChoices: Readonly<Record<string, readonly string[]>> = {
  yesNo: ['yes', 'no'],
  try: ['worked', 'not-helped', 'not-found'],
  confirm: ['yes', 'no'],
  goOn: ['yes', 'no'],
  human: ['human'],
};

interface Needed {
  readonly say: ReadonlySet<string>;
  /** `slot.option` */
  readonly choices: ReadonlySet<string>;
  readonly title: boolean;
  /** Names that phrases may fill in; absent: any. */
  readonly names?: ReadonlySet<string>;
  /** Phrases that fill in the fields of an item instead. */
  readonly ofItems: ReadonlySet<string>;
}

/** Missing, unused and wrongly filled texts of flows, for every language that has any. */
export function lintFlowTexts({ flows, texts }: FlowFiles, facts: ReadonlySet<string>): Fault[] {
  const byId: Flows = new Map(flows.map((flow) => [flow.id, flow]));
  const needs = new Map<string, Needed>(flows.map((flow) => [flow.id, neededBy(flow, byId)]));
  if (flows.length > 0) needs.set(commonTexts, neededByAll(flows));
  const faults: Fault[] = [];
  const languages = Object.keys(texts) as LanguageCode[];
  for (const language of languages.length === 0 && flows.length > 0 ? (['en'] as const) : languages) {
    for (const [id, needed] of needs) {
      const report = (message: string, remedy: string) =>
        faults.push({ file: `dialogs/flows/phrases/${language}/${id}.yaml`, line: 0, message, remedy });
      lintText(texts[language]?.[id], needed, facts, report);
    }
    for (const id of Object.keys(texts[language] ?? {})) {
      if (needs.has(id)) continue;
      faults.push({
        file: `dialogs/flows/phrases/${language}/${id}.yaml`,
        line: 0,
        message: `there is no flow ${id}`,
        remedy: 'Rename or remove the file',
      });
    }
  }
  return faults;
}

function neededBy(flow: Flow, flows: Flows): Needed {
  const say = new Set<string>();
  const choices = new Set<string>();
  const ofItems = new Set<string>();
  for (const step of flow.steps) {
    const phrase = phraseOf(step);
    if (phrase !== undefined) say.add(phrase);
    if (step.help !== undefined) say.add(step.help);
    if (step.options !== undefined) ofItems.add(step.options.title);
    const name = step.ask ?? '';
    const options = step.options === undefined ? (flow.slots[name]?.options ?? []) : [];
    for (const option of step.ask === undefined ? [] : options) choices.add(`${name}.${option}`);
    if (step.unknown) choices.add(`${name}.unknown`);
  }
  return { say: new Set([...say, ...ofItems]), choices, title: !flow.part, names: knownNames(flow, flows), ofItems };
}

function neededByAll(flows: readonly Flow[]): Needed {
  const choices = Object.entries(commonChoices).flatMap(([slot, options]) =>
    options.map((option) => `${slot}.${option}`),
  );
  const names = new Set(flows.flatMap((flow) => Object.keys(flow.slots)));
  return { say: new Set(commonPhrases), choices: new Set(choices), title: false, names, ofItems: new Set() };
}

function lintText(
  text: FlowText | undefined,
  needed: Needed,
  facts: ReadonlySet<string>,
  report: (message: string, remedy: string) => void,
): void {
  for (const key of needed.say)
    if (text?.say[key] === undefined) report(`the phrase ${key} is missing`, 'Write it under `say`');
  for (const key of needed.choices) {
    const [slot = '', option = ''] = key.split('.');
    if (text?.choices[slot]?.[option] === undefined) {
      report(`the button ${option} of ${slot} has no title`, `Write it under \`choices.${slot}\``);
    }
  }
  if (needed.title && text?.title === undefined) report('the flow has no title', 'Write `title`');
  for (const [key, phrase] of Object.entries(text?.say ?? {})) {
    if (!needed.say.has(key)) report(`no step says ${key}`, 'Remove the phrase or use it');
    if (needed.ofItems.has(key)) continue;
    for (const name of placeholdersIn(phrase)) {
      const [first = ''] = name.split('.');
      if (facts.has(name) || (first !== 'provider' && first !== 'plan' && needed.names?.has(first) === true)) continue;
      report(
        `the phrase ${key} fills in {{${name}}}, which is not known`,
        'Use a slot, a result, or a fact of provider.yaml',
      );
    }
  }
}
