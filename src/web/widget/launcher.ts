import { el, icon } from '../shared/dom.ts';
import type { Texts } from './texts.ts';

/** The round button that opens the panel. */
export interface Launcher {
  readonly element: HTMLButtonElement;
  update(unread: number, isOpen: boolean): void;
}

export function createLauncher(texts: Texts, onPress: () => void): Launcher {
  const badge = el('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  const bubble = icon('M21 11.5a8.4 8.4 0 0 1-12.4 7.4L3 20.5l1.7-5.2A8.5 8.5 0 1 1 21 11.5z', 'M8.5 11.5h7');
  const element = el('button', { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog' }, bubble, badge);
  element.addEventListener('click', onPress);
  return {
    element,
    update(unread, isOpen) {
      const news = unread > 0 ? texts.unread.replace('{count}', String(unread)) : '';
      const label = isOpen ? texts.close : texts.open;
      element.setAttribute('aria-label', news === '' ? label : `${label} (${news})`);
      element.setAttribute('aria-expanded', String(isOpen));
      badge.textContent = unread > 9 ? '9+' : String(unread);
      badge.hidden = unread === 0;
    },
  };
}
