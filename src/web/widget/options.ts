import { fromLocale, type LanguageCode } from '../../language/languages.ts';

/** How a host page wants the widget, from the attributes of its script tag. */
export interface Options {
  /** Origin of the chat service: where the script came from. */
  readonly origin: string;
  /** `data-locale`. */
  readonly language?: LanguageCode;
  /** `data-color`, as `#rgb` or `#rrggbb`. */
  readonly color?: string;
  /** `data-position`; default is the end of the line: right, or left in languages written from right to left. */
  readonly position?: 'left' | 'right';
  /** `data-title`, the name in the header. */
  readonly title?: string;
  /** `data-open`: open at once where there is room for it. */
  readonly open: boolean;
  /** `data-suggest`: questions of the knowledge base are suggested while somebody writes. */
  readonly suggest: boolean;
}

/** Reads the attributes. What is not valid counts as absent. */
export function readOptions(script: HTMLScriptElement): Options {
  const { locale, color, position, title, open, suggest } = script.dataset;
  return {
    origin: new URL(script.src, document.baseURI).origin,
    language: fromLocale(locale),
    ...(color !== undefined && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? { color } : {}),
    ...(position === 'left' || position === 'right' ? { position } : {}),
    ...(title === undefined || title.trim() === '' ? {} : { title: title.trim() }),
    open: isPresent(open),
    suggest: isPresent(suggest),
  };
}

function isPresent(value: string | undefined): boolean {
  return value !== undefined && value !== 'false';
}

/** The language to begin with: the reader's own choice, the page's wish, the page's language, the browser's. */
export function firstLanguage(chosen: string | undefined, options: Options): LanguageCode {
  const wishes = [chosen, options.language, document.documentElement.lang, ...navigator.languages];
  for (const wish of wishes) {
    const language = fromLocale(wish);
    if (language !== undefined) return language;
  }
  return 'en';
}
