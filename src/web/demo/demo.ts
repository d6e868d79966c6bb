import { fromLocale } from '../../language/languages.ts';
import { directionOf } from '../shared/direction.ts';
import type { SimpaticoWidget } from '../widget/widget.ts';
import { demoTexts } from './texts.ts';

/** Puts the page into the language of `?lang=`; the widget, which starts later, follows the page. */
function translate(): void {
  const language = fromLocale(new URLSearchParams(location.search).get('lang') ?? undefined) ?? 'en';
  const words = (demoTexts as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>)[language];
  document.documentElement.lang = language;
  document.documentElement.dir = words === undefined ? 'ltr' : directionOf(language);
  for (const link of document.querySelectorAll('.languages a')) {
    if (link.getAttribute('hreflang') === language) link.setAttribute('aria-current', 'true');
  }
  if (words === undefined) return;
  document.title = words.title ?? document.title;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const text = words[element.dataset.text ?? ''];
    if (text !== undefined) element.textContent = text;
  }
}

/** The widget is another script: it is there by the time somebody presses anything. */
function withWidget(use: (widget: SimpaticoWidget) => void): void {
  if (window.simpatico !== undefined) use(window.simpatico);
}

translate();
document.getElementById('open-chat')?.addEventListener('click', () => withWidget((widget) => widget.open()));
for (const button of document.querySelectorAll<HTMLButtonElement>('.questions button')) {
  button.addEventListener('click', () => withWidget((widget) => widget.send(button.textContent.trim())));
}
