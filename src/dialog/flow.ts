import type { ExitKind, Queue, Urgency } from '../conversation/flow-position.ts';
import { z } from 'zod';
import { conditionSchema } from './flow-condition.ts';
import { literal, name, path, word } from './flow-names.ts';
import { slotSchema } from './flow-slot.ts';
import { operationErrors } from './operation-names.ts';

export const exitKinds = [
  'success',
  'info',
  'failure',
  'abandoned',
  'handed-over',
] as const satisfies readonly ExitKind[];

const queues = ['support', 'network', 'security', 'billing', 'sales'] as const satisfies readonly Queue[];
const urgencies = ['normal', 'high', 'critical'] as const satisfies readonly Urgency[];

const callSchema = z.strictObject({
  flow: word,
  /** Where to enter; the first step when absent. */
  step: word.optional(),
  /** Slots that are known from where it is entered. */
  with: z.record(name, z.string()).optional(),
  /** Step of this flow to go on with after each end of the other one; ends that are not named end this flow too. */
  return: z.partialRecord(z.enum(exitKinds), word).optional(),
});

const targetSchema = z.union([word, callSchema]);
export type Target = z.infer<typeof targetSchema>;

const branchSchema = z
  .strictObject({
    if: conditionSchema.optional(),
    go: targetSchema.optional(),
    /** Asks an earlier step anew, forgetting its answer, at most `most` times; after that the branch does not apply. */
    again: word.optional(),
    most: z.number().int().min(1).max(5).default(1),
  })
  .refine((branch) => (branch.go === undefined) !== (branch.again === undefined), 'needs either `go` or `again`');

export type Branch = z.infer<typeof branchSchema>;

/**
 * Input of a call: the name of a slot or result, `{ value: … }` for a fixed value, `{ from: name, map: …, else: … }` for
 * one in other words or with a substitute, a list of inputs, or an object of them.
 */
export type Input =
  | string
  | { readonly value: string | number | boolean }
  | { readonly from: string; readonly map?: Readonly<Record<string, string | number | boolean>>; readonly else?: Input }
  | readonly Input[]
  | InputFields;

/** Inputs that make up an object. `value` and `from` name no field: they have their own meaning. */
export interface InputFields {
  readonly [field: string]: Input;
}

const inputSchema: z.ZodType<Input> = z.lazy(() =>
  z.union([
    path,
    z.strictObject({ value: literal }),
    z
      .strictObject({ from: path, map: z.record(z.string(), literal).optional(), else: inputSchema.optional() })
      .refine((input) => input.map !== undefined || input.else !== undefined, 'needs `map` or `else`'),
    z.array(inputSchema).min(1),
    z
      .record(name, inputSchema)
      .refine((fields) => !('value' in fields) && !('from' in fields), 'cannot have a field `value` or `from`'),
  ]),
);

/** Choices made of a list that a call returned. */
const optionsFromSchema = z.strictObject({
  from: path,
  /** Field of an item that is stored in the slot. */
  value: name,
  /** Phrase of the button; it may fill in the fields of the item. */
  title: word,
  most: z.number().int().min(1).max(9).default(3),
  /** A list of one is no question: its item is taken. */
  takeSingle: z.boolean().default(false),
});

export const stepKinds = ['say', 'ask', 'call', 'confirm', 'try', 'go', 'exit'] as const;
export type StepKind = (typeof stepKinds)[number];

