import { el } from '../shared/dom.ts';
import type { ConsoleTexts } from './texts.ts';

/** The form to log in with. `logIn` throws with a message that can be shown. */
export function logInView(texts: ConsoleTexts, logIn: (id: string, password: string) => Promise<void>): HTMLElement {
  const id = el('input', {
    name: 'id',
    autocomplete: 'username',
    autocapitalize: 'none',
    required: true,
    maxlength: 100,
  });
  const password = el('input', {
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  });
  const message = el('p', { class: 'failed', role: 'alert' });
  const button = el('button', { type: 'submit', class: 'primary' }, texts.logIn);
  const form = el(
    'form',
    { class: 'log-in' },
    el('h1', {}, texts.appName),
    el('label', {}, texts.name, id),
    el('label', {}, texts.password, password),
    message,
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    message.textContent = '';
    logIn(id.value, password.value)
      .catch((error: unknown) => {
        message.textContent = error instanceof Error ? error.message : String(error);
        password.select();
      })
      .finally(() => (button.disabled = false));
  });
  return form;
}
