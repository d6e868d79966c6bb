const reachable = 'button:not(:disabled), a[href], select, textarea, [tabindex="0"]';

/** Keeps the Tab key within an element, for when it covers the whole screen. Returns a key listener. */
export function keepFocusIn(element: HTMLElement, isCovering: () => boolean): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Tab' || !isCovering()) return;
    const stops = [...element.querySelectorAll<HTMLElement>(reachable)].filter((stop) => stop.offsetParent !== null);
    const [first, last] = [stops[0], stops.at(-1)];
    const { activeElement } = element.getRootNode() as ShadowRoot;
    const leaves = event.shiftKey ? activeElement === first || activeElement === element : activeElement === last;
    if (!leaves) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
}