const stepSchema = z
  .strictObject({
    id: word,
    /** The step is passed over unless this holds. */
    if: conditionSchema.optional(),
    /** Says a phrase and goes on. */
    say: word.optional(),
    /** Asks for a slot; passed over when it is known. */
    ask: name.optional(),
    /** Calls a back-office operation. */
    call: z.string().optional(),
    /** Sums up what cannot be taken back, and waits for a plain yes. */
    confirm: word.optional(),
    /** "Do this; did it help?" */
    try: word.optional(),
    go: targetSchema.optional(),
    exit: z.enum(exitKinds).optional(),

    /** Phrase of an `ask` or `exit`; the id of the step when absent. */
    text: word.optional(),
    /** Of `ask`: choices from a result. */
    options: optionsFromSchema.optional(),
    /** Of `ask`: "I don't know" is an answer, stored as `unknown`. */
    unknown: z.boolean().default(false),
    /** Of `call`. */
    with: z.record(name, inputSchema).optional(),
    into: name.optional(),
    /** Of `call`: the dialog goes on while it runs. */
    background: z.boolean().default(false),
    /** Of `call`: where an error leads; `any` is all others. The flow's `failure` when absent. */
    on: z.partialRecord(z.enum([...operationErrors, 'any']), word).optional(),
    /** Of `confirm`: what is at stake. */
    risk: z.enum(['money', 'cut', 'undo']).optional(),
    /** Of `confirm`: where a no leads. */
    no: word.optional(),
    /** Of `try`: phrase that shows where to find it. */
    help: word.optional(),
    /** Of `try`: where "it works" leads; the flow's `success` when absent. */
    worked: word.optional(),
    /** Of `exit`. */
    silent: z.boolean().default(false),
    urgency: z.enum(urgencies).optional(),
    queue: z.enum(queues).optional(),
    /** Article that is answered instead of, or after, the text. */
    article: word.optional(),
    /** Flows offered as buttons. */
    offer: z.array(word).optional(),

    /** Where to go on after the step; the next one in the list when none applies. */
    when: z.array(branchSchema).default([]),
  })
  .superRefine((step, context) => {
    const kinds = stepKinds.filter((kind) => step[kind] !== undefined);
    const issue = (message: string) => context.addIssue({ code: 'custom', message: `step ${step.id} ${message}` });
    if (kinds.length !== 1) {
      issue(
        `must do exactly one of ${stepKinds.join(', ')}; it has ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`,
      );
      return;
    }
    const kind = kinds[0];
    if (kind === undefined) return;
    for (const [field, owners] of Object.entries(fieldsOf)) {
      const value = step[field as keyof typeof step];
      const isGiven = value !== undefined && value !== false;
      if (isGiven && !owners.includes(kind)) issue(`is a \`${kind}\` and cannot have \`${field}\``);
    }
    if (kind === 'confirm' && (step.risk === undefined || step.no === undefined)) {
      issue('is a `confirm` and needs `risk` (money, cut or undo) and `no` (the step for a no)');
    }
    if (step.when.length > 0 && (kind === 'exit' || kind === 'go')) issue(`is a \`${kind}\` and cannot have \`when\``);
  });

/** Which kinds of steps a field belongs to. */
const fieldsOf: Readonly<Record<string, readonly StepKind[]>> = {
  text: ['ask', 'exit'],
  options: ['ask'],
  unknown: ['ask'],
  with: ['call'],
  into: ['call'],
  background: ['call'],
  on: ['call'],
  risk: ['confirm'],
  no: ['confirm'],
  help: ['try'],
  worked: ['try'],
  silent: ['exit'],
  urgency: ['exit'],
  queue: ['exit'],
  article: ['exit'],
  offer: ['exit'],
};

export type Step = z.infer<typeof stepSchema>;

export const flowSchema = z.strictObject({
  id: word,
  title: z.string().min(1),
  urgency: z.enum(urgencies).default('normal'),
  queue: z.enum(queues).default('support'),
  /** Helps other flows and is never started by itself. */
  part: z.boolean().default(false),
  /** Comes after what the customer came for is done: what is no answer ends it and is heard as if no dialog were open. */
  closing: z.boolean().optional(),
  slots: z.record(name, slotSchema).default({}),
  /** Branches that are looked at whenever a result has come, each taken at most once. */
  whenever: z.array(branchSchema).default([]),
  /** Step to go to when something is solved by a `try`. */
  success: word.optional(),
  /** Step to go to when the customer is not understood, or the back office does not answer. */
  failure: word,
  steps: z.array(stepSchema).min(1),
});

/** A declared dialog, as written and checked. */
export interface Flow extends z.infer<typeof flowSchema> {
  /** Changes when anything but a text changes. */
  readonly version: string;
}

/** The flows of one published version, by id. */
export type Flows = ReadonlyMap<string, Flow>;

/** What a step does. */
export function kindOf(step: Step): StepKind {
  return stepKinds.find((kind) => step[kind] !== undefined) ?? 'exit';
}

/** The phrase a step says, if it says one. */
export function phraseOf(step: Step): string | undefined {
  switch (kindOf(step)) {
    case 'say':
      return step.say;
    case 'ask':
      return step.text ?? step.id;
    case 'confirm':
      return step.confirm;
    case 'try':
      return step.try;
    case 'exit':
      return step.silent ? undefined : (step.text ?? step.id);
    case 'call':
    case 'go':
      return undefined;
  }
}

/** Name of the result that holds the whole item behind a choice taken from a list: `option` → `optionItem`. */
export function itemName(slot: string): string {
  return `${slot}Item`;
}
