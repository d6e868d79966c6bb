import type { ConsoleTicket } from '../../http/console-api.ts';
import { el } from '../shared/dom.ts';
import { lists, needsAnswer, type Board } from './board.ts';
import type { ConsoleTexts } from './texts.ts';
import { languageName, type Times } from './times.ts';

/** What the lists are shown with. */
export interface ListViewDeps {
  readonly texts: ConsoleTexts;
  readonly times: Times;
  readonly language: string;
  readonly now: () => number;
}

/** The waiting, own and other conversations. `selected`: key of the one on show. */
export function listView(board: Board, selected: string | undefined, deps: ListViewDeps): readonly HTMLElement[] {
  const { texts } = deps;
  const { waiting, mine, others } = lists(board);
  const row = (ticket: ConsoleTicket): HTMLElement => rowView(ticket, board, ticket.key === selected, deps);
  const queue = section(texts.waiting, waiting.map(row), texts.nothingWaiting);
  const own = section(texts.mine, mine.map(row), texts.nothingMine);
  return [
    // People who were promised an answer come before those who wait, however many wait.
    ...(mine.length === 0 ? [queue, own] : [own, queue]),
    ...(others.length === 0 ? [] : [section(texts.others, others.map(row), '')]),
  ];
}

function section(title: string, rows: readonly HTMLElement[], empty: string): HTMLElement {
  const count = rows.length === 0 ? [] : [' ', el('span', { class: 'count' }, String(rows.length))];
  const body = rows.length === 0 ? el('p', { class: 'empty' }, empty) : el('ul', {}, ...rows);
  return el('section', {}, el('h2', {}, title, ...count), body);
}

function rowView(ticket: ConsoleTicket, board: Board, isSelected: boolean, deps: ListViewDeps): HTMLElement {
  const { texts, language } = deps;
  const last = board.last[ticket.key];
  const topic = ticket.articleId === undefined ? undefined : (board.titles[ticket.articleId] ?? ticket.articleId);
  const link = el(
    'a',
    { href: `#${encodeURIComponent(ticket.key)}`, class: 'row', 'aria-current': isSelected ? 'true' : undefined },
    el(
      'span',
      { class: 'tags' },
      ticket.priority === 'normal'
        ? undefined
        : el('span', { class: `tag ${ticket.priority}` }, texts.priorities[ticket.priority]),
      el('span', { class: 'tag' }, languageName(ticket.language, language)),
      needsAnswer(board, ticket) ? el('span', { class: 'tag answer' }, texts.answerIt) : undefined,
    ),
    el('strong', { dir: 'auto' }, topic ?? texts.reasons[ticket.reason]),
    topic === undefined ? undefined : el('span', { class: 'quiet' }, texts.reasons[ticket.reason]),
    last === undefined ? undefined : el('span', { class: 'last', dir: 'auto' }, last.text),
    timesLine(ticket, deps),
    ticket.agentId === undefined || ticket.agentId === board.me.id
      ? undefined
      : el('span', { class: 'quiet' }, texts.heldBy.replace('{agent}', ticket.agentId)),
  );
  return el('li', {}, link);
}

function timesLine({ createdAt, dueAt, status, updatedAt }: ConsoleTicket, deps: ListViewDeps): HTMLElement {
  const { texts, times } = deps;
  const now = deps.now();
  const since = texts.waitingSince.replace('{time}', times.clock(createdAt, now));
  if (status !== 'open') return el('span', { class: 'quiet' }, times.relative(updatedAt, now));
  const isLate = dueAt < now;
  const due = (isLate ? texts.overdue : texts.due).replace('{time}', times.relative(dueAt, now));
  return el('span', { class: 'quiet' }, since, ' · ', el('span', { class: isLate ? 'overdue' : 'due' }, due));
}
