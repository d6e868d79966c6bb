import type { FlowEffect, FlowPosition } from '../conversation/flow-position.ts';
import type { Utterance } from '../language/analyze.ts';
import { closeQuietly } from './closing.ts';
import type { FlowEvent } from './flow-event.ts';
import { FlowRun, type FlowBook, type Voice } from './flow-run.ts';
import { commonTexts } from './flow-texts.ts';
import type { Flow } from './flow.ts';
import { askToGoOn, hear } from './hear-message.ts';
import { overhear } from './overhear.ts';
import { fallSilent } from './patience.ts';
import { offerLanguages, restart } from './steer-flow.ts';
import { complete, isWrite, onError, sendCall, takeWhenever, walk } from './walk-flow.ts';

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
      hear(run, event);
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
