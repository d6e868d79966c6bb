import type { Cues } from '../language/cues.ts';
import type { LanguageCode } from '../language/languages.ts';
import { valueAt, type Knowns } from './conditions.ts';
import type { FlowFiles } from './flow-files.ts';
import type { ExitKind, ExitReason, FlowEffect, FlowPosition, Offered } from '../conversation/flow-position.ts';
import { commonTexts, sayKey, type FlowTexts } from './flow-texts.ts';
import { readable, readableItem, withoutGaps } from './flow-values.ts';
import { timeZoneSlot, type Zones } from './zones.ts';
import { kindOf, phraseOf, type Flow, type Flows, type Step } from './flow.ts';
import type { Slot } from './flow-slot.ts';
import type { Atlas } from './incident-fit.ts';
import { createNetworkFinder, type IncidentSettings } from './incident-settings.ts';
import { createMask, type Mask } from './mask.ts';
import type { OperationShape } from './operation-names.ts';
import { shapesOf, type OwnOperation } from './own-operations.ts';
import type { Say } from './phrases.ts';
import { createPlaceFinder } from './places.ts';
import { createSlotReader, type ReadSlot } from './slots.ts';

/** The dialogs of one published version, ready to run. */
export interface FlowBook {
  readonly flows: Flows;
  readonly texts: FlowTexts;
  /** The provider's. */
  readonly timeZone: string;
  /** The flow that follows every success. */
  readonly afterSuccess?: string;
  readonly readSlot: ReadSlot;
  readonly mask: Mask;
  /** Reads places and networks in what customers write. */
  readonly atlas: Atlas;
  readonly incidents: IncidentSettings;
  /** What can be asked of the back office, by name. */
  readonly shapes: Readonly<Record<string, OperationShape>>;
  readonly ownOperations: readonly OwnOperation[];
}

/** Puts together what the interpreter needs from the files of one version. */
export function createFlowBook(files: Omit<FlowFiles, 'files'>, cues: Cues): FlowBook {
  const mask = createMask(cues);
  return {
    flows: new Map(files.flows.map((flow) => [flow.id, flow])),
    texts: files.texts,
    timeZone: files.settings.timeZone,
    ...(files.settings.afterSuccess === undefined ? {} : { afterSuccess: files.settings.afterSuccess }),
    readSlot: createSlotReader(files, cues, mask),
    mask,
    atlas: {
      findPlace: createPlaceFinder(files.places),
      findNetwork: createNetworkFinder(files.settings.networks),
      country: files.settings.incidents.country,
    },
    incidents: files.settings.incidents,
    shapes: shapesOf(files.operations),
    ownOperations: files.operations,
  };
}

/** Where a turn speaks. */
export interface Voice {
  readonly language: LanguageCode;
  readonly say: Say;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One turn of a flow in the making: a copy of the position that is changed step by step, and the effects so far. */
export class FlowRun {
  readonly book: FlowBook;
  readonly at: number;
  language: LanguageCode;
  readonly effects: FlowEffect[] = [];
  readonly state: Writable<FlowPosition>;
  isOver = false;
  /** The message was no answer to a closing question: it is for whoever listens when no dialog is open. */
  passes = false;
  readonly voice: Voice;
  private readonly say: Say;

  constructor(book: FlowBook, position: FlowPosition, voice: Voice, at: number) {
    this.book = book;
    this.state = { ...position };
    this.voice = voice;
    this.language = voice.language;
    this.say = voice.say;
    this.at = at;
  }

  /** Why the failure exit is being taken; `reached` while it is not. */
  get reason(): ExitReason {
    return this.state.reason;
  }

  set reason(reason: ExitReason) {
    this.state.reason = reason;
  }

  get flow(): Flow {
    const flow = this.book.flows.get(this.state.flow);
    if (flow === undefined) throw new Error(`no flow ${this.state.flow}`);
    return flow;
  }

  get step(): Step {
    return this.flow.steps.find(({ id }) => id === this.state.step) ?? (this.flow.steps[0] as Step);
  }

  get knowns(): Knowns {
    const tries = Object.fromEntries(this.state.stepResults.map(({ step, result }) => [step, result]));
    return { slots: this.state.slots, results: { ...this.state.results, tries }, now: this.at };
  }

  /** Where times are told: at the provider's, and at the customer's if known. */
  get zones(): Zones {
    const own = this.state.slots[timeZoneSlot];
    return { provider: this.book.timeZone, ...(own === undefined || own === 'unknown' ? {} : { customer: own }) };
  }

  /** Says a phrase of the current flow, or of `common`. */
  speak(
    phrase: string,
    options: { from?: string; choices?: readonly Offered[]; values?: Record<string, unknown> } = {},
  ): void {
    this.effects.push({
      kind: 'say',
      key: sayKey(options.from ?? this.state.flow, phrase),
      values: { ...readable(this.knowns, this.language, this.zones), ...options.values },
      choices: options.choices ?? [],
    });
  }

