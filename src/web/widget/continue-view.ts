import { el, pressable } from '../shared/dom.ts';
import { Refused, type Offer } from './direct-line.ts';
import type { Texts } from './texts.ts';

/** What continuing elsewhere needs. */
export interface ContinueDeps {
  readonly texts: Texts;
  /** Language of the interface, for times. */
  readonly language: string;
  /** A fresh code and link; undefined when there is nothing to continue. */
  readonly onOffer: () => Promise<Offer | undefined>;
  /** Goes on here with the conversation of a code. */
  readonly onCode: (code: string) => Promise<void>;
  /** The address of this page with a link's text in its fragment. */
  readonly addressOf: (link: string) => string;
  readonly copy: (text: string) => Promise<void>;
  readonly onClose: () => void;
}

/** The page that shows code and link. */
export function offerView(deps: ContinueDeps): HTMLElement {
  const { texts } = deps;
  const body = el('div', { class: 'sheet-body' });
  const sheet = sheetView(texts.continueElsewhere, body, deps);

  async function load(): Promise<void> {
    body.replaceChildren(el('p', { class: 'sheet-text', role: 'status' }, '…'));
    try {
      const offer = await deps.onOffer();
      body.replaceChildren(...(offer === undefined ? [textView(texts.nothingYet)] : offerParts(offer, deps)));
    } catch (error) {
      body.replaceChildren(
        failureView(failureText(error, texts)),
        pressable({ class: 'sheet-button' }, () => void load(), texts.tryAgain),
      );
    }
  }

  void load();
  return sheet;
}

/** The page that takes a code. */
export function codeView(deps: ContinueDeps): HTMLElement {
  const { texts } = deps;
  const input = el('input', {
    class: 'code-field',
    type: 'text',
    maxlength: 12,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    dir: 'ltr',
    placeholder: 'ABC-123',
    enterkeyhint: 'go',
    'aria-label': texts.code,
  });
  const go = el('button', { type: 'submit', class: 'sheet-button main' }, texts.go);
  const failure = el('div', { role: 'alert' });
  const form = el('form', { class: 'sheet-body' }, textView(texts.codeLead), input, failure, go);

  async function send(): Promise<void> {
    const code = input.value.trim();
    if (code === '') return input.focus();
    go.disabled = true;
    failure.replaceChildren();
    try {
      await deps.onCode(code);
      deps.onClose();
    } catch (error) {
      failure.replaceChildren(failureView(failureText(error, texts)));
      input.select();
    } finally {
      go.disabled = false;
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  return sheetView(texts.haveCode, form, deps);
}

/** What went wrong, in words that say what to do. */
export function failureText(error: unknown, texts: Texts): string {
  if (!(error instanceof Refused)) return texts.unreachable;
  if (error.status === 429) return texts.codeMany;
  return error.status === 404 || error.status === 400 ? texts.codeWrong : texts.unreachable;
}

function offerParts(offer: Offer, deps: ContinueDeps): HTMLElement[] {
  const { texts, language } = deps;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(offer.expiresAt);
  const code = `${offer.code.slice(0, 3)}-${offer.code.slice(3)}`;
  const address = deps.addressOf(offer.link);
  return [
    textView(texts.continueLead),
    el('output', { class: 'code', dir: 'ltr', 'aria-label': texts.code }, code),
    el(
      'div',
      { class: 'sheet-row' },
      copyButton(code, texts.copyCode, deps),
      copyButton(address, texts.copyLink, deps),
    ),
    el('p', { class: 'sheet-link', dir: 'ltr' }, address),
    el('p', { class: 'sheet-text quiet', dir: 'auto' }, texts.valid.replace('{time}', time)),
  ];
}

function copyButton(text: string, title: string, { texts, copy }: ContinueDeps): HTMLButtonElement {
  const button = pressable(
    { class: 'sheet-button', 'aria-live': 'polite' },
    () => {
      copy(text).then(
        () => void (button.textContent = `✓ ${texts.copied}`),
        () => undefined,
      );
    },
    title,
  );
  button.addEventListener('blur', () => void (button.textContent = title));
  return button;
}

function sheetView(title: string, body: HTMLElement, { texts, onClose }: ContinueDeps): HTMLElement {
  const sheet = el(
    'section',
    { class: 'sheet', role: 'group', 'aria-label': title, tabindex: -1 },
    el('h3', { class: 'sheet-title', dir: 'auto' }, title),
    body,
    pressable({ class: 'sheet-button quiet' }, onClose, texts.backToChat),
  );
  sheet.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // It leads back to the conversation; the next one closes the panel.
    event.stopPropagation();
    onClose();
  });
  return sheet;
}

function textView(text: string): HTMLElement {
  return el('p', { class: 'sheet-text', dir: 'auto' }, text);
}

function failureView(text: string): HTMLElement {
  return el('p', { class: 'sheet-text failed', dir: 'auto', role: 'alert' }, text);
}
