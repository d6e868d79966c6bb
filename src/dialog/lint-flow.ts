import type { Fault } from '../knowledge/fault.ts';
import { pathsIn } from './conditions.ts';
import { conversationPaths, inputPaths } from './flow-input.ts';
import type { FlowFiles } from './flow-files.ts';
import { edgesOf, knownNames, type Edge } from './flow-graph.ts';
import { kindOf, type Branch, type Flow, type Flows, type Step, type Target } from './flow.ts';
import type { Condition } from './flow-condition.ts';
import { lintIncidents } from './lint-incidents.ts';
import { lintFlowTexts } from './lint-flow-texts.ts';
import type { OperationShape } from './operation-names.ts';
import { shapesOf } from './own-operations.ts';

/** What the check of flows needs to know beside the files. */
export interface FlowLintOptions {
  readonly articleIds: ReadonlySet<string>;
  /** Names of the provider's facts, as in `provider.supportPhone`. */
  readonly facts: ReadonlySet<string>;
}

/** What a condition or an input may name, and what may be called. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly operations: Readonly<Record<string, OperationShape>>;
}

/** Reports a fault of a flow: the step or field, what is wrong, what to do. */
export type Report = (at: readonly (string | number)[], message: string, remedy: string) => void;

/** All faults of the flows beyond the form of their files: what is undefined, unreachable, without end or in a circle. */
export function lintFlows(files: FlowFiles, options: FlowLintOptions): Fault[] {
  const faults: Fault[] = [];
  const flows: Flows = new Map(files.flows.map((flow) => [flow.id, flow]));
  const operations = shapesOf(files.operations);
  for (const flow of files.flows) {
    const file = files.files.get(flow.id);
    const report: Report = (at, message, remedy) =>
      faults.push({
        file: file?.path ?? flow.id,
        line: file?.lineOf(at) ?? 0,
        message: `${flow.id}: ${message}`,
        remedy,
      });
    lintSteps(flow, flows, { ...options, operations }, report);
    lintWays(flow, flows, report);
    lintSlots(flow, flows, report);
  }
  return [
    ...faults,
    ...lintIncidents(files.settings.incidents, options.articleIds),
    ...lintFlowTexts(files, options.facts),
  ];
}

function lintSteps(
  flow: Flow,
  flows: Flows,
  options: FlowLintOptions & Pick<Known, 'operations'>,
  report: Report,
): void {
  const ids = new Set<string>();
  const known: Known = { names: knownNames(flow, flows), operations: options.operations };
  flow.steps.forEach((step, index) => {
    const at = ['steps', index];
    const own = (message: string, remedy: string, field?: string) =>
      report(field === undefined ? at : [...at, field], `step ${step.id}: ${message}`, remedy);
    if (ids.has(step.id)) own('the id is used twice', 'Rename one of the steps', 'id');
    ids.add(step.id);
    if (step.ask !== undefined && flow.slots[step.ask] === undefined) {
      own(`there is no slot ${step.ask}`, 'Declare it under `slots`', 'ask');
    }
    lintChoice(flow, step, own);
    if (step.call !== undefined) lintCall(step, flow, known, own);
    for (const path of [
      ...pathsIn(step.if),
      ...step.when.flatMap(({ if: condition }) => pathsIn(condition)),
      ...optionPaths(step),
    ]) {
      lintPath(path, flow, known, own);
    }
    lintTargets(step, flow, flows, own);
    if (step.article !== undefined && !options.articleIds.has(step.article)) {
      own(`there is no article ${step.article}`, 'Use the id of an entry of the knowledge base', 'article');
    }
    for (const id of step.offer ?? []) {
      if (flows.get(id)?.part !== false)
        own(`cannot offer ${id}`, 'Use the id of a flow that is no part of others', 'offer');
    }
  });
  flow.whenever.forEach((branch, index) => {
    const own = (message: string, remedy: string) =>
      report(['whenever', index], `whenever ${index + 1}: ${message}`, remedy);
    for (const path of pathsIn(branch.if)) lintPath(path, flow, known, own);
    if (branch.if === undefined || branch.go === undefined)
      own('needs `if` and `go`', 'Say when it applies and where it leads');
    if (branch.go !== undefined) lintTarget(branch.go, flow, flows, own);
  });
  for (const field of ['success', 'failure'] as const) {
    const target = flow[field];
    if (target !== undefined && !ids.has(target))
      report([field], `${field}: there is no step ${target}`, 'Correct the id');
  }
}

