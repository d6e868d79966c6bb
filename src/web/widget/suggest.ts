import type { LanguageCode } from '../../language/languages.ts';
import { unpackSlice } from '../../matching/slice-bytes.ts';
import { createSuggest, type Suggest } from '../../matching/slice-ranker.ts';
import { addStyles } from './look.ts';
import css from './suggest.css';
import { suggestTexts } from './suggest-texts.ts';
import { createSuggestView } from './suggest-view.ts';
import { questionsFor } from './questions-for.ts';

/** What the program of the suggestions gives to the widget that loads it. */
export interface SuggestionsModule {
  readonly attachSuggestions: (deps: SuggestionsDeps) => Promise<void>;
}

export interface SuggestionsDeps {
  /** Where the customer writes, in the form that sends it. */
  readonly input: HTMLTextAreaElement;
  readonly language: LanguageCode;
  /** Of the chat service. */
  readonly origin: string;
  readonly isQuiet: () => boolean;
  readonly onText: (text: string) => void;
}

/** Somebody who writes on is not interrupted. */
const pauseMs = 150;
/** On a low screen three questions would leave nothing of the conversation. */
const lowPanel = 430;

const styled = new WeakSet<Node>();

/**
 * Loads the model of a language and from then on shows questions of the knowledge base while somebody writes; nothing is
 * asked of the service at a keystroke. Rejects where the model cannot be had.
 */
export async function attachSuggestions(deps: SuggestionsDeps): Promise<void> {
  const suggest = await loadModel(deps);
  const { input } = deps;
  const root = input.getRootNode();
  if (input.form === null || !(root instanceof ShadowRoot)) return;
  if (!styled.has(root)) addStyles(root, css);
  styled.add(root);
  const view = createSuggestView(suggestTexts[deps.language], deps.language, input, (question) => {
    input.value = '';
    input.dispatchEvent(new Event('input'));
    deps.onText(question);
    input.focus({ preventScroll: true });
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPutAway = false;

  const show = () => {
    const most = (input.closest('.panel')?.clientHeight ?? 0) < lowPanel ? 2 : 3;
    view.show(deps.isQuiet() || isPutAway ? [] : questionsFor(suggest, input.value, most));
  };
  const later = (event: Event) => {
    clearTimeout(timer);
    if ((event as InputEvent).isComposing) return;
    if (input.value !== '') timer = setTimeout(show, pauseMs);
    else {
      isPutAway = false;
      view.show([]);
    }
  };
  input.addEventListener('input', later);
  input.addEventListener('compositionend', later);
  input.form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || !view.isShown()) return;
    // Else the whole panel would close.
    event.stopPropagation();
    isPutAway = true;
    view.show([]);
    input.focus({ preventScroll: true });
  });
  show();
}

async function loadModel({ origin, language }: SuggestionsDeps): Promise<Suggest> {
  const response = await fetch(`${origin}/widget/model/${language}`);
  if (!response.ok) throw new Error(`The service has no model of ${language}: ${response.status}.`);
  return createSuggest(unpackSlice(new Uint8Array(await response.arrayBuffer())));
}
