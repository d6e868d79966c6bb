import { el } from '../shared/dom.ts';
import type { ChatMessage, Choice } from './message.ts';
import { messageView, type MessageViewDeps } from './message-view.ts';

/** The messages, kept in step with the conversation. */
export interface LogView {
  readonly element: HTMLElement;
  update(messages: readonly ChatMessage[]): void;
  toEnd(): void;
}

export interface LogViewDeps extends MessageViewDeps {
  readonly onChoice: (choice: Choice) => void;
  readonly onStarter: (text: string) => void;
}

interface Shown {
  readonly element: HTMLElement;
  /** Everything the element was made from. */
  readonly signature: string;
}

/** Messages of one author within this time share one heading. */
const groupMs = 5 * 60_000;

export function createLogView(deps: LogViewDeps): LogView {
  const { texts } = deps;
  const shown = new Map<string, Shown>();
  const welcome = el(
    'article',
    { class: 'message bot' },
    el('header', { class: 'meta' }, el('span', { class: 'who' }, texts.assistant)),
    el('div', { class: 'bubble' }, el('p', {}, texts.welcome)),
  );
  const list = el('div', { class: 'messages', role: 'log', 'aria-live': 'polite' }, welcome);
  const choices = el('div', { class: 'choices', role: 'group', 'aria-label': texts.suggestions });
  const element = el('div', { class: 'scroll', tabindex: 0, 'aria-label': texts.title, role: 'region' }, list, choices);
  let offered = '';

  function elementOf(message: ChatMessage, above: ChatMessage | undefined): HTMLElement {
    const first = above === undefined || !isGroup(above, message);
    const signature = JSON.stringify([message, first]);
    const old = shown.get(message.key);
    if (old?.signature === signature) return old.element;
    const made = messageView(message, first, deps);
    old?.element.replaceWith(made);
    shown.set(message.key, { element: made, signature });
    return made;
  }

  function offer(messages: readonly ChatMessage[]): void {
    const starters = messages.length === 0 ? texts.starters : [];
    const buttons = choicesFor(messages);
    const signature = JSON.stringify([starters, buttons, messages.at(-1)?.key]);
    if (signature === offered) return;
    offered = signature;
    choices.replaceChildren(
      ...starters.map((text) => choiceButton(text, () => deps.onStarter(text))),
      ...buttons.map((choice) => choiceButton(choice.title, () => deps.onChoice(choice))),
    );
    choices.hidden = choices.childElementCount === 0;
  }

  function choiceButton(title: string, press: () => void): HTMLButtonElement {
    const button = el('button', { type: 'button', class: 'choice', dir: 'auto' }, title);
    button.addEventListener('click', () => {
      for (const other of choices.querySelectorAll('button')) other.disabled = true;
      press();
    });
    return button;
  }

  function isAtEnd(): boolean {
    return element.scrollHeight - element.scrollTop - element.clientHeight < 60;
  }

  return {
    element,
    update(messages) {
      const follow = isAtEnd();
      const fresh = messages.filter(({ key }) => !shown.has(key));
      const elements = [welcome, ...messages.map((message, at) => elementOf(message, messages[at - 1]))];
      place(list, elements);
      forgetGone(shown, messages);
      offer(messages);
      const own = fresh.some(({ from }) => from === 'customer');
      // A conversation that goes on here comes with all that was said: what counts is where it stands.
      const from = fresh.findLast(({ note }) => note === 'resumed') ?? fresh[0];
      if (follow || own) reveal(element, shown.get(from?.key ?? '')?.element);
    },
    toEnd: () => element.scrollTo({ top: element.scrollHeight }),
  };
}

function isGroup(above: ChatMessage, message: ChatMessage): boolean {
  return above.from === message.from && above.name === message.name && message.at - above.at < groupMs;
}

/** Only the newest message can be answered by pressing; a change of hands ends that too, waiting does not. */
function choicesFor(messages: readonly ChatMessage[]): readonly Choice[] {
  for (const message of [...messages].reverse()) {
    if (message.note === 'fresh' || message.note === 'joined') return [];
    if (message.from !== 'note') return message.choices ?? [];
  }
  return [];
}

/** Puts elements into this order and removes all others, touching only what is out of place. */
function place(parent: HTMLElement, elements: readonly HTMLElement[]): void {
  elements.forEach((element, at) => {
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null);
  });
  while (parent.childElementCount > elements.length) parent.lastElementChild?.remove();
}

function forgetGone(shown: Map<string, Shown>, messages: readonly ChatMessage[]): void {
  const keys = new Set(messages.map(({ key }) => key));
  for (const key of shown.keys()) if (!keys.has(key)) shown.delete(key);
}

/** Scrolls to the end, but never so far that the beginning of a long answer and its question are out of sight. */
function reveal(scroller: HTMLElement, first: Element | undefined): void {
  const above = first?.previousElementSibling;
  const isShort = above instanceof HTMLElement && above.offsetHeight < scroller.clientHeight / 4;
  const from = isShort && above.classList.contains('customer') ? above : first;
  const end = scroller.scrollHeight - scroller.clientHeight;
  const top = from instanceof HTMLElement ? from.offsetTop - scroller.offsetTop : end;
  scroller.scrollTo({ top: Math.min(end, Math.max(top, 0)) });
}
