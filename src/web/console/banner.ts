import { el, pressable } from '../shared/dom.ts';
import { ApiError } from './api.ts';
import type { ConsoleTexts } from './texts.ts';

/** The line that tells what went wrong. */
export interface Banner {
  readonly element: HTMLElement;
  show(error: unknown): void;
  hide(): void;
}

export function createBanner(texts: ConsoleTexts): Banner {
  const text = el('span', { dir: 'auto' });
  const hide = (): void => {
    element.hidden = true;
    text.textContent = '';
  };
  const close = pressable({}, hide, texts.dismiss);
  const element = el('div', { class: 'banner', role: 'alert', hidden: true }, text, close);
  return {
    element,
    show(error) {
      // Anything else than a refusal means that the service was not reached.
      text.textContent = error instanceof ApiError ? error.message : texts.noConnection;
      element.hidden = false;
    },
    hide,
  };
}
