import { el } from '../shared/dom.ts';
import { newId } from '../shared/ids.ts';
import type { ConsoleTexts } from './texts.ts';

/** What an agent has begun to write to one customer. */
export interface Draft {
  text: string;
  /** What was tried last. The same text goes again with the same id: the service says it once. */
  tried?: { readonly text: string; readonly id: string };
}

/** Where an agent writes. */
export interface ReplyBox {
  readonly element: HTMLFormElement;
  focus(): void;
}

/** `send` resolves when the reply is stored; the text stays when it throws. The draft is kept in `draft`. */
export function createReplyBox(
  texts: ConsoleTexts,
  draft: Draft,
  send: (text: string, id: string) => Promise<void>,
): ReplyBox {
  const input = el('textarea', { rows: 2, maxlength: 10_000, dir: 'auto', 'aria-label': texts.reply });
  const button = el('button', { type: 'submit', class: 'primary' }, texts.send);
  const hint = el('span', { class: 'quiet' }, texts.replyHint);
  const element = el('form', { class: 'reply' }, input, el('div', { class: 'reply-actions' }, hint, button));
  input.placeholder = texts.reply;
  input.value = draft.text;
  let isSending = false;

  async function submit(): Promise<void> {
    const text = input.value.trim();
    if (text === '' || isSending) return;
    isSending = true;
    if (draft.tried?.text !== text) draft.tried = { text, id: newId() };
    button.disabled = true;
    button.textContent = texts.sending;
    try {
      await send(text, draft.tried.id);
      // What was typed meanwhile is the next reply.
      input.value = input.value.trim() === text ? '' : input.value;
      draft.text = input.value;
      draft.tried = undefined;
    } catch {
      // Whoever sends shows why; the text is still here.
    } finally {
      isSending = false;
      button.disabled = false;
      button.textContent = texts.send;
    }
  }

  input.addEventListener('input', () => {
    draft.text = input.value;
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void submit();
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  return { element, focus: () => input.focus() };
}
