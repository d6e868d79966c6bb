import { itemName, kindOf, type Flow, type Flows, type Step, type Target } from './flow.ts';

/** A way from a step to another. */
export interface Edge {
  readonly from: string;
  /** Step of the same flow, `flow/step` of another one, or undefined behind the last step. */
  readonly to: string | undefined;
  /** What the way is taken for: `yes`, an error, a condition … */
  readonly label:
    'next' | 'branch' | 'again' | 'error' | 'no' | 'worked' | 'return' | 'go' | 'skip' | 'whenever' | 'failure';
  /** Place of the branch in `when` or `whenever`, the error, or the end that is returned from. */
  readonly detail?: string | number;
}

/** All ways through a flow, in the order of its steps. */
export function edgesOf(flow: Flow, flows: Flows): Edge[] {
  return flow.steps.flatMap((step, index) => {
    const following = flow.steps[index + 1]?.id;
    const own = waysFrom(flow, step, following, flows);
    const isSkipped = step.if !== undefined && !own.some(({ to, label }) => to === following && label === 'next');
    return isSkipped ? [...own, { from: step.id, to: following, label: 'skip' as const }] : own;
  });
}

function waysFrom(flow: Flow, step: Step, following: string | undefined, flows: Flows): Edge[] {
  const edge = (to: string | undefined, label: Edge['label'], detail?: Edge['detail']): Edge => ({
    from: step.id,
    to,
    label,
    ...(detail === undefined ? {} : { detail }),
  });
  const kind = kindOf(step);
  if (kind === 'exit') return [];
  if (kind === 'go')
    return step.go === undefined
      ? []
      : targetEdges(step.go, flows).map(([to, label, detail]) => edge(to, label, detail));
  const edges: Edge[] = [];
  if (kind === 'try') edges.push(edge(step.worked ?? flow.success, 'worked'));
  if (kind === 'confirm') edges.push(edge(step.no, 'no'));
  if (kind === 'call' && !step.background) {
    for (const [error, to] of Object.entries(step.on ?? {})) edges.push(edge(to, 'error', error));
    edges.push(edge(flow.failure, 'failure'));
  }
  step.when.forEach((branch, index) => {
    if (branch.again !== undefined) edges.push(edge(branch.again, 'again', index));
    if (branch.go === undefined) return;
    for (const [to, label, detail] of targetEdges(branch.go, flows)) {
      edges.push(edge(to, label === 'go' ? 'branch' : label, label === 'go' ? index : detail));
    }
  });
  // A branch without a condition leaves nothing for what comes behind it.
  const isClosed = step.when.some((branch) => branch.if === undefined && branch.again === undefined);
  if (!isClosed) edges.push(edge(following, 'next'));
  return edges;
}

/** Where a target leads: into the other flow, and back from it. */
export function targetEdges(target: Target, flows: Flows): [string, 'go' | 'return', string?][] {
  if (typeof target === 'string') return [[target, 'go']];
  const step = target.step ?? flows.get(target.flow)?.steps[0]?.id ?? '';
  const back = Object.entries(target.return ?? {}).map(([exit, to]): [string, 'return', string] => [
    to,
    'return',
    exit,
  ]);
  return [[`${target.flow}/${step}`, 'go'], ...back];
}

/** Slots and results a flow may name: its own, and the results of the flows it comes back from. */
export function knownNames(flow: Flow, flows: Flows): ReadonlySet<string> {
  const names = new Set([...Object.keys(flow.slots), 'tries']);
  const visited = new Set<string>();
  const add = (each: Flow) => {
    if (visited.has(each.id)) return;
    visited.add(each.id);
    for (const step of each.steps) {
      if (step.into !== undefined) names.add(step.into);
      if (step.options !== undefined) names.add(itemName(step.ask ?? ''));
    }
    const targets = [
      ...each.steps.flatMap((step) => [step.go, ...step.when.map(({ go }) => go)]),
      ...each.whenever.map(({ go }) => go),
    ];
    for (const target of targets) {
      const other = typeof target === 'object' ? flows.get(target.flow) : undefined;
      if (other !== undefined) add(other);
    }
  };
  add(flow);
  return names;
}
