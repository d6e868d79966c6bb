import { languageCodes, type LanguageCode } from '../../language/languages.ts';
import { el, icon } from '../shared/dom.ts';
import type { ChatState } from './chat.ts';
import { createComposer, type ComposerDeps } from './composer.ts';
import { codeView, offerView, type ContinueDeps } from './continue-view.ts';
import { createLogView, type LogViewDeps } from './log-view.ts';
import type { ChatMessage } from './message.ts';
import { createMoreMenu } from './more-menu.ts';
import { texts as allTexts, type Texts } from './texts.ts';

/** The window of the conversation. */
export interface Panel {
  readonly element: HTMLElement;
  update(state: ChatState): void;
  toEnd(): void;
  /** `write`: into the text field, else only into the panel. */
  focus(write: boolean): void;
  draft(): string;
  /** Shows something in the place where warnings are shown. */
  warn(text: string): void;
}

export interface PanelDeps
  extends Omit<LogViewDeps, 'language'>, Omit<ComposerDeps, 'onTooLarge'>, Omit<ContinueDeps, 'language' | 'onClose'> {
  readonly language: LanguageCode;
  /** Name in the header in place of the standard one. */
  readonly title?: string;
  readonly onClose: () => void;
  readonly onLanguage: (language: LanguageCode) => void;
}

export function createPanel(deps: PanelDeps): Panel {
  const { texts } = deps;
  const title = deps.title ?? texts.title;
  const log = createLogView(deps);
  const status = el('bdi');
  const banner = el('p', { class: 'banner', role: 'status', dir: 'auto' });
  const composer = createComposer({ ...deps, onTooLarge: () => warn(texts.tooLarge) });
  const close = el('button', { type: 'button', class: 'icon-button', 'aria-label': texts.close, title: texts.close });
  close.append(icon('M6 6l12 12', 'M18 6 6 18'));
  close.addEventListener('click', deps.onClose);
  const more = createMoreMenu(texts.more, [
    { title: texts.continueElsewhere, onPress: () => show(offerView) },
    { title: texts.haveCode, onPress: () => show(codeView) },
  ]);
  const names = el(
    'div',
    { class: 'names' },
    el('h2', { class: 'title' }, el('bdi', {}, title)),
    el('p', { class: 'status' }, status),
  );
  const header = el('header', { class: 'header' }, names, languageMenu(deps), more.element, close);
  const element = el('section', { class: 'panel', role: 'dialog', 'aria-label': title, tabindex: -1 });
  element.append(header, log.element, banner, composer.element);
  let warning = '';
  let offline = false;

  /** Puts a page in place of the conversation, until the customer goes back to that. */
  function show(view: (deps: ContinueDeps) => HTMLElement): void {
    const conversation = [log.element, banner, composer.element];
    const sheet = view({
      ...deps,
      onClose: () => {
        if (!sheet.isConnected) return;
        sheet.replaceWith(...conversation);
        log.toEnd();
        more.focus();
      },
    });
    element.querySelector('.sheet')?.remove();
    for (const part of conversation) part.remove();
    element.append(sheet);
    (sheet.querySelector('input') ?? sheet).focus({ preventScroll: true });
  }

  function warn(text: string): void {
    warning = text;
    showBanner();
  }

  function showBanner(): void {
    const text = warning !== '' ? warning : offline ? texts.offline : '';
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = text === '';
  }

  showBanner();
  return {
    element,
    update({ messages, status: connection, isSending }) {
      log.update(messages);
      status.textContent = statusText(messages, texts);
      if (isSending) warning = '';
      offline = connection === 'offline' || (isSending && !navigator.onLine);
      showBanner();
    },
    toEnd: () => log.toEnd(),
    focus(write) {
      if (write) composer.focus();
      else element.focus({ preventScroll: true });
    },
    draft: () => composer.draft(),
    warn,
  };
}

function languageMenu({ texts, language, onLanguage }: PanelDeps): HTMLElement {
  const options = languageCodes.map((code) =>
    el('option', { value: code, lang: code, selected: code === language }, allTexts[code].self),
  );
  const menu = el('select', { 'aria-label': texts.language, title: texts.language }, ...options);
  menu.addEventListener('change', () => onLanguage(menu.value as LanguageCode));
  return menu;
}

/** Who the customer is talking to. */
function statusText(messages: readonly ChatMessage[], texts: Texts): string {
  for (const { note, from, name } of [...messages].reverse()) {
    if (from === 'agent') return name ?? texts.agent;
    if (note === 'waiting') return texts.waiting;
    if (note === 'joined') return name ?? texts.agent;
    if (note !== undefined && note !== 'resumed') return texts.assistant;
  }
  return texts.assistant;
}
