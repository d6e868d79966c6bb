import { dangerIn } from '../handoff/policy.ts';
import type { Utterance } from '../language/analyze.ts';
import { FlowRun, type FlowBook, type Voice } from './flow-run.ts';
import type { FlowEffect, FlowPosition, OperationError } from '../conversation/flow-position.ts';
import { commonTexts } from './flow-texts.ts';
import { kindOf, type Flow } from './flow.ts';
import { asksElse, closeQuietly, isPassedBy, pass } from './closing.ts';
import { fallSilent } from './patience.ts';
import { offerLanguages, pressed, restart, stale, steer, stop } from './steer-flow.ts';
import { overhear } from './overhear.ts';
import { takeAnswer, titled, type Taken } from './read-answer.ts';
import { askedKey, complete, fail, goTo, isWrite, onError, sendCall, takeWhenever, walk } from './walk-flow.ts';

/** What happens to a flow that is open. */
export type FlowEvent =
  | {
      readonly kind: 'message';
      readonly utterance: Utterance;
      /** Value of a pressed button. */
      readonly choice?: string;
      /** When it was written, milliseconds since the epoch. */
      readonly at: number;
      /** The article the message surely means, if any, with the dialog it leads to. */
      readonly sure?: { readonly articleId: string; readonly dialog?: string };
    }
  /** A call succeeded. */
  | { readonly kind: 'result'; readonly key: string; readonly output: unknown; readonly at: number }
  /** A call failed. */
  | { readonly kind: 'error'; readonly key: string; readonly error: OperationError; readonly at: number }
  /** The customer has not answered for so long that an urgent flow calls for a person; others stay as they are. */
  | { readonly kind: 'silence'; readonly at: number }
  /** The flow was left alone for so long that it ends. */
  | { readonly kind: 'expired'; readonly at: number }
  /** The customer goes on with it on another device: what is open is said again. */
  | { readonly kind: 'resumed'; readonly at: number };

/** How a flow begins. */
export interface FlowStart {
  readonly flow: string;
  /** Where to enter; the first step when absent. */
  readonly step?: string;
  /** Unique id of this run, of which the keys of calls are made: conversation and sequence number of the message. */
  readonly run: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What is known already, from earlier flows or the channel. */
  readonly slots: Readonly<Record<string, string>>;
  /** The message that led here: what it tells is not asked for. */
  readonly utterance?: Utterance;
}

/** What a turn of a flow comes to. */
export interface FlowTurn {
  /** Where the flow stands now; undefined when it has ended. */
  readonly position?: FlowPosition;
  readonly effects: readonly FlowEffect[];
  /** Slots worth keeping for the rest of the conversation. */
  readonly learned: Readonly<Record<string, string>>;
  /** The message was no answer to a closing question: it is to be heard as if no flow were open. */
  readonly passes?: true;
}

/** Begins a flow; undefined when there is none of that id. */
export function startFlow(book: FlowBook, start: FlowStart, voice: Voice): FlowTurn | undefined {
  const flow = book.flows.get(start.flow);
  if (flow === undefined) return undefined;
  const run = new FlowRun(book, blank(flow, start), voice, start.at);
  if (start.utterance !== undefined) overhear(run, start.utterance);
  walk(run);
  return turnOf(run);
}

/**
 * One turn of an open flow. Pure: the same position and event give the same turn. Danger and the wish for a person come
 * first; then the words that steer (stop, start over, back, language), the answer to the open question, what else the
 * message tells, and a clear other question, after which the flow goes on.
 */
export function continueFlow(book: FlowBook, position: FlowPosition, event: FlowEvent, voice: Voice): FlowTurn {
  const flow = book.flows.get(position.flow);
  const run = new FlowRun(book, position, voice, event.at);
  if (flow === undefined) return gone(position, event.at, book, voice);
  if (flow.version !== position.version || !flow.steps.some(({ id }) => id === position.step)) {
    return restartChanged(run, flow, event);
  }
  switch (event.kind) {
    case 'message':
      onMessage(run, event);
      break;
    case 'result':
    case 'error':
      onCall(run, event);
      break;
    case 'silence':
      fallSilent(run, position);
      break;
    case 'expired':
      if (run.flow.closing === true) closeQuietly(run, 'expired');
      else {
        run.reason = 'expired';
        run.end('abandoned');
      }
      break;
    case 'resumed':
      if (run.state.waiting === 'call') run.speak('one-moment', { from: commonTexts });
      else if (run.state.waiting === 'language') offerLanguages(run);
      else if (run.state.waiting === 'go-on') askToGoOn(run);
      else run.put();
      break;
  }
  return turnOf(run);
}

