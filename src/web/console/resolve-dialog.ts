import { el } from '../shared/dom.ts';
import type { ConsoleTexts } from './texts.ts';

/** Words of a question with two answers. */
export interface Confirmation {
  readonly question: string;
  readonly explanation: string;
  readonly no: string;
  readonly yes: string;
}

/** Asks before a request is closed. */
export function confirmResolve(texts: ConsoleTexts, parent: HTMLElement): Promise<boolean> {
  const { resolveQuestion: question, resolveExplanation: explanation, cancel: no, resolve: yes } = texts;
  return confirmIn(parent, { question, explanation, no, yes });
}

/** Asks before what cannot be taken back is done. */
export function confirmIn(parent: HTMLElement, { question, explanation, no, yes }: Confirmation): Promise<boolean> {
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'confirm-question' },
    el('h2', { id: 'confirm-question' }, question),
    el('p', {}, explanation),
    el(
      'form',
      { method: 'dialog' },
      el('button', { value: 'no' }, no),
      el('button', { value: 'yes', class: 'primary' }, yes),
    ),
  );
  parent.append(dialog);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(dialog.returnValue === 'yes');
    });
  });
}
