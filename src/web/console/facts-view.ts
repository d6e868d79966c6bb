import { el } from '../shared/dom.ts';
import type { ConsoleConversation } from '../../http/console-api.ts';
import type { Board } from './board.ts';
import type { ListViewDeps } from './list-view.ts';
import type { ConsoleTexts } from './texts.ts';
import { languageName } from './times.ts';

/** What is known of a conversation, as terms and values. */
export function factsView(read: ConsoleConversation, board: Board, deps: ListViewDeps): HTMLElement {
  const { texts, language, times } = deps;
  const { conversation, ticket, key } = read;
  const spoken = conversation.language ?? ticket?.language;
  const topic = ticket?.articleId ?? conversation.topic;
  const named = conversation.customer.name;
  const facts: (readonly [string, string | undefined])[] = [
    [texts.reference, ticket?.reference],
    [texts.reason, ticket === undefined ? undefined : texts.reasons[ticket.reason]],
    // Without a name the topic is the title already.
    [texts.topic, topic === undefined || named === undefined ? undefined : (board.titles[topic] ?? topic)],
    [texts.language, spoken === undefined ? undefined : languageName(spoken, language)],
    [texts.channel, key.slice(0, key.indexOf(':'))],
    ...learnedFacts(conversation.slots, texts, ticket !== undefined),
  ];
  const shown = facts.flatMap(([term, value]) =>
    value === undefined ? [] : [el('div', {}, el('dt', {}, term), el('dd', { dir: 'auto' }, value))],
  );
  const due = ticket?.status === 'open' ? dueView(ticket.dueAt, deps) : undefined;
  return el('dl', { class: 'facts', 'aria-label': texts.facts }, ...shown, due);

  function dueView(dueAt: number, { now }: ListViewDeps): HTMLElement {
    const isLate = dueAt < now();
    const text = (isLate ? texts.overdue : texts.due).replace('{time}', times.relative(dueAt, now()));
    return el('div', {}, el('dd', { class: isLate ? 'overdue' : '' }, text));
  }
}

/** What dialogs learned; a question that was passed over is no fact. Of a request the packet shows the slots, in words. */
function learnedFacts(
  slots: Readonly<Record<string, string>>,
  texts: ConsoleTexts,
  hasPacket: boolean,
): [string, string][] {
  return Object.entries(slots).flatMap(([name, value]): [string, string][] => {
    if (value === 'unknown') return [];
    if (name === 'rating')
      return [[texts.rating, `${'★'.repeat(Number(value))}${'☆'.repeat(5 - Number(value))} ${value}/5`]];
    if (name === 'ratingComment' || name === 'timeZone') return [[texts[name], value]];
    return hasPacket ? [] : [[name, value]];
  });
}

/** The name over a conversation: the customer's, or what it is about. */
export function titleOf({ conversation, ticket }: ConsoleConversation, board: Board, fallback: string): string {
  const topic = ticket?.articleId ?? conversation.topic;
  return conversation.customer.name ?? (topic === undefined ? fallback : (board.titles[topic] ?? topic));
}
