import { el, icon, pressable } from '../shared/dom.ts';

/** A choice of the menu. */
export interface MenuItem {
  readonly title: string;
  readonly onPress: () => void;
}

/** The button with three dots and what opens below it. */
export interface MoreMenu {
  readonly element: HTMLElement;
  focus(): void;
}

/** Opened and closed as the keyboard, a finger or a screen reader expects of a menu. */
export function createMoreMenu(title: string, items: readonly MenuItem[]): MoreMenu {
  const button = pressable(
    { class: 'icon-button', 'aria-label': title, title, 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    () => show(list.hidden),
    icon('M12 5.5v.01', 'M12 12v.01', 'M12 18.5v.01'),
  );
  const entries = items.map(({ title: text, onPress }) =>
    pressable(
      { class: 'menu-item', role: 'menuitem', dir: 'auto' },
      () => {
        show(false);
        onPress();
      },
      text,
    ),
  );
  const list = el('div', { class: 'menu', role: 'menu', 'aria-label': title, hidden: true }, ...entries);
  const element = el('div', { class: 'more' }, button, list);

  function show(isOpen: boolean): void {
    list.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) entries[0]?.focus();
  }

  function move(by: number): void {
    const { activeElement } = element.getRootNode() as ShadowRoot;
    const at = entries.findIndex((entry) => entry === activeElement);
    entries[(at + by + entries.length) % entries.length]?.focus();
  }

  element.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Escape') {
      show(false);
      button.focus();
    } else return;
    // Escape closes the menu and not the panel behind it.
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener('focusout', ({ relatedTarget }) => {
    // A press on nothing takes the focus away without giving it to anything.
    if (!(relatedTarget instanceof Node) || !element.contains(relatedTarget)) show(false);
  });
  return { element, focus: () => button.focus({ preventScroll: true }) };
}
