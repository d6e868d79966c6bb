import { valueAt } from './conditions.ts';
import type { FlowRun } from './flow-run.ts';
import type { Input, InputFields } from './flow.ts';

/**
 * What an operation is given for an input: yes-no slots as true or false, numbers as numbers. Unknown parts of a list or
 * object are left out; one of which nothing is known is undefined.
 */
export function inputValue(run: FlowRun, input: Input): unknown {
  if (typeof input === 'string') return knownAt(run, input);
  if (isList(input)) return valueOfList(run, input);
  if (isFixed(input)) return input.value;
  if (isFrom(input)) {
    const known = knownAt(run, input.from);
    const value = input.map === undefined || known === undefined ? known : input.map[textOf(known)];
    return value ?? (input.else === undefined ? undefined : inputValue(run, input.else));
  }
  const fields = Object.entries(input).flatMap(([name, each]) => {
    const value = inputValue(run, each);
    return value === undefined ? [] : [[name, value] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Every slot and result an input reads. */
export function inputPaths(input: Input): string[] {
  if (typeof input === 'string') return [input];
  if (isList(input)) return input.flatMap(inputPaths);
  if (isFixed(input)) return [];
  if (isFrom(input)) return [input.from, ...(input.else === undefined ? [] : inputPaths(input.else))];
  return Object.values(input).flatMap(inputPaths);
}

/** What a call may be told of the conversation itself: the language it is in, and the customer's time zone, else the provider's. */
export const conversationPaths = ['conversation.language', 'conversation.timeZone'] as const;

const [languagePath, zonePath] = conversationPaths;

type Composed = Exclude<Input, string>;
type Fixed = Extract<Composed, { readonly value: string | number | boolean }>;
type From = Extract<Composed, { readonly from: string }>;

const isList = (input: Composed): input is readonly Input[] => Array.isArray(input);
const isFixed = (input: Exclude<Composed, readonly Input[]>): input is Fixed => 'value' in input;
const isFrom = (input: From | InputFields): input is From => 'from' in input;

function valueOfList(run: FlowRun, input: readonly Input[]): unknown {
  const list = input.map((each) => inputValue(run, each)).filter((value) => value !== undefined);
  return list.length === 0 ? undefined : list;
}

/** A yes is looked up as the word it was: `{ yes: … }`. */
function textOf(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** "I don't know" is nothing to tell the back office. */
function knownAt(run: FlowRun, path: string): unknown {
  if (path === languagePath) return run.language;
  if (path === zonePath) return run.zones.customer ?? run.zones.provider;
  const value = valueAt(path, run.knowns);
  if (value === 'unknown') return undefined;
  if (typeof value !== 'string') return value;
  const type = run.slot(path)?.type;
  if (type === 'yes-no') return value === 'yes';
  return type === 'number' ? Number(value) : value;
}