type Own = (message: string, remedy: string, field?: string) => void;

function lintChoice(flow: Flow, step: Step, own: Own): void {
  const slot = flow.slots[step.ask ?? ''];
  if (slot?.type === 'choice' && slot.options === undefined && step.options === undefined) {
    own(
      `the choice ${step.ask} has no options`,
      'List them at the slot, or take them from a result with `options`',
      'ask',
    );
  }
  if (step.options !== undefined && slot !== undefined && slot.type !== 'choice') {
    own('offers options for a slot that is no choice', 'Make the slot a `choice`', 'options');
  }
  if (kindOf(step) === 'try' && step.worked === undefined && flow.success === undefined) {
    own('leads nowhere when it works', 'Give the flow a `success` step, or this step `worked`');
  }
}

function lintCall(step: Step, flow: Flow, known: Known, own: Own): void {
  const operation = known.operations[step.call ?? ''];
  if (operation === undefined) {
    own(`there is no operation ${step.call}`, `Use one of ${Object.keys(known.operations).join(', ')}`, 'call');
    return;
  }
  for (const [name, input] of Object.entries(step.with ?? {})) {
    if (!operation.inputs.includes(name)) {
      own(`${step.call} has no input ${name}`, `Use ${operation.inputs.join(', ')}`, 'with');
    }
    for (const path of inputPaths(input)) {
      if (!(conversationPaths as readonly string[]).includes(path)) lintPath(path, flow, known, own, 'with');
    }
  }
  if (step.background && step.on !== undefined) {
    own('runs in the background and goes nowhere on an error', 'Remove `on` or `background`', 'on');
  }
}

/** A path must name a slot, or a result and one of the fields its operation answers with. */
function lintPath(path: string, flow: Flow, known: Known, own: Own, where = 'when'): void {
  const [first = '', field] = path.split('.');
  if (!known.names.has(first)) {
    own(`there is no slot or result ${first}`, 'Declare the slot, or name the result with `into`', where);
    return;
  }
  if (first === 'tries') {
    if (!flow.steps.some(({ id, try: tried }) => id === field && tried !== undefined)) {
      own(`there is no try ${field}`, 'Write `tries.` and the id of a `try` step', where);
    }
    return;
  }
  const calls = flow.steps.filter(({ into }) => into === first);
  if (field === undefined || calls.length === 0) return;
  if (!calls.some(({ call }) => known.operations[call ?? '']?.outputs.includes(field) === true)) {
    own(
      `${calls[0]?.call} does not answer with ${field}`,
      `Use ${known.operations[calls[0]?.call ?? '']?.outputs.join(', ')}`,
      where,
    );
  }
}

function lintTargets(step: Step, flow: Flow, flows: Flows, own: Own): void {
  const targets = [
    step.go,
    step.no,
    step.worked,
    ...Object.values(step.on ?? {}),
    ...step.when.flatMap((branch: Branch) => [branch.go, branch.again]),
  ];
  for (const target of targets) if (target !== undefined) lintTarget(target, flow, flows, own);
}

function lintTarget(target: Target, flow: Flow, flows: Flows, own: Own): void {
  const has = (where: Flow, id: string) => where.steps.some((step) => step.id === id);
  if (typeof target === 'string') {
    if (!has(flow, target)) own(`there is no step ${target}`, 'Correct the id', 'go');
    return;
  }
  const other = flows.get(target.flow);
  if (other === undefined) own(`there is no flow ${target.flow}`, `Use one of ${[...flows.keys()].join(', ')}`, 'go');
  else if (target.step !== undefined && !has(other, target.step)) {
    own(`the flow ${target.flow} has no step ${target.step}`, 'Correct the id', 'go');
  }
  for (const back of Object.values(target.return ?? {})) {
    if (!has(flow, back)) own(`there is no step ${back} to return to`, 'Correct the id', 'go');
  }
}

function optionPaths(step: Step): string[] {
  return step.options === undefined ? [] : [step.options.from];
}

