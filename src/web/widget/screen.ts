/** How the panel sits on the screen. */
export interface Screen {
  /** True where the panel covers the whole screen. */
  isFull(): boolean;
  /** True where a cursor in the text field would bring up a keyboard that covers half of the conversation. */
  isTouch(): boolean;
  /** Keeps the page behind a full-screen panel from scrolling. */
  hold(isOpen: boolean): void;
}

/** Also follows the visible part of the screen, which shrinks when a phone's keyboard comes up, into `--visible-height`. */
export function createScreen(host: HTMLElement): Screen {
  const full = matchMedia('(max-width: 480px), (max-height: 420px)');
  const touch = matchMedia('(hover: none) and (pointer: coarse)');
  const viewport = window.visualViewport;
  let overflow: string | undefined;

  function follow(): void {
    if (viewport === null || viewport.scale > 1.01) return;
    host.style.setProperty('--visible-height', `${viewport.height}px`);
    host.style.setProperty('--visible-top', `${viewport.offsetTop}px`);
  }

  viewport?.addEventListener('resize', follow);
  viewport?.addEventListener('scroll', follow);
  follow();

  return {
    isFull: () => full.matches,
    isTouch: () => touch.matches,
    hold(isOpen) {
      const { style } = document.documentElement;
      if (isOpen && full.matches && overflow === undefined) {
        overflow = style.overflow;
        style.overflow = 'hidden';
      } else if (!isOpen && overflow !== undefined) {
        style.overflow = overflow;
        overflow = undefined;
      }
    },
  };
}
