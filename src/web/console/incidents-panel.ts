import type { ConsoleIncident } from '../../http/console-api.ts';
import { el, icon, pressable } from '../shared/dom.ts';
import { fieldsOf, type IncidentCalls, type IncidentFields } from './incident-calls.ts';
import { incidentFormView } from './incident-form-view.ts';
import type { IncidentTexts } from './incident-texts.ts';
import { incidentView, type IncidentAct } from './incident-view.ts';
import { confirmIn } from './resolve-dialog.ts';
import type { Times } from './times.ts';

/** Where the outages are shown. */
export const incidentsHash = '#incidents';

/** The page of outages, and the line of the list that leads to it. */
export interface IncidentsPanel {
  readonly element: HTMLElement;
  /** How many proposals wait for a decision. */
  waiting(): number;
  link(): HTMLElement;
  load(): Promise<void>;
  focus(): void;
}

export interface IncidentsPanelDeps {
  readonly calls: IncidentCalls;
  readonly texts: IncidentTexts;
  readonly language: string;
  readonly times: Times;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
  /** The numbers of the link have changed. */
  readonly onLoaded: () => void;
}

const mostEnded = 20;

export function createIncidentsPanel(deps: IncidentsPanelDeps): IncidentsPanel {
  const { calls, texts, language, report } = deps;
  const back = el('a', { href: '#', class: 'back', 'aria-label': texts.back, title: texts.back });
  back.append(icon('M19 12H6', 'm11 18-6-6 6-6'));
  const title = el('h2', { tabindex: -1 }, texts.title);
  const begin = pressable({ class: 'primary' }, () => openForm(), texts.declareNew);
  const head = el('header', { class: 'head' }, back, el('div', { class: 'names' }, title), begin);
  const formPlace = el('div');
  const lists = el('div', { class: 'incident-lists' });
  const body = el('div', { class: 'incidents-body' }, el('p', { class: 'quiet' }, texts.explanation), formPlace, lists);
  const element = el('section', { class: 'conversation incidents' }, head, body);
  let incidents: readonly ConsoleIncident[] = [];

  const inState = (...states: readonly ConsoleIncident['state'][]): readonly ConsoleIncident[] =>
    incidents.filter(({ state }) => states.includes(state));

  function render(): void {
    const focused = document.activeElement;
    const act = focused instanceof HTMLElement && lists.contains(focused) ? focused.dataset.act : undefined;
    const id = focused?.closest<HTMLElement>('[data-id]')?.dataset.id;
    const proposed = inState('proposed');
    lists.replaceChildren(
      ...(proposed.length === 0 ? [] : [section(texts.proposed, proposed, '')]),
      section(texts.open, inState('open'), texts.noneOpen),
      section(texts.ended, inState('closed', 'dismissed').slice(0, mostEnded), texts.noneEnded),
    );
    if (act === undefined) return;
    const again = [...lists.querySelectorAll<HTMLElement>('[data-act]')].find(
      (button) => button.dataset.act === act && button.closest<HTMLElement>('[data-id]')?.dataset.id === id,
    );
    (again ?? title).focus();
  }

  function section(heading: string, list: readonly ConsoleIncident[], empty: string): HTMLElement {
    const cards = list.map((incident) => incidentView(incident, { ...deps, onAct }));
    const content = cards.length === 0 ? el('p', { class: 'empty' }, empty) : el('ul', {}, ...cards);
    return el('section', {}, el('h3', {}, heading), content);
  }

  async function load(): Promise<void> {
    incidents = await calls.list();
    render();
    deps.onLoaded();
  }

  function openForm(incident?: ConsoleIncident): void {
    const isOpen = incident?.state === 'open';
    const form = incidentFormView({
      texts,
      language,
      heading: isOpen ? texts.change : texts.declareNew,
      submitText: isOpen ? texts.save : texts.declare,
      fields: incident === undefined ? blank() : fieldsOf(incident),
      keepsCountry: isOpen,
      onCancel: closeForm,
      onSubmit: async (fields) => {
        await (incident === undefined
          ? calls.declare(fields)
          : isOpen
            ? calls.edit(incident.id, fields)
            : calls.accept(incident.id, fields));
        closeForm();
        await load();
      },
    });
    formPlace.replaceChildren(form);
    form.scrollIntoView({ block: 'start' });
    form.querySelector('h3')?.focus({ preventScroll: true });
  }

  function closeForm(): void {
    formPlace.replaceChildren();
    begin.focus();
  }

  /** The country of the latest one: most providers have one. */
  function blank(): IncidentFields {
    const since = new Date(deps.now()).toISOString();
    const country = incidents[0]?.country ?? '';
    return { country, places: [], network: null, services: ['data'], since, expectedEnd: null, notes: {} };
  }

  function onAct(incident: ConsoleIncident, act: IncidentAct): void {
    if (act === 'edit') return openForm(incident);
    void carryOut(incident, act).then(load).catch(report);
  }

  async function carryOut(incident: ConsoleIncident, act: Exclude<IncidentAct, 'edit'>): Promise<void> {
    switch (act) {
      case 'declare':
        await calls.accept(incident.id, fieldsOf(incident));
        break;
      case 'dismiss':
        await calls.end(incident.id, 'dismiss');
        break;
      case 'close': {
        const { closeQuestion: question, closeExplanation: explanation, cancel: no, close: yes } = texts;
        if (await confirmIn(element, { question, explanation, no, yes })) await calls.end(incident.id, 'close');
      }
    }
  }

  return {
    element,
    waiting: () => inState('proposed').length,
    link() {
      const isShown = location.hash === incidentsHash;
      const [open, proposed] = [inState('open').length, inState('proposed').length];
      return el(
        'a',
        { href: incidentsHash, class: 'row incidents-link', 'aria-current': isShown ? 'true' : undefined },
        el('strong', {}, texts.title),
        open === 0 ? undefined : el('span', { class: 'tag' }, `${texts.open}: ${open}`),
        proposed === 0 ? undefined : el('span', { class: 'tag high' }, `${texts.proposedShort}: ${proposed}`),
      );
    },
    load,
    focus: () => title.focus({ preventScroll: true }),
  };
}
