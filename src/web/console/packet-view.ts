import type { ConsoleConversation } from '../../http/console-api.ts';
import { el } from '../shared/dom.ts';
import type { Board } from './board.ts';
import type { ListViewDeps } from './list-view.ts';
import { packetFacts, type PacketFacts } from './packet.ts';
import { packetTexts } from './packet-texts.ts';
import { fieldName, fieldText, placeText, type ValueDeps } from './packet-values.ts';
import { consoleLanguage } from './texts.ts';

/** What an agent must know at once of a request that was handed over; undefined where there is none. */
export function packetView(read: ConsoleConversation, board: Board, deps: ListViewDeps): HTMLElement | undefined {
  if (read.ticket === undefined) return undefined;
  const facts = packetFacts(read);
  const values: ValueDeps = { ...deps, words: packetTexts[consoleLanguage(deps.language)] };
  const { words } = values;
  return el(
    'section',
    { class: 'packet', 'aria-label': words.title, tabindex: 0 },
    el('h3', {}, words.title),
    tags(read, facts, values),
    facts.wish === undefined
      ? undefined
      : part(words.wish, el('blockquote', { class: 'wish', dir: 'auto' }, facts.wish)),
    terms('', pairs(read, facts, board, values)),
    tries(read, facts, values),
    results(facts, values),
    terms(
      words.answers,
      facts.slots.map(([name, value]) => [
        read.words?.questions[name] ?? fieldName(name, words),
        read.words?.answers[name] ?? (name === 'place' ? placeText(value, deps.language) : value),
      ]),
      'answers',
    ),
  );
}

function tags({ conversation, ticket }: ConsoleConversation, facts: PacketFacts, { words, texts }: ValueDeps) {
  const priority = ticket?.priority ?? 'normal';
  const queue = ticket?.packet?.queue;
  return el(
    'p',
    { class: 'tags' },
    el('span', { class: `tag ${priority}` }, texts.priorities[priority]),
    queue === undefined ? undefined : el('span', { class: 'tag' }, `${words.queue}: ${words.queues[queue] ?? queue}`),
    el('span', { class: `tag level ${conversation.level}` }, words.levels[conversation.level] ?? conversation.level),
    el('span', { class: 'tag' }, words.consent[facts.consent ?? 'unknown']),
  );
}

type Pair = readonly [term: string, value: string | undefined];

function pairs({ ticket, words: said }: ConsoleConversation, facts: PacketFacts, board: Board, deps: ValueDeps) {
  const { words, language } = deps;
  const packet = ticket?.packet;
  const step = said?.step === undefined ? packet?.step : `${said.step} (${packet?.step})`;
  const rows: readonly Pair[] = [
    [words.order, facts.order],
    [words.line, facts.line === undefined ? undefined : `…${facts.line}`],
    [words.plan, facts.plan],
    [words.device, facts.device],
    [words.place, facts.place === undefined ? undefined : placeText(facts.place, language)],
    [words.contact, facts.contact],
    [words.intent, intentText(facts.intent, board, language)],
    [words.dialog, said?.flow ?? packet?.flow],
    [words.endedAt, step],
  ];
  return rows;
}

function intentText(intent: PacketFacts['intent'], { titles }: Board, language: string): string | undefined {
  if (intent === undefined) return undefined;
  const { articleId, confidence } = intent;
  const title = titles[articleId] ?? articleId;
  if (confidence === undefined) return title;
  return `${title} · ${new Intl.NumberFormat(language, { style: 'percent' }).format(confidence)}`;
}

function tries({ words: said }: ConsoleConversation, facts: PacketFacts, { words, times, now }: ValueDeps) {
  if (facts.tries.length === 0) return undefined;
  const items = facts.tries.map(({ flow, step, result, at }) =>
    el(
      'li',
      {},
      el('span', { class: `tag ${result}` }, words.tried[result]),
      ' ',
      el('span', { dir: 'auto' }, said?.tries[`${flow}/${step}`] ?? step),
      ' ',
      el('time', { datetime: new Date(at).toISOString() }, times.clock(at, now())),
    ),
  );
  return part(words.tries, el('ol', { class: 'tries' }, ...items));
}

function results({ groups }: PacketFacts, deps: ValueDeps): HTMLElement | undefined {
  if (groups.length === 0) return undefined;
  const { words } = deps;
  const shown = groups.map(({ name, fields }) =>
    el(
      'section',
      {},
      el('h5', {}, words.groups[name] ?? fieldName(name, words)),
      definitions(fields.map((field) => [fieldName(field[0], words), fieldText(field, deps)])),
    ),
  );
  return part(words.backOffice, el('div', { class: 'results' }, ...shown));
}

function terms(title: string, rows: readonly Pair[], look = 'main'): HTMLElement | undefined {
  if (rows.every(([, value]) => value === undefined)) return undefined;
  return part(title, definitions(rows, look));
}

function definitions(rows: readonly Pair[], look = ''): HTMLElement {
  const shown = rows.flatMap(([term, value]) =>
    value === undefined ? [] : [el('div', {}, el('dt', { dir: 'auto' }, term), el('dd', { dir: 'auto' }, value))],
  );
  return el('dl', { class: `terms ${look}` }, ...shown);
}

function part(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return el('section', {}, title === '' ? undefined : el('h4', {}, title), ...children);
}