function blank(flow: Flow, start: FlowStart): FlowPosition {
  return {
    flow: flow.id,
    version: flow.version,
    step: start.step ?? flow.steps[0]?.id ?? '',
    run: start.run,
    startedAt: start.at,
    slots: start.slots,
    results: {},
    stepResults: [],
    stack: [],
    history: [],
    counts: {},
    waiting: 'answer',
    calls: [],
    offered: [],
    serial: 0,
    misses: 0,
    reason: 'reached',
  };
}

function turnOf(run: FlowRun): FlowTurn {
  const slots = [...run.book.flows.values()].flatMap((flow) => Object.entries(flow.slots));
  const kept = new Set(slots.flatMap(([name, { keep }]) => (keep ? [name] : [])));
  const once = new Set(slots.flatMap(([name, slot]) => (slot.once === true ? [name] : [])));
  const turn = {
    ...(run.isOver ? {} : { position: run.state }),
    effects: run.effects,
    learned: Object.fromEntries(
      Object.entries(run.state.slots).filter(
        ([name, value]) => kept.has(name) && (value !== 'unknown' || once.has(name)),
      ),
    ),
    ...(run.passes ? { passes: true as const } : {}),
  };
  return followed(run, turn);
}

/** What follows a success, for example to be rated. The success itself stands whatever becomes of that. */
function followed(run: FlowRun, turn: FlowTurn): FlowTurn {
  const { afterSuccess } = run.book;
  const last = turn.effects.findLast((effect) => effect.kind === 'say');
  // Who is offered where to go on is on the way, not at the end.
  const isOffered = last?.choices.length !== undefined && last.choices.length > 0;
  const ended = turn.effects.at(-1);
  const isSuccess = ended?.kind === 'exit' && ended.exit === 'success' && ended.reason === 'reached';
  if (!isSuccess || isOffered || afterSuccess === undefined || ended.packet.flow === afterSuccess) return turn;
  const start = {
    flow: afterSuccess,
    run: `${run.state.run}/after`,
    at: run.at,
    slots: { ...run.state.slots, ...turn.learned },
  };
  const next = startFlow(run.book, start, run.voice);
  if (next?.position === undefined) return turn;
  return { position: next.position, effects: [...turn.effects, ...next.effects], learned: turn.learned };
}

type Heard = Extract<FlowEvent, { kind: 'message' }>;

function onMessage(run: FlowRun, event: Heard): void {
  // A button repeats the bot's own words: "Another language" is then no wish to change it.
  const choice = pressed(run, event.choice) ?? titled(run, event.utterance);
  const { signals } = event.utterance;
  const danger = dangerIn(signals);
  if (danger !== undefined) {
    run.effects.push({ kind: 'safety', danger });
    return leave(run, 'danger', 'critical');
  }
  if (signals.has('human') || event.choice === 'human') return leave(run, 'wants-human');
  warnOfSecrets(run, event.utterance);
  if (signals.has('stop') && choice === undefined)
    return run.flow.closing === true ? closeQuietly(run, 'stopped', true) : stop(run);
  // While a call is under way there is nothing to answer, and what it may change cannot be taken back.
  if (run.state.waiting === 'call') {
    overhear(run, event.utterance);
    run.speak('one-moment', { from: commonTexts });
    return;
  }
  if (steer(run, event, choice)) return;
  if (choice === stale) return run.put();
  const { step } = run;
  if (asksElse(run, event, choice)) return pass(run, event);
  const taken = takeAnswer(run, event.utterance, choice);
  if (taken === 'no') return notTaken(run, event);
  settle(run, event.utterance, taken, step.ask);
}

/** Goes on after an answer, with whatever else the message told. */
function settle(run: FlowRun, utterance: Utterance, taken: Taken, asked: string | undefined): void {
  run.state.misses = 0;
  if (taken === 'asks-more') return;
  overhear(run, utterance, asked === undefined ? [] : [asked]);
  walk(run);
}

