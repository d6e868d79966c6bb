import type { ConsoleIncident } from '../../http/console-api.ts';
import { el, pressable } from '../shared/dom.ts';
import type { IncidentFields } from './incident-calls.ts';
import type { IncidentTexts } from './incident-texts.ts';
import { languageName } from './times.ts';

/** Languages notes are written in: those the bot has words of its own in. */
const noteLanguages = ['en', 'es', 'zh-Hans', 'zh-Hant'] as const;
const services: readonly ConsoleIncident['services'][number][] = ['data', 'calls', 'sms'];

export interface IncidentFormDeps {
  readonly texts: IncidentTexts;
  readonly language: string;
  readonly heading: string;
  readonly submitText: string;
  /** What is filled in at first. */
  readonly fields: IncidentFields;
  /** The country of an incident stays. */
  readonly keepsCountry: boolean;
  /** Throws with a message that can be shown. */
  readonly onSubmit: (fields: IncidentFields) => Promise<void>;
  readonly onCancel: () => void;
}

/** The form to declare or change an incident. */
export function incidentFormView(deps: IncidentFormDeps): HTMLFormElement {
  const { texts, fields, language } = deps;
  const country = countryMenu(deps);
  const places = el('input', { name: 'places', value: fields.places.join(', '), maxlength: 1600, dir: 'auto' });
  const network = el('input', { name: 'network', value: fields.network ?? '', maxlength: 60, dir: 'auto' });
  const since = el('input', { name: 'since', type: 'datetime-local', value: localTime(fields.since), required: true });
  const end = el('input', {
    name: 'end',
    type: 'datetime-local',
    value: fields.expectedEnd === null ? '' : localTime(fields.expectedEnd),
  });
  const boxes = services.map((service) =>
    el('input', { type: 'checkbox', value: service, checked: fields.services.includes(service) }),
  );
  const notes = noteLanguages.map((code) => {
    const box = el('textarea', { rows: 2, maxlength: 500, dir: 'auto', lang: code });
    box.value = fields.notes[code] ?? '';
    return box;
  });
  const message = el('p', { class: 'failed', role: 'alert' });
  const submit = el('button', { type: 'submit', class: 'primary' }, deps.submitText);
  const form = el(
    'form',
    { class: 'incident-form', 'aria-label': deps.heading },
    el('h3', { tabindex: -1 }, deps.heading),
    field(texts.country, country),
    field(texts.network, network, texts.networkHint),
    wide(field(texts.places, places, texts.placesHint)),
    el(
      'fieldset',
      {},
      el('legend', {}, texts.affected),
      ...boxes.map((box, index) => el('label', {}, box, texts.services[services[index] ?? 'data'])),
    ),
    field(texts.since, since),
    field(texts.expectedEnd, end, texts.endHint),
    el(
      'details',
      { open: Object.keys(fields.notes).length > 0 },
      el('summary', {}, texts.notes),
      el('small', {}, texts.notesHint),
      ...notes.map((box, index) => el('label', {}, languageName(noteLanguages[index] ?? 'en', language), box)),
    ),
    message,
    el('div', { class: 'actions' }, pressable({}, deps.onCancel, texts.cancel), submit),
  );

  function filledIn(): IncidentFields {
    const written = noteLanguages.map((code, index) => [code, notes[index]?.value.trim() ?? ''] as const);
    // Notes in languages that have no box here stay as they are.
    const others = Object.entries(fields.notes).filter(([code]) => !noteLanguages.includes(code as 'en'));
    return {
      country: country.value,
      places: places.value
        .split(/[,，、;\n]/)
        .map((place) => place.trim())
        .filter((place) => place !== ''),
      network: network.value.trim() || null,
      services: services.filter((_service, index) => boxes[index]?.checked),
      // A minute is all the field holds: what was not touched keeps its seconds.
      since: since.value === localTime(fields.since) ? fields.since : new Date(since.value).toISOString(),
      expectedEnd: end.value === '' ? null : new Date(end.value).toISOString(),
      notes: Object.fromEntries([...others, ...written.filter(([, text]) => text !== '')]),
    };
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.disabled = true;
    message.textContent = '';
    deps
      .onSubmit(filledIn())
      .catch((error: unknown) => {
        message.textContent = error instanceof Error ? error.message : String(error);
      })
      .finally(() => (submit.disabled = false));
  });
  return form;
}

/** A field with its name, and a hint that is read out after it. */
function field(name: string, input: HTMLInputElement | HTMLSelectElement, hint?: string): HTMLElement {
  const label = el('label', {}, name, input);
  if (hint === undefined) return el('div', { class: 'field' }, label);
  const id = `hint-${input.name}`;
  input.setAttribute('aria-describedby', id);
  return el('div', { class: 'field' }, label, el('small', { id }, hint));
}

function wide(element: HTMLElement): HTMLElement {
  element.classList.add('wide');
  return element;
}

function countryMenu({ texts, language, fields, keepsCountry }: IncidentFormDeps): HTMLSelectElement {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const list = countryCodes()
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return el(
    'select',
    { name: 'country', required: true, disabled: keepsCountry },
    el('option', { value: '', disabled: true, selected: fields.country === '' }, texts.chooseCountry),
    ...list.map(({ code, name }) => el('option', { value: code, selected: code === fields.country }, name)),
  );
}

/** Regions the platform has a name for, without unions and codes that were given up. */
function countryCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const known = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const unions = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO']);
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => known.of(code) !== undefined && !unions.has(code))
    .filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
}

/** A time as the field takes it, in the zone of the browser. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
