import { el } from '../shared/dom.ts';
import type { ConsoleTexts } from './texts.ts';

/** Asks before a request is closed. */
export function confirmResolve(texts: ConsoleTexts, parent: HTMLElement): Promise<boolean> {
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'resolve-question' },
    el('h2', { id: 'resolve-question' }, texts.resolveQuestion),
    el('p', {}, texts.resolveExplanation),
    el(
      'form',
      { method: 'dialog' },
      el('button', { value: 'no' }, texts.cancel),
      el('button', { value: 'yes', class: 'primary' }, texts.resolve),
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