function notTaken(run: FlowRun, event: Heard): void {
  const { sure } = event;
  if (isPassedBy(run, event)) return pass(run, event);
  if (overhear(run, event.utterance)) {
    run.state.misses = 0;
    return walkOn(run);
  }
  // "It works now" ends the search for the fault wherever it stands.
  const { success } = run.flow;
  if (event.utterance.signals.has('helps') && success !== undefined) {
    run.state.misses = 0;
    goTo(run, success);
    return walk(run);
  }
  // A question about what this flow is solving is no other question.
  const isOwn =
    sure?.dialog !== undefined &&
    (sure.dialog === run.state.flow || run.state.stack.some(({ flow }) => flow === sure.dialog));
  if (sure !== undefined && !isOwn) {
    run.state.misses = 0;
    run.effects.push({ kind: 'answer', articleId: sure.articleId });
    return askToGoOn(run);
  }
  run.state.misses += 1;
  if (run.state.misses >= 2) {
    fail(run, 'not-understood');
    return walk(run);
  }
  const type = kindOf(run.step) === 'ask' ? run.slot(run.step.ask ?? '')?.type : undefined;
  run.speak(type !== undefined && withOwnHint.has(type) ? `invalid-${type}` : 'not-understood', { from: commonTexts });
  run.put({ extra: [{ value: 'human', title: run.title(commonTexts, 'human', 'human') }] });
}

function askToGoOn(run: FlowRun): void {
  run.state.serial += 1;
  run.state.waiting = 'go-on';
  run.state.offered = ['yes', 'no'].map((value) => run.button(value, run.title(commonTexts, 'goOn', value)));
  run.speak('go-on', { from: commonTexts, choices: run.state.offered });
}

/** Types whose form can be explained. */
const withOwnHint: ReadonlySet<string> = new Set([
  'date',
  'order-number',
  'email',
  'phone',
  'iccid',
  'eid',
  'number',
  'code',
  'time-zone',
]);

/** The open question stays unless what was overheard answers it or leads elsewhere. */
function walkOn(run: FlowRun): void {
  run.setCount(askedKey(run.state.flow, run.state.step), 0);
  run.state.history = run.state.history.slice(0, -1);
  walk(run);
}

function warnOfSecrets(run: FlowRun, { text }: Utterance): void {
  const { step } = run;
  const type = run.state.waiting === 'answer' && step.ask !== undefined ? run.slot(step.ask)?.type : undefined;
  if (run.book.mask(text, type).secrets.length > 0) run.speak('secret', { from: commonTexts });
}

function leave(run: FlowRun, reason: 'danger' | 'wants-human', urgency?: 'critical'): void {
  run.reason = reason;
  run.end('handed-over', urgency, reason === 'danger' ? 'security' : undefined);
}

function onCall(run: FlowRun, event: Extract<FlowEvent, { kind: 'result' | 'error' }>): void {
  const call = run.state.calls.find(({ key }) => key === event.key);
  const step = run.book.flows.get(call?.flow ?? '')?.steps.find(({ id }) => id === call?.step);
  // A result that nobody waits for any more changes nothing.
  if (call === undefined || step === undefined) return;
  const isHere = run.state.flow === call.flow && run.state.step === call.step;
  const isOpen = !step.background && run.state.waiting === 'call' && isHere;
  if (event.kind === 'error' && event.error === 'UNAVAILABLE' && call.retry === 0) {
    run.state.calls = run.state.calls.map((each) => (each === call ? { ...call, retry: 1 } : each));
    return sendCall(run, step, call.key, 1);
  }
  run.state.calls = run.state.calls.filter((each) => each !== call);
  if (isOpen) {
    forgetCodes(run);
    run.state.waiting = 'answer';
  }
  if (event.kind === 'error') {
    if (!isOpen) return;
    onError(run, step, event.error);
    return walk(run);
  }
  if (step.into !== undefined) run.state.results = { ...run.state.results, [step.into]: event.output };
  if (isWrite(run, step)) run.state.history = [];
  if (isOpen) {
    complete(run);
    return walk(run);
  }
  if (run.state.waiting === 'answer' && takeWhenever(run)) walk(run);
}

/** A one-time code has done its work with the call it was asked for. */
function forgetCodes(run: FlowRun): void {
  run.forget(Object.keys(run.flow.slots).filter((name) => run.slot(name)?.type === 'code'));
}

/** The flow was published anew while it was open: it begins again, but what is known is not asked for. */
function restartChanged(run: FlowRun, flow: Flow, event: FlowEvent): FlowTurn {
  restart(run, flow);
  if (event.kind === 'message') overhear(run, event.utterance);
  run.speak('changed', { from: commonTexts });
  walk(run);
  return turnOf(run);
}

/** The flow does not exist any more. */
function gone(position: FlowPosition, at: number, book: FlowBook, voice: Voice): FlowTurn {
  const flow: Flow | undefined = [...book.flows.values()][0];
  if (flow === undefined) return { effects: [], learned: {} };
  const run = new FlowRun(book, { ...position, flow: flow.id, version: flow.version }, voice, at);
  run.reason = 'gone';
  run.speak('gone', { from: commonTexts });
  run.end('failure');
  return turnOf(run);
}
