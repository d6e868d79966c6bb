import type { Utterance } from '../language/analyze.ts';
import type { FlowRun } from './flow-run.ts';
import { commonTexts } from './flow-texts.ts';
import { kindOf } from './flow.ts';
import type { Pressed } from './steer-flow.ts';

/** What is looked at of a message. */
interface Heard {
  readonly utterance: Utterance;
  readonly choice?: string;
  /** The article it surely means. */
  readonly sure?: unknown;
}

/** Types whose form is explained once before the question is given up. */
const explained: ReadonlySet<string> = new Set(['email', 'phone']);

/** Whether a message is about something else although the question, which takes any words, could take it. */
export function asksElse(run: FlowRun, { sure }: Heard, choice: Pressed): boolean {
  const isText = kindOf(run.step) === 'ask' && run.slot(run.step.ask ?? '')?.type === 'text';
  return run.flow.closing === true && isText && choice === undefined && sure !== undefined;
}

/** Whether a message that is no answer to a closing question ends it. */
export function isPassedBy(run: FlowRun, { sure }: Heard): boolean {
  if (run.flow.closing !== true) return false;
  const type = run.slot(run.step.ask ?? '')?.type;
  return sure !== undefined || run.state.misses > 0 || type === undefined || !explained.has(type);
}

/** Leaves a closing question to hear the message as if no dialog were open. Free words are kept as its answer all the same. */
export function pass(run: FlowRun, { utterance, sure }: Heard): void {
  const name = run.step.ask ?? '';
  const slot = run.slot(name);
  const text =
    slot?.type === 'text' && sure !== undefined
      ? run.book.readSlot(utterance, { ...request(run), name, slot })
      : undefined;
  if (text !== undefined) run.fill(name, text);
  run.passes = true;
  closeQuietly(run, 'stopped');
}

/** Ends a closing flow where it stands: what it was about is solved. */
export function closeQuietly(run: FlowRun, reason: 'stopped' | 'expired', isSaid = false): void {
  const name = run.step.ask ?? '';
  if (run.slot(name)?.once === true && run.state.slots[name] === undefined) run.fill(name, 'unknown');
  if (isSaid) run.speak('stopped', { from: commonTexts });
  run.reason = reason;
  run.end('success');
}

function request(run: FlowRun) {
  return { flow: run.state.flow, isAsked: true, at: run.at };
}
