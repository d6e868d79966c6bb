import { el, icon } from '../shared/dom.ts';
import type { Texts } from './texts.ts';

/** Where the customer writes. */
export interface Composer {
  readonly element: HTMLElement;
  focus(): void;
  draft(): string;
}

export interface ComposerDeps {
  readonly texts: Texts;
  readonly draft: string;
  readonly onText: (text: string) => void;
  readonly onFile: (file: File) => void;
  readonly onTooLarge: () => void;
  /** Somebody writes into the field. */
  readonly onTyping?: (input: HTMLTextAreaElement) => void;
}

const mostFileBytes = 10 * 1024 * 1024;
const mostCharacters = 8000;

/** Enter sends, Shift+Enter begins a line, and Enter that picks a candidate of an input method does neither. */
export function createComposer(deps: ComposerDeps): Composer {
  const { texts } = deps;
  const input = el('textarea', {
    rows: 1,
    maxlength: mostCharacters,
    placeholder: texts.placeholder,
    'aria-label': texts.placeholder.replace('…', ''),
    enterkeyhint: 'send',
  });
  const picker = el('input', { type: 'file', hidden: true, tabindex: -1 });
  const attach = el('button', {
    type: 'button',
    class: 'icon-button',
    'aria-label': texts.attach,
    title: texts.attach,
  });
  attach.append(icon('m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.4a1.7 1.7 0 0 1-2.3-2.3L14.5 7'));
  const send = el('button', { type: 'submit', class: 'icon-button send', 'aria-label': texts.send, title: texts.send });
  send.append(icon('M5 12h13', 'm12 6 6 6-6 6'));
  const element = el('form', { class: 'composer' }, attach, picker, input, send);
  input.value = deps.draft;

  function fit(): void {
    send.disabled = input.value.trim() === '';
    // An empty field follows the interface, so that its placeholder stands on the right side.
    input.dir = input.value === '' ? '' : 'auto';
    input.style.height = 'auto';
    // Before it is shown it has no height.
    if (input.scrollHeight > 0) input.style.height = `${Math.min(input.scrollHeight + 2, 132)}px`;
  }

  function submit(): void {
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    input.dispatchEvent(new Event('input'));
    deps.onText(text);
  }

  input.addEventListener('input', () => {
    fit();
    deps.onTyping?.(input);
  });
  input.addEventListener('keydown', (event) => {
    // 229: Safari ends the composition before it tells of the Enter that ended it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    input.focus();
  });
  attach.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    const file = picker.files?.[0];
    picker.value = '';
    if (file === undefined) return;
    if (file.size > mostFileBytes) deps.onTooLarge();
    else deps.onFile(file);
  });
  fit();

  return {
    element,
    focus() {
      input.focus({ preventScroll: true });
      fit();
    },
    draft: () => input.value,
  };
}
