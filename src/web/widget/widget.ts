import type { LanguageCode } from '../../language/languages.ts';
import { directionOf } from '../shared/direction.ts';
import { newId } from '../shared/ids.ts';
import circumstances from './circumstances.css';
import { createChat } from './chat.ts';
import continueElsewhere from './continue.css';
import { failureText } from './continue-view.ts';
import conversation from './conversation.css';
import { copyText } from './copy.ts';
import { createDirectLine } from './direct-line.ts';
import { keepFocusIn } from './focus.ts';
import { createLauncher } from './launcher.ts';
import { addStyles, setColor } from './look.ts';
import { browserStorage, createMemory } from './memory.ts';
import { firstLanguage, readOptions, type Options } from './options.ts';
import { createPanel } from './panel.ts';
import { isQuiet } from './quiet.ts';
import { addressOf, takeLink } from './resume-link.ts';
import { createScreen } from './screen.ts';
import { createSuggestLoader } from './suggest-loader.ts';
import { texts } from './texts.ts';
import css from './widget.css';

/** What pages can do with the widget: `window.simpatico`. */
export interface SimpaticoWidget {
  open(): void;
  close(): void;
  /** Opens the panel and says something in the customer's name. */
  send(text: string): void;
}

declare global {
  interface Window {
    simpatico?: SimpaticoWidget;
  }
}

/** Puts the widget on the page. The only file of it that touches clock, randomness and network. */
function mount(options: Options): SimpaticoWidget {
  const memory = createMemory(options.origin, browserStorage('localStorage'), browserStorage('sessionStorage'));
  const now = (): number => Date.now();
  const host = document.createElement('div');
  host.id = 'simpatico-widget';
  const root = host.attachShadow({ mode: 'open' });
  addStyles(root, [css, conversation, continueElsewhere, circumstances].join('\n'));
  if (options.color !== undefined) setColor(host, options.color);
  if (options.position !== undefined) host.dataset.position = options.position;
  const frame = document.createElement('div');
  const screen = createScreen(host);
  let language: LanguageCode = firstLanguage(memory.language(), options);
  let isOpen = false;
  let unread = 0;
  let mounted = false;

  const chat = createChat({
    directLine: createDirectLine(options.origin, (input, init) => fetch(input, init)),
    memory,
    now,
    random: Math.random,
    newId,
    isHidden: () => document.hidden,
    onChange: () => update(),
    onArrival: (messages) => {
      if (!isOpen) unread += messages.length;
      update();
    },
  });
  const offerSuggestions = createSuggestLoader({
    origin: options.origin,
    isQuiet: () => isQuiet(chat.state().messages),
    onText: (text) => chat.sendText(text, language),
  });
  let launcher = createLauncher(texts[language], () => (isOpen ? close(true) : open(true)));
  let panel = makePanel('');

  function makePanel(draft: string): ReturnType<typeof createPanel> {
    return createPanel({
      texts: texts[language],
      language,
      title: options.title,
      draft,
      now,
      onClose: () => close(true),
      onLanguage: changeLanguage,
      onText: (text) => chat.sendText(text, language),
      ...(options.suggest ? { onTyping: (input) => offerSuggestions(input, language) } : {}),
      onStarter: (text) => say(text),
      onChoice: (choice) => {
        chat.choose(choice, language);
        panel.focus(!screen.isTouch());
      },
      onFile: (file) => chat.sendFile(file, language),
      onRetry: (key) => chat.retry(key),
      onOffer: () => chat.offer(),
      onCode: (code) => chat.continueFrom({ code }),
      addressOf,
      copy: copyText,
    });
  }

  /** The pressed button is gone: the focus must not be lost with it. */
  function say(text: string): void {
    chat.sendText(text, language);
    panel.focus(!screen.isTouch());
  }

  function update(): void {
    // The conversation speaks up before there is anything to show it in.
    if (!mounted) return;
    panel.update(chat.state());
    launcher.update(unread, isOpen);
  }

  /** Builds everything visible in the language of now. */
  function render(): void {
    frame.className = isOpen ? 'frame open' : 'frame';
    frame.lang = language;
    frame.dir = directionOf(language);
    panel.element.hidden = !isOpen;
    panel.element.setAttribute('aria-modal', String(isOpen && screen.isFull()));
    frame.replaceChildren(panel.element, launcher.element);
    update();
  }

  function changeLanguage(next: LanguageCode): void {
    language = next;
    memory.saveLanguage(next);
    launcher = createLauncher(texts[language], () => (isOpen ? close(true) : open(true)));
    panel = makePanel(panel.draft());
    render();
    panel.toEnd();
    frame.querySelector('select')?.focus();
  }

  function open(focus: boolean): void {
    if (isOpen) return;
    isOpen = true;
    unread = 0;
    memory.saveOpen(true);
    screen.hold(true);
    render();
    panel.toEnd();
    if (focus) panel.focus(!screen.isTouch());
    chat.resume();
  }

  function close(focus: boolean): void {
    if (!isOpen) return;
    isOpen = false;
    memory.saveOpen(false);
    screen.hold(false);
    render();
    if (focus) launcher.element.focus({ preventScroll: true });
  }

  root.addEventListener('keydown', (event) => {
    const { key, isComposing } = event as KeyboardEvent;
    if (key === 'Escape' && isOpen && !isComposing) close(true);
    else keepFocusIn(panel.element, () => screen.isFull())(event as KeyboardEvent);
  });
  window.addEventListener('online', () => chat.nudge('network'));
  window.addEventListener('offline', update);
  document.addEventListener('visibilitychange', () => document.hidden || chat.nudge('page'));
  window.addEventListener('storage', ({ key }) => memory.isSessionKey(key) && chat.adopt());

  /** The page was opened by a link from another device. */
  function continueFrom(link: string): void {
    open(false);
    chat.continueFrom({ link }).catch((error: unknown) => panel.warn(failureText(error, texts[language])));
  }

  mounted = true;
  root.append(frame);
  render();
  document.body.append(host);
  chat.resume();
  // On a phone the panel would hide the page that was just opened.
  if (!screen.isFull() && (memory.isOpen() ?? options.open)) open(false);
  const link = takeLink();
  if (link !== undefined) continueFrom(link);
  // An open page whose address is given a link loads nothing anew.
  window.addEventListener('hashchange', () => {
    const next = takeLink();
    if (next !== undefined) continueFrom(next);
  });
  return {
    open: () => open(true),
    close: () => close(true),
    send(text) {
      open(true);
      if (text.trim() !== '') say(text.trim());
    },
  };
}

const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
if (script instanceof HTMLScriptElement && window.simpatico === undefined) {
  const start = (): void => {
    window.simpatico = mount(readOptions(script));
    document.dispatchEvent(new CustomEvent('simpatico:ready'));
  };
  if (document.body === null) document.addEventListener('DOMContentLoaded', start);
  else start();
}