function lintWays(flow: Flow, flows: Flows, report: Report): void {
  const edges = edgesOf(flow, flows);
  const index = new Map(flow.steps.map(({ id }, at) => [id, at]));
  for (const { from, to } of edges) {
    if (to === undefined) {
      report(
        ['steps', index.get(from) ?? 0],
        `step ${from}: the dialog ends here without an exit`,
        'Add an `exit` or a `go`',
      );
    }
  }
  const entered = enteredFromOutside(flow, flows);
  const reached = reach(
    [
      ...entered,
      ...flow.whenever.flatMap(({ go }) => (typeof go === 'string' ? [go] : Object.values(go?.return ?? {}))),
      flow.failure,
    ],
    edges,
  );
  for (const step of flow.steps) {
    if (!reached.has(step.id)) {
      report(
        ['steps', index.get(step.id) ?? 0],
        `step ${step.id}: nothing leads here`,
        'Remove the step or lead to it',
      );
    }
  }
  for (const step of circles(flow, edges)) {
    const at = index.get(step) ?? 0;
    report(
      ['steps', at],
      `step ${step}: the dialog can come round to it again by itself`,
      'Use `again` with `most`, or lead elsewhere',
    );
  }
}

function enteredFromOutside(flow: Flow, flows: Flows): string[] {
  const first = flow.steps[0]?.id ?? '';
  const others = [...flows.values()].flatMap((other) => edgesOf(other, flows).map(({ to }) => to));
  const whenever = [...flows.values()].flatMap((other) =>
    other.whenever.flatMap(({ go }) => (typeof go === 'object' ? [`${go.flow}/${go.step ?? ''}`] : [])),
  );
  const prefix = `${flow.id}/`;
  const inside = [...others, ...whenever]
    .filter((to) => to?.startsWith(prefix))
    .map((to) => to?.slice(prefix.length) ?? '');
  return [first, ...inside];
}

function reach(from: readonly string[], edges: readonly Edge[]): Set<string> {
  const reached = new Set(from);
  const open = [...from];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    for (const { to } of edges.filter((edge) => edge.from === step)) {
      if (to === undefined || reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}

/** Steps that can be reached from themselves without the customer going back, and not by a counted `again`. */
function circles(flow: Flow, edges: readonly Edge[]): string[] {
  const plain = edges.filter(({ label, to }) => label !== 'again' && to !== undefined && !to.includes('/'));
  const inCircle = flow.steps.filter(({ id }) => {
    const after = plain.filter(({ from }) => from === id).flatMap(({ to }) => (to === undefined ? [] : [to]));
    return reach(after, plain).has(id);
  });
  return inCircle.length === 0 ? [] : [inCircle[0]?.id ?? ''];
}

/** The same name must mean the same kind of thing in all flows, since flows share what they know. */
function lintSlots(flow: Flow, flows: Flows, report: Report): void {
  const results = new Set(
    [...flows.values()].flatMap(({ steps }) => steps.flatMap(({ into }) => (into === undefined ? [] : [into]))),
  );
  for (const [name, slot] of Object.entries(flow.slots)) {
    if (['all', 'any', 'not', 'tries', 'provider', 'plan', 'conversation'].includes(name) || results.has(name)) {
      report(['slots', name], `the slot ${name} has the name of something else`, 'Rename the slot');
    }
    const other = [...flows.values()].find(
      (each) => each.slots[name] !== undefined && each.slots[name].type !== slot.type,
    );
    if (other !== undefined) {
      report(
        ['slots', name],
        `the slot ${name} is a ${other.slots[name]?.type} in ${other.id}`,
        'Give it the same type, or another name',
      );
    }
    const isUsed = flow.steps.some((step) => step.ask === name) || namesRead(flow).has(name);
    if (!isUsed) report(['slots', name], `the slot ${name} is never used`, 'Remove it, ask for it or read it');
  }
}

function namesRead(flow: Flow): Set<string> {
  const conditions: (Condition | undefined)[] = [
    ...flow.whenever.map((branch) => branch.if),
    ...flow.steps.flatMap((step) => [step.if, ...step.when.map((branch) => branch.if)]),
  ];
  const inputs = flow.steps.flatMap(({ with: given }) => Object.values(given ?? {}).flatMap(inputPaths));
  return new Set([...conditions.flatMap(pathsIn), ...inputs].map((path) => path.split('.')[0] ?? ''));
}
