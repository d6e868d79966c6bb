import { el, pressable } from '../shared/dom.ts';
import { renderLinkedText, renderMarkdown, renderText } from '../shared/markdown-view.ts';
import { fileView } from './file-view.ts';
import type { ChatMessage, NoteKind } from './message.ts';
import type { Texts } from './texts.ts';

/** What messages are shown with. */
export interface MessageViewDeps {
  readonly texts: Texts;
  /** Language of the interface, for times. */
  readonly language: string;
  readonly now: () => number;
  readonly onRetry: (key: string) => void;
}

/** One message. `first`: the author or the time differs enough from the message above to be named. */
export function messageView(message: ChatMessage, first: boolean, deps: MessageViewDeps): HTMLElement {
  if (message.from === 'note')
    return el('p', { class: 'note', dir: 'auto' }, deps.texts[noteTexts[message.note ?? 'fresh']]);
  return el(
    'article',
    { class: `message ${message.from}` },
    first ? metaView(message, deps) : undefined,
    message.text === '' ? undefined : bubbleView(message),
    ...(message.files ?? []).map((file) => fileView(file)),
    stateView(message, deps),
  );
}

function bubbleView({ from, format, text, language }: ChatMessage): HTMLElement {
  const body =
    format === 'markdown' ? renderMarkdown(text) : from === 'customer' ? renderText(text) : renderLinkedText(text);
  // The interface's language says nothing about what a person types.
  const lang = from === 'customer' ? undefined : language;
  return el('div', { class: format === 'markdown' ? 'bubble' : 'bubble plain', dir: 'auto', lang }, body);
}

function metaView({ from, name, at }: ChatMessage, { texts, language, now }: MessageViewDeps): HTMLElement {
  const who = from === 'customer' ? texts.you : from === 'agent' ? (name ?? texts.agent) : texts.assistant;
  return el(
    'header',
    { class: 'meta' },
    el('span', { class: from === 'customer' ? 'who hidden' : 'who', dir: 'auto' }, who),
    el('time', { datetime: new Date(at).toISOString() }, timeText(at, now(), language)),
  );
}

function stateView(
  { key, state, text, files }: ChatMessage,
  { texts, onRetry }: MessageViewDeps,
): HTMLElement | undefined {
  if (state === 'sending') return el('p', { class: 'state' }, texts.sending);
  if (state !== 'failed') return undefined;
  const canRetry = text !== '' || files?.some(({ url }) => url !== undefined) === true;
  const retry = pressable({ class: 'retry' }, () => onRetry(key), texts.retry);
  return el('p', { class: 'state failed' }, texts.notSent, ...(canRetry ? [retry] : []));
}

const noteTexts = {
  waiting: 'waiting',
  joined: 'joined',
  left: 'left',
  assistant: 'assistantBack',
  fresh: 'fresh',
  resumed: 'resumed',
} as const satisfies Record<NoteKind, keyof Texts>;

/** The time today, else date and time. */
function timeText(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const format = isToday ? time : ({ ...time, day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(language, format).format(at);
}
