import type { DecisionRecord } from '../../conversation/entry.ts';
import { el } from '../shared/dom.ts';
import type { EntryViewDeps } from './entry-view.ts';

/** Why the assistant did what it did, folded in. */
export function decisionView(decision: DecisionRecord, { texts, titles }: EntryViewDeps): HTMLElement {
  const { kind, articleId, confidence, candidates, questions, reason } = decision;
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
    questions === undefined ? undefined : el('p', {}, texts.twoQuestions),
    questions === undefined
      ? undefined
      : el('ol', {}, ...questions.map((question) => candidateView(question, titles, texts.nearest))),
    questions === undefined ? undefined : el('p', {}, texts.asWhole),
    candidates.length === 0
      ? el('p', {}, texts.noCandidates)
      : el('ol', {}, ...candidates.map((candidate) => candidateView(candidate, titles, texts.nearest))),
    spokeView(texts.words, decision.words, texts),
    spokeView(texts.concepts, decision.concepts, texts),
    featuresView(texts.confidenceFrom, decision.confidenceFeatures),
  );
}

/** The words or concepts that put the first candidate ahead of the second. */
function spokeView(
  title: string,
  list: DecisionRecord['words'],
  { forFirst, forSecond }: EntryViewDeps['texts'],
): HTMLElement | undefined {
  if (list === undefined || list.length === 0) return undefined;
  const head = el('tr', {}, ...[title, forFirst, forSecond].map((text) => el('th', { scope: 'col' }, text)));
  const rows = list.map(({ text, pro, contra }) =>
    el('tr', {}, el('td', { dir: 'auto' }, text), ...[pro, contra].map((value) => el('td', {}, value.toFixed(2)))),
  );
  return el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows));
}

function featuresView(title: string, features: DecisionRecord['confidenceFeatures']): HTMLElement | undefined {
  if (features === undefined) return undefined;
  const rows = Object.entries(features).map(([name, value]) =>
    el('li', {}, el('code', {}, name), ` ${value.toFixed(2)}`),
  );
  return el('div', {}, el('p', {}, title), el('ul', { class: 'evidence' }, ...rows));
}

function candidateView(
  { articleId, confidence, evidence, nearest, nearestTranslation }: DecisionRecord['candidates'][number],
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
    nearestTranslation === undefined ? undefined : el('p', { dir: 'auto' }, `= “${nearestTranslation}”`),
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
