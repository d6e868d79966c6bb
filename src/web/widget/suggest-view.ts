import type { LanguageCode } from '../../language/languages.ts';
import { el, pressable } from '../shared/dom.ts';
import type { SuggestTexts } from './suggest-texts.ts';

/** The list of questions above the text field. */
export interface SuggestView {
  /** Shows these questions; none hides the list. */
  show(questions: readonly string[]): void;
  isShown(): boolean;
}

/**
 * Puts the list into the form of the text field, before it: buttons, which every screen reader knows. The field stays a plain
 * one, since a field of several lines cannot be a combobox. Arrow up leads from its first line to the list, and down back.
 */
export function createSuggestView(
  texts: SuggestTexts,
  language: LanguageCode,
  input: HTMLTextAreaElement,
  onChoose: (question: string) => void,
): SuggestView {
  const list = el('ul', { role: 'list' });
  // Told once the list appears; at each keystroke it would be in the way.
  const status = el('p', { class: 'hidden', role: 'status' });
  const title = el('p', { class: 'suggestions-title', 'aria-hidden': 'true' }, texts.title);
  const group = el(
    'div',
    { class: 'suggestions', role: 'group', 'aria-label': texts.title, hidden: true },
    title,
    list,
  );
  input.form?.prepend(group, status);
  let shown: readonly string[] = [];

  const buttons = () => [...list.querySelectorAll('button')];
  const choose = (question: string) => {
    show([]);
    onChoose(question);
  };

  function show(questions: readonly string[]): void {
    if (questions.join('\n') === shown.join('\n')) return;
    const scroller = input.closest('.panel')?.querySelector('.scroll') ?? undefined;
    const isAtEnd = scroller !== undefined && isScrolledToEnd(scroller);
    if (questions.length === 0) status.textContent = '';
    else if (shown.length === 0) status.textContent = texts.told.replace('{count}', String(questions.length));
    shown = questions;
    const items = questions.map((question) =>
      el(
        'li',
        {},
        pressable({ class: 'suggestion', lang: language, dir: 'auto' }, () => choose(question), question),
      ),
    );
    list.replaceChildren(...items);
    group.hidden = questions.length === 0;
    input.form?.classList.toggle('suggesting', questions.length > 0);
    if (isAtEnd) scroller.scrollTo({ top: scroller.scrollHeight });
  }

  input.addEventListener('keydown', (event) => {
    const isFirstLine = !input.value.slice(0, input.selectionStart).includes('\n');
    if (event.key !== 'ArrowUp' || event.isComposing || !isFirstLine || shown.length === 0) return;
    event.preventDefault();
    buttons().at(-1)?.focus();
  });
  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = buttons();
    const next = all.indexOf(event.target as HTMLButtonElement) + step;
    (all[Math.max(0, next)] ?? input).focus();
  });
  return { show, isShown: () => shown.length > 0 };
}

function isScrolledToEnd({ scrollHeight, scrollTop, clientHeight }: Element): boolean {
  return scrollHeight - scrollTop - clientHeight < 60;
}
