import { el, pressable } from '../shared/dom.ts';
import { outboxTexts } from './outbox-texts.ts';
import { outboxHash } from './outbox-view.ts';
import { consoleTexts, type ConsoleLanguage, type ConsoleTexts } from './texts.ts';

/** The line above everything. */
export interface BarDeps {
  readonly texts: ConsoleTexts;
  readonly language: ConsoleLanguage;
  /** Name of the agent; undefined before log-in. */
  readonly name: string | undefined;
  readonly canNotify: boolean;
  /** The demo provider's mail can be seen. */
  readonly hasOutbox: boolean;
  readonly onNotify: () => void;
  readonly onLanguage: (language: ConsoleLanguage) => void;
  readonly onLogOut: () => void;
}

export function barView({ texts, language, name, canNotify, hasOutbox, ...deps }: BarDeps): HTMLElement {
  const options = Object.entries(consoleTexts).map(([code, { self }]) =>
    el('option', { value: code, lang: code, selected: code === language }, self),
  );
  const menu = el('select', { 'aria-label': texts.language, title: texts.language }, ...options);
  menu.addEventListener('change', () => deps.onLanguage(menu.value as ConsoleLanguage));
  return el(
    'header',
    { class: 'bar' },
    el('strong', {}, texts.appName),
    name === undefined ? undefined : el('span', { class: 'me', dir: 'auto' }, name),
    hasOutbox ? el('a', { href: outboxHash }, outboxTexts[language].title) : undefined,
    name !== undefined && canNotify ? pressable({}, deps.onNotify, texts.notifyMe) : undefined,
    menu,
    name === undefined ? undefined : pressable({}, deps.onLogOut, texts.logOut),
  );
}
