import type { Utterance } from '../language/analyze.ts';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { FlowRun } from './flow-run.ts';
import { commonTexts } from './flow-texts.ts';
import { kindOf, type Flow } from './flow.ts';
import { askedKey, walk } from './walk-flow.ts';

/** What steering looks at of a message. */
interface Steering {
  readonly utterance: Utterance;
  readonly sure?: unknown;
}

/** The button of a question that is open no more. */
export const stale = Symbol('stale');

/** The value of a pressed button, if any. */
export type Pressed = string | undefined | typeof stale;

/** The value of a button of the open question; buttons of earlier ones count no more. */
export function pressed(run: FlowRun, choice: string | undefined): Pressed {
  if (choice?.startsWith('step:') !== true) return undefined;
  const isOpen = choice.startsWith(run.token) && run.state.offered.some(({ value }) => value === choice);
  return isOpen ? choice.slice(run.token.length) : stale;
}

/** Start over, back, another language, and the answers to the questions these ask; false when it is none of them. */
export function steer(run: FlowRun, event: Steering, said: Pressed): boolean {
  const { signals } = event.utterance;
  if (run.state.waiting === 'language') return takeLanguage(run, said);
  if (run.state.waiting === 'go-on') {
    if (said === 'yes' || (said === undefined && signals.has('yes'))) run.put();
    else if (said === 'no' || (said === undefined && signals.has('no'))) stop(run);
    else {
      run.state.waiting = 'answer';
      run.state.offered = [];
      return kindOf(run.step) === 'confirm' && event.sure === undefined ? (run.put(), true) : false;
    }
    return true;
  }
  if (said !== undefined) return false;
  if (signals.has('startOver')) startOver(run);
  else if (signals.has('back')) back(run);
  else if (signals.has('changeLanguage')) offerLanguages(run);
  else return false;
  return true;
}

export function stop(run: FlowRun): void {
  run.reason = 'stopped';
  run.speak('stopped', { from: commonTexts });
  run.end('abandoned');
}

/** From the first step of the flow the customer came for; only what holds beyond this flow is still known. */
function startOver(run: FlowRun): void {
  const flow = run.book.flows.get(run.state.stack[0]?.flow ?? run.state.flow) ?? run.flow;
  run.speak('starting-over', { from: commonTexts });
  restart(run, flow);
  const kept = new Set(
    [...run.book.flows.values()].flatMap(({ slots }) =>
      Object.keys(slots).filter((name) => slots[name]?.keep === true),
    ),
  );
  run.forget(Object.keys(run.state.slots).filter((name) => !kept.has(name)));
  run.state.stepResults = [];
  walk(run);
}

export function restart(run: FlowRun, flow: Flow): void {
  Object.assign(run.state, {
    flow: flow.id,
    version: flow.version,
    step: flow.steps[0]?.id ?? '',
    results: {},
    stack: [],
    history: [],
    calls: [],
    misses: 0,
    reason: 'reached',
    // Attempts go on counting, so that no key of a call is used for two things.
    counts: Object.fromEntries(Object.entries(run.state.counts).filter(([key]) => key.startsWith('called:'))),
  });
}

/** One question back; what its answer filled is forgotten. Never across something that was done for good. */
function back(run: FlowRun): void {
  const { history } = run.state;
  const open = history.at(-1);
  const previous = history.at(-2);
  if (open === undefined || previous === undefined) {
    run.speak('no-way-back', { from: commonTexts });
    return run.put();
  }
  run.forget([...previous.filled, ...open.filled]);
  run.state.stepResults = run.state.stepResults.slice(0, previous.tried);
  run.state.stack = previous.stack;
  run.state.flow = previous.flow;
  run.state.version = run.flow.version;
  run.state.step = previous.step;
  for (const { flow, step } of [previous, open]) run.setCount(askedKey(flow, step), 0);
  run.state.history = history.slice(0, -2);
  run.state.misses = 0;
  walk(run);
}

/** Asks in which language to go on. */
export function offerLanguages(run: FlowRun): void {
  run.state.serial += 1;
  run.state.waiting = 'language';
  run.state.offered = Object.keys(run.book.texts)
    .filter(isLanguageCode)
    .map((code) => run.button(code, ownName(code)));
  run.speak('which-language', { from: commonTexts, choices: run.state.offered });
}

function takeLanguage(run: FlowRun, said: Pressed): boolean {
  const language = said === stale ? undefined : said;
  run.state.waiting = 'answer';
  if (language === undefined || !isLanguageCode(language)) {
    run.state.offered = [];
    return false;
  }
  run.language = language;
  run.effects.push({ kind: 'language', language });
  run.put();
  return true;
}

function ownName(code: LanguageCode): string {
  return new Intl.DisplayNames(code, { type: 'language', languageDisplay: 'standard' }).of(code) ?? code;
}
