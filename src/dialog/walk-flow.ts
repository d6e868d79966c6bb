import { holds } from './conditions.ts';
import { inputValue } from './flow-input.ts';
import type { FlowRun } from './flow-run.ts';
import type { ExitKind, OperationError, Return } from '../conversation/flow-position.ts';
import { itemName, kindOf, phraseOf, type Branch, type Step, type Target } from './flow.ts';

/** More steps than any flow has: a run that gets here turns in circles. */
const mostSteps = 300;

/** Walks from the current step on until the customer or the back office must answer, or the run is over. */
export function walk(run: FlowRun): void {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if (!takeStep(run)) return;
  }
  run.reason = 'no-progress';
  run.end('failure');
}

/** Ends a step that has done its work: the first branch that holds, else the next step of the list. */
export function complete(run: FlowRun): void {
  const { step } = run;
  const branch = step.when.find((each, index) => holds(each.if, run.knowns) && mayTake(run, each, index));
  if (branch?.again !== undefined) return again(run, branch.again, step.when.indexOf(branch));
  if (branch?.go !== undefined) return goTo(run, branch.go);
  next(run);
}

/** Goes to a step of this flow, or into another flow. */
export function goTo(run: FlowRun, target: Target): void {
  if (typeof target === 'string') {
    run.state.step = target;
    return;
  }
  const flow = run.book.flows.get(target.flow);
  if (flow === undefined) return fail(run, 'gone');
  const back: Return[] =
    target.return === undefined ? [] : [{ flow: run.state.flow, version: run.state.version, steps: target.return }];
  run.state.stack = [...run.state.stack, ...back];
  for (const [name, value] of Object.entries(target.with ?? {})) run.fill(name, value);
  run.state.flow = flow.id;
  run.state.version = flow.version;
  run.state.step = target.step ?? flow.steps[0]?.id ?? '';
}

/** Takes the failure exit of the flow. */
export function fail(run: FlowRun, reason: FlowRun['reason']): void {
  // A failure on the way to the failure exit leaves only the end.
  if (run.reason !== 'reached') {
    run.end('failure');
    return;
  }
  run.reason = reason;
  run.state.step = run.flow.failure;
}

/** Goes to the first branch of `whenever` that holds now and was not taken before; false when there is none. */
export function takeWhenever(run: FlowRun): boolean {
  const { flow } = run;
  const index = flow.whenever.findIndex(
    (branch, at) => run.count(`whenever:${flow.id}/${at}`) === 0 && holds(branch.if, run.knowns),
  );
  const target = flow.whenever[index]?.go;
  if (target === undefined) return false;
  run.setCount(`whenever:${flow.id}/${index}`, 1);
  goTo(run, target);
  return true;
}

/** Does the current step; false when the run has to wait, or is over. */
function takeStep(run: FlowRun): boolean {
  if (run.isOver) return false;
  const { step } = run;
  const kind = kindOf(step);
  if (!holds(step.if, run.knowns)) {
    next(run);
    return true;
  }
  switch (kind) {
    case 'say':
      run.speak(phraseOf(step) ?? step.id);
      complete(run);
      return true;
    case 'ask':
    case 'try':
    case 'confirm':
      if (takeWhenever(run)) return true;
      return question(run, step, kind);
    case 'call':
      return call(run, step);
    case 'go':
      goTo(run, step.go ?? step.id);
      return true;
    case 'exit':
      return exit(run, step, step.exit ?? 'failure');
  }
}

/** Asks, unless the answer is known; a question that comes round a second time by itself is no progress. */
function question(run: FlowRun, step: Step, kind: 'ask' | 'try' | 'confirm'): boolean {
  if (kind === 'ask') takeSingle(run, step);
  const isKnown =
    kind === 'ask'
      ? run.state.slots[step.ask ?? ''] !== undefined || (step.options !== undefined && run.items(step).length === 0)
      : kind === 'try' && run.state.stepResults.some((each) => each.flow === run.state.flow && each.step === step.id);
  if (isKnown) {
    complete(run);
    return true;
  }
  const key = askedKey(run.state.flow, step.id);
  if (run.count(key) > 0) {
    fail(run, 'no-progress');
    return !run.isOver;
  }
  run.setCount(key, 1);
  run.state.history = [
    ...run.state.history,
    {
      flow: run.state.flow,
      step: step.id,
      stack: run.state.stack,
      filled: [],
      tried: run.state.stepResults.length,
    },
  ];
  run.put();
  return false;
}

