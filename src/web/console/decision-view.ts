import type { DecisionRecord } from '../../conversation/entry.ts';
import { el } from '../shared/dom.ts';
import type { EntryViewDeps } from './entry-view.ts';

/** Why the assistant did what it did, folded in. */
export function decisionView(decision: DecisionRecord, { texts, titles }: EntryViewDeps): HTMLElement {
  const { kind, articleId, confidence, candidates, reason } = decision;
  const title = articleId === undefined ? undefined : (titles[articleId] ?? articleId);
  const summary = [
    texts.decisions[kind] ?? kind,
    ...(title === undefined ? [] : [`“${title}”`]),
    ...(confidence === undefined ? [] : [`${percent(confidence)} ${texts.confidence}`]),
  ].join(' · ');
  return el(
    'details',
    { class: 'decision' },
    el('summary', { dir: 'auto' }, summary),
    el('p', {}, el('code', {}, `${kind}: ${reason}`), languageOf(decision)),
    candidates.length === 0
      ? el('p', {}, texts.noCandidates)
      : el('ol', {}, ...candidates.map((candidate) => candidateView(candidate, titles, texts.nearest))),
  );
}

function candidateView(
  { articleId, confidence, evidence, nearest }: DecisionRecord['candidates'][number],
  titles: EntryViewDeps['titles'],
  nearestLabel: string,
): HTMLElement {
  const numbers = Object.entries(evidence).map(([name, value]) =>
    el('li', {}, el('code', {}, name), ` ${value.toFixed(2)}`),
  );
  return el(
    'li',
    {},
    el('span', { dir: 'auto' }, `${titles[articleId] ?? articleId} · ${percent(confidence)}`),
    nearest === undefined ? undefined : el('p', { dir: 'auto' }, `${nearestLabel}: “${nearest}”`),
    numbers.length === 0 ? undefined : el('ul', { class: 'evidence' }, ...numbers),
  );
}

function languageOf({ language, languageConfidence }: DecisionRecord): string {
  if (language === undefined) return '';
  return languageConfidence === undefined ? ` ${language}` : ` ${language} ${percent(languageConfidence)}`;
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
