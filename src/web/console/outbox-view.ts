import type { ConsoleMail } from '../../http/console-api.ts';
import { el, icon } from '../shared/dom.ts';
import { renderLinkedText } from '../shared/markdown-view.ts';
import { outboxTexts } from './outbox-texts.ts';
import type { ListViewDeps } from './list-view.ts';
import { consoleLanguage } from './texts.ts';

/** Address of the page within the console. */
export const outboxHash = '#outbox';

/** What the demo provider would have sent, newest first. */
export interface OutboxView {
  readonly element: HTMLElement;
  /** Shows all of them; the newest comes first. */
  show(mails: readonly ConsoleMail[]): void;
  /** One more was sent; the same one twice is shown once. */
  add(mail: ConsoleMail): void;
  focus(): void;
}

export function createOutboxView({ texts, language, times, now }: ListViewDeps): OutboxView {
  const words = outboxTexts[consoleLanguage(language)];
  const back = el('a', { href: '#', class: 'back', 'aria-label': texts.back, title: texts.back });
  back.append(icon('M19 12H6', 'm11 18-6-6 6-6'));
  const title = el('h2', { tabindex: -1 }, words.title);
  const head = el('header', { class: 'head' }, back, el('div', { class: 'names' }, title));
  const list = el('ol', { class: 'mails', 'aria-live': 'polite' });
  const empty = el('p', { class: 'empty' }, words.empty);
  const body = el('div', { class: 'outbox' }, el('p', { class: 'quiet' }, words.explanation), empty, list);
  let shown: ReadonlySet<string> = new Set();

  function mailView({ id, at, to, kind, language: spoken, subject, text }: ConsoleMail): HTMLElement {
    return el(
      'li',
      { class: 'mail', 'data-id': id },
      el(
        'header',
        {},
        el('span', { class: 'tag' }, words.kinds[kind] ?? kind),
        el('span', { class: 'quiet', dir: 'auto' }, words.to.replace('{address}', to)),
        el('time', { datetime: new Date(at).toISOString() }, times.clock(at, now())),
      ),
      el('strong', { dir: 'auto', lang: spoken }, subject),
      el('p', { class: 'plain', dir: 'auto', lang: spoken }, renderLinkedText(text)),
    );
  }

  function show(mails: readonly ConsoleMail[]): void {
    shown = new Set(mails.map(({ id }) => id));
    list.replaceChildren(...mails.map(mailView));
    empty.hidden = mails.length > 0;
  }

  return {
    element: el('section', { class: 'conversation' }, head, body),
    show,
    add(mail) {
      if (shown.has(mail.id)) return;
      shown = new Set([...shown, mail.id]);
      list.prepend(mailView(mail));
      empty.hidden = true;
    },
    focus: () => title.focus({ preventScroll: true }),
  };
}