/** A list of one is no question. */
function takeSingle(run: FlowRun, step: Step): void {
  const items = run.items(step);
  const name = step.ask ?? '';
  if (step.options?.takeSingle !== true || items.length !== 1 || run.state.slots[name] !== undefined) return;
  run.fill(name, String(items[0]?.[step.options.value]));
  run.state.results = { ...run.state.results, [itemName(name)]: items[0] };
}

/** Count that tells that a step was asked. */
export function askedKey(flow: string, step: string): string {
  return `asked:${flow}/${step}`;
}

function call(run: FlowRun, step: Step): boolean {
  const inputs = Object.entries(step.with ?? {}).map(([name, input]) => [name, inputValue(run, input)] as const);
  const missing = inputs.filter(([, value]) => value === undefined).length;
  if (step.background && missing > 0) {
    next(run);
    return true;
  }
  if (!step.background && missing > 0 && missing === inputs.length) return onError(run, step, 'NOT_FOUND');
  const place = `${run.state.flow}/${step.id}`;
  const attempt = run.count(`called:${place}`) + 1;
  run.setCount(`called:${place}`, attempt);
  const key = `${run.state.run}/${place}/${attempt}`;
  run.state.calls = [...run.state.calls, { key, flow: run.state.flow, step: step.id, retry: 0 }];
  sendCall(run, step, key, 0);
  if (step.background) {
    next(run);
    return true;
  }
  run.state.waiting = 'call';
  run.state.offered = [];
  return false;
}

/** Asks for the operation of a step; the key of a repetition is the same, so that nothing is done twice. */
export function sendCall(run: FlowRun, step: Step, key: string, retry: number): void {
  const input = Object.fromEntries(
    Object.entries(step.with ?? {}).flatMap(([name, each]) => {
      const value = inputValue(run, each);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  run.effects.push({ kind: 'call', key, operation: step.call ?? '', input, retry });
}

/** Goes on after a call that failed for good. */
export function onError(run: FlowRun, step: Step, error: OperationError): boolean {
  const target = step.on?.[error] ?? step.on?.any;
  if (target === undefined) fail(run, error);
  else goTo(run, target);
  return !run.isOver;
}

/** Ends the flow: back to the one that waits for this end, else for good. */
function exit(run: FlowRun, step: Step, kind: ExitKind): boolean {
  const waiting = run.state.stack.at(-1);
  const target = waiting?.steps[kind] ?? (kind === 'info' ? waiting?.steps.success : undefined);
  const flow = waiting === undefined ? undefined : run.book.flows.get(waiting.flow);
  if (flow?.steps.some(({ id }) => id === target) === true && target !== undefined) {
    run.state.stack = run.state.stack.slice(0, -1);
    run.state.flow = flow.id;
    run.state.version = flow.version;
    run.state.step = target;
    // The caller has its own words for what failed here.
    run.reason = 'reached';
    return true;
  }
  const phrase = phraseOf(step);
  const choices = (step.offer ?? []).map((id) => ({
    value: `flow:${id}`,
    title: run.book.texts[run.language]?.[id]?.title ?? run.book.texts.en?.[id]?.title ?? id,
  }));
  if (phrase !== undefined) run.speak(phrase, { choices });
  if (step.article !== undefined) run.effects.push({ kind: 'answer', articleId: step.article });
  run.end(kind, step.urgency, step.queue);
  return false;
}

function next(run: FlowRun): void {
  const { steps } = run.flow;
  const following = steps[steps.findIndex(({ id }) => id === run.state.step) + 1];
  if (following === undefined) fail(run, 'no-progress');
  else run.state.step = following.id;
}

function mayTake(run: FlowRun, branch: Branch, index: number): boolean {
  return branch.again === undefined || run.count(againKey(run, index)) < branch.most;
}

function againKey(run: FlowRun, index: number): string {
  return `again:${run.state.flow}/${run.state.step}/${index}`;
}

/** Back to an earlier question: the answers from there on are forgotten and may be asked for anew. */
function again(run: FlowRun, target: string, index: number): void {
  const { steps, id } = run.flow;
  run.setCount(againKey(run, index), run.count(againKey(run, index)) + 1);
  const from = steps.findIndex((step) => step.id === target);
  const to = steps.findIndex((step) => step.id === run.state.step);
  const between = steps.slice(from, to + 1);
  for (const step of between) run.setCount(askedKey(id, step.id), 0);
  run.forget(between.flatMap(({ ask }) => (ask === undefined ? [] : [ask])));
  run.state.stepResults = run.state.stepResults.filter(
    (each) => each.flow !== id || !between.some((step) => step.id === each.step),
  );
  run.state.step = target;
}

/** True when the operation of a step changes something. */
export function isWrite(run: FlowRun, step: Step): boolean {
  return run.book.shapes[step.call ?? '']?.writes === true;
}
