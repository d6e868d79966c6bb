/**
 * Puts a style sheet into a shadow root in a way that a host page's content security policy allows, where the browser
 * can; older ones get a style element.
 */
export function addStyles(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = css;
    root.prepend(style);
  }
}

/** Sets the colour of the header and buttons, with letters on it that can be read. `color` is `#rgb` or `#rrggbb`. */
export function setColor(host: HTMLElement, color: string): void {
  host.style.setProperty('--brand', color);
  host.style.setProperty('--on-brand', inkOn(color));
}

/** White or near-black, whichever has more contrast (WCAG 2 relative luminance). */
export function inkOn(color: string): '#ffffff' | '#101418' {
  const light = luminance(color);
  return 1.05 / (light + 0.05) >= (light + 0.05) / (luminance('#101418') + 0.05) ? '#ffffff' : '#101418';
}

function luminance(color: string): number {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join('') : color.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => linear(parseInt(digits.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
