import type { LanguageCode } from '../../language/languages.ts';
import type { SuggestionsModule } from './suggest.ts';

/** Told that somebody writes into a field, with what may be suggested from then on. */
export type OfferSuggestions = (input: HTMLTextAreaElement, language: LanguageCode) => void;

export interface SuggestLoaderDeps {
  readonly origin: string;
  /** True while nothing is to be suggested: a person is answering. */
  readonly isQuiet: () => boolean;
  /** What was chosen is sent like any message. */
  readonly onText: (text: string) => void;
}

/** Languages whose texts have Chinese characters need a table to unify them, which is larger than all the rest. */
const withHan = /^(?:zh|ja)/;

/**
 * Makes the loader of the suggestions: their program and model come when somebody begins to write, once a field. Whoever saves
 * data, and whoever they do not reach, writes on without.
 */
export function createSuggestLoader({ origin, ...deps }: SuggestLoaderDeps): OfferSuggestions {
  const offered = new WeakSet<HTMLTextAreaElement>();
  return (input, language) => {
    if (offered.has(input) || input.value === '' || savesData()) return;
    offered.add(input);
    const name = withHan.test(language) ? 'widget-suggest-han' : 'widget-suggest';
    (import(`${origin}/${name}.js`) as Promise<SuggestionsModule>)
      .then(({ attachSuggestions }) => attachSuggestions({ ...deps, origin, input, language }))
      // On a bad line, behind an older service, or in a language without texts there is nothing to suggest.
      .catch(() => undefined);
  };
}

function savesData(): boolean {
  return (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;
}
