import { dangerIn } from '../handoff/policy.ts';
import type { Utterance } from '../language/analyze.ts';
import { asksElse, closeQuietly, isPassedBy, pass } from './closing.ts';
import type { FlowEvent } from './flow-event.ts';
import type { FlowRun } from './flow-run.ts';
import { commonTexts } from './flow-texts.ts';
import { kindOf } from './flow.ts';
import { overhear } from './overhear.ts';
import { takeAnswer, titled, type Taken } from './read-answer.ts';
import { pressed, stale, steer, stop } from './steer-flow.ts';
import { askedKey, fail, goTo, walk } from './walk-flow.ts';

type Heard = Extract<FlowEvent, { kind: 'message' }>;

/** A message of the customer while a flow is open. */
export function hear(run: FlowRun, event: Heard): void {
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

/** After another question was answered: shall the flow go on? */
export function askToGoOn(run: FlowRun): void {
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