  /** Puts the question of the current step, with its buttons; the next message is read as its answer. */
  put(options: { phrase?: string; from?: string; extra?: readonly Offered[] } = {}): void {
    this.state.serial += 1;
    this.state.waiting = 'answer';
    this.state.offered = this.choicesOf(this.step);
    const choices = [...this.state.offered, ...(options.extra ?? [])];
    this.speak(options.phrase ?? phraseOf(this.step) ?? this.step.id, { choices, from: options.from });
  }

  /** A button of the question with the current serial number. */
  button(value: string, title: string): Offered {
    return { value: `${this.token}${value}`, title };
  }

  /** What the values of the current question's buttons begin with. */
  get token(): string {
    return `step:${this.state.startedAt.toString(36)}.${this.state.serial}:`;
  }

  /** The title of an option in the language of the turn, else in English. */
  title(flow: string, slot: string, option: string): string {
    const inLanguage = (language: LanguageCode) =>
      this.book.texts[language]?.[flow]?.choices[slot]?.[option] ??
      this.book.texts[language]?.[commonTexts]?.choices[slot]?.[option];
    return inLanguage(this.language) ?? inLanguage('en') ?? option;
  }

  fill(name: string, value: string): void {
    this.state.slots = { ...this.state.slots, [name]: value };
    const open = this.state.history.at(-1);
    if (open === undefined || open.filled.includes(name)) return;
    this.state.history = [...this.state.history.slice(0, -1), { ...open, filled: [...open.filled, name] }];
  }

  forget(names: readonly string[]): void {
    this.state.slots = Object.fromEntries(Object.entries(this.state.slots).filter(([name]) => !names.includes(name)));
  }

  count(key: string): number {
    return this.state.counts[key] ?? 0;
  }

  setCount(key: string, value: number): void {
    this.state.counts = { ...this.state.counts, [key]: value };
  }

  slot(name: string): Slot | undefined {
    return this.flow.slots[name];
  }

  /** The items a step offers, if it takes them from a result. */
  items(step: Step): readonly Record<string, unknown>[] {
    const list = step.options === undefined ? undefined : valueAt(step.options.from, this.knowns);
    return Array.isArray(list) ? (list as Record<string, unknown>[]).slice(0, step.options?.most) : [];
  }

  private choicesOf(step: Step): Offered[] {
    const kind = kindOf(step);
    if (kind === 'try') {
      const results = step.help === undefined ? ['worked', 'not-helped'] : ['worked', 'not-helped', 'not-found'];
      return results.map((result) => this.button(result, this.title(commonTexts, 'try', result)));
    }
    if (kind === 'confirm') {
      return ['yes', 'no'].map((value) => this.button(value, this.title(this.state.flow, 'confirm', value)));
    }
    const name = step.ask ?? '';
    const slot = this.slot(name);
    const unknown = step.unknown ? [this.button('unknown', this.title(this.state.flow, name, 'unknown'))] : [];
    if (step.options !== undefined) return [...this.itemButtons(step), ...unknown];
    if (slot?.type === 'yes-no') {
      const titles = ['yes', 'no'].map((value) => {
        const own = this.title(this.state.flow, name, value);
        return this.button(value, own === value ? this.title(commonTexts, 'yesNo', value) : own);
      });
      return [...titles, ...unknown];
    }
    return [
      ...(slot?.options ?? []).map((value) => this.button(value, this.title(this.state.flow, name, value))),
      ...unknown,
    ];
  }

  private itemButtons(step: Step): Offered[] {
    const { value = '', title = '' } = step.options ?? {};
    return this.items(step).map((item) => {
      const text = this.say(this.language, sayKey(this.state.flow, title), {
        ...readableItem(item, this.language, this.zones),
      } as Record<string, string>);
      return this.button(String(item[value]), withoutGaps(text));
    });
  }

  /** Ends the whole run. */
  end(exit: ExitKind, urgency?: Flow['urgency'], queue?: Flow['queue']): void {
    this.isOver = true;
    this.effects.push({
      kind: 'exit',
      exit,
      reason: this.reason,
      packet: {
        flow: this.state.flow,
        step: this.state.step,
        slots: shownSlots(this.state.slots, this.book.flows),
        stepResults: this.state.stepResults,
        results: withoutSecrets(this.state.results) as Record<string, unknown>,
        urgency: urgency ?? this.flow.urgency,
        queue: queue ?? this.flow.queue,
      },
    });
  }
}

const secretFields: ReadonlySet<string> = new Set(['token', 'activationCode', 'smdp', 'url', 'uploadUrl']);

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => !secretFields.has(field))
      .map(([field, inner]) => [field, withoutSecrets(inner)]),
  );
}

/** Numbers of profiles and chips are shown by their last four digits, codes not at all. */
function shownSlots(slots: Readonly<Record<string, string>>, flows: Flows): Record<string, string> {
  const types = new Map(
    [...flows.values()].flatMap((flow) => Object.entries(flow.slots).map(([name, slot]) => [name, slot.type])),
  );
  return Object.fromEntries(
    Object.entries(slots)
      .filter(([name]) => types.get(name) !== 'code')
      .map(([name, value]) => {
        const isNumber = types.get(name) === 'iccid' || types.get(name) === 'eid';
        return [name, isNumber && value.length > 4 ? `…${value.slice(-4)}` : value];
      }),
  );
}
