import type { Flow, Flows, Step } from './flow.ts';
import type { Condition, Test } from './flow-condition.ts';
import { kindOf } from './flow.ts';
import { edgesOf, targetEdges, type Edge } from './flow-graph.ts';

/** A flow as a Mermaid flowchart: one shape a kind of step, the ways with what they are taken for. */
export function drawFlow(flow: Flow, flows: Flows): string {
  const edges = edgesOf(flow, flows).filter(({ label }) => label !== 'failure');
  const whenever = flow.whenever.flatMap((branch) =>
    branch.go === undefined
      ? []
      : targetEdges(branch.go, flows)
          .filter(([, label]) => label === 'go')
          .map(([to]) => `  ${node('whenever')} -. "${conditionText(branch.if)}" .-> ${node(to)}`),
  );
  const outside = new Set(
    [
      ...edges.map(({ to }) => to ?? ''),
      ...flow.whenever.map(({ go }) => (typeof go === 'object' ? `${go.flow}/${go.step ?? ''}` : '')),
    ].filter((to) => to.includes('/')),
  );
  return [
    'flowchart TD',
    ...flow.steps.map((step) => `  ${node(step.id)}${shape(step)}`),
    ...[...outside].map((place) => `  ${node(place)}[/"${place.replace(/\/$/, '')}"/]`),
    ...(flow.whenever.length === 0 ? [] : [`  ${node('whenever')}(("at any time"))`]),
    ...edges.flatMap((edge) => (edge.to === undefined ? [] : [`  ${arrow(flow, edge, edge.to)}`])),
    ...whenever,
  ].join('\n');
}

/** Mermaid reserves some words (`end`) and signs: ids are prefixed and made of letters, digits and underscores. */
function node(id: string): string {
  return `s_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
}

function shape(step: Step): string {
  const text = (what: string) => `"${step.id}: ${what}"`;
  switch (kindOf(step)) {
    case 'say':
      return `[${text('say')}]`;
    case 'ask':
      return `{{${text(`ask ${step.ask}`)}}}`;
    case 'call':
      return `[[${text(`${step.call}${step.background ? ', meanwhile' : ''}`)}]]`;
    case 'confirm':
      return `{${text(`confirm (${step.risk})`)}}`;
    case 'try':
      return `{{${text('try')}}}`;
    case 'go':
      return `[${text('go')}]`;
    case 'exit':
      return `([${text(step.exit ?? '')}])`;
  }
}

function arrow(flow: Flow, edge: Edge, to: string): string {
  const label = labelOf(flow, edge);
  const line = edge.label === 'again' || edge.label === 'return' ? '-.->' : '-->';
  return `${node(edge.from)} ${line}${label === '' ? '' : `|"${label}"|`} ${node(to)}`;
}

function labelOf(flow: Flow, { from, label, detail }: Edge): string {
  const step = flow.steps.find(({ id }) => id === from);
  const branch = typeof detail === 'number' ? step?.when[detail] : undefined;
  switch (label) {
    case 'branch':
      return conditionText(branch?.if);
    case 'again':
      return `again, at most ${branch?.most ?? 1}: ${conditionText(branch?.if)}`.replace(/: $/, '');
    case 'error':
      return String(detail);
    case 'return':
      return `after ${detail}`;
    case 'no':
    case 'worked':
      return label;
    case 'skip':
      return `unless ${conditionText(step?.if)}`;
    case 'next':
    case 'go':
    case 'whenever':
    case 'failure':
      return '';
  }
}

/** A condition as people say it: `place known and line.state = expired`. */
function conditionText(condition: Condition | undefined): string {
  if (condition === undefined) return '';
  const values = Object.entries(condition.values).map(([path, test]) => `${path} ${testText(test)}`);
  const all = [...values, ...(condition.all ?? []).map(conditionText)];
  const any = (condition.any ?? []).map(conditionText).join(' or ');
  const not = condition.not === undefined ? [] : [`not (${conditionText(condition.not)})`];
  return [...all, ...(any === '' ? [] : [all.length > 0 ? `(${any})` : any]), ...not].join(' and ');
}

function testText(test: Test): string {
  if (Array.isArray(test)) return `= ${test.join(' / ')}`;
  if (typeof test !== 'object') return `= ${test}`;
  const parts = [
    ...(test.exists === undefined ? [] : [test.exists ? 'known' : 'not known']),
    ...(test.less === undefined ? [] : [`below ${test.less}`]),
    ...(test.greater === undefined ? [] : [`above ${test.greater}`]),
    ...(test.within === undefined ? [] : [`in the last ${test.within} minutes`]),
    ...(test.same === undefined ? [] : [`the same as ${test.same}`]),
  ];
  return parts.join(', ');
}
