import type { ConsoleIncident } from '../../http/console-api.ts';
import { el, pressable } from '../shared/dom.ts';
import type { IncidentTexts } from './incident-texts.ts';
import { languageName, type Times } from './times.ts';

export interface IncidentViewDeps {
  readonly texts: IncidentTexts;
  readonly language: string;
  readonly times: Times;
  readonly now: () => number;
  readonly onAct: (incident: ConsoleIncident, act: IncidentAct) => void;
}

/** What can be done with an incident. */
export type IncidentAct = 'declare' | 'edit' | 'dismiss' | 'close';

/** One incident: where, what, since when, and what can be done. What people typed is text. */
export function incidentView(incident: ConsoleIncident, deps: IncidentViewDeps): HTMLElement {
  const { texts, language } = deps;
  const { id, state, services, notes } = incident;
  const facts = factsOf(incident, deps).map(([term, value, look]) =>
    el('div', {}, el('dt', {}, term), el('dd', { class: look }, value)),
  );
  return el(
    'li',
    { class: `incident ${state}`, 'data-id': id },
    el('h4', {}, el('bdi', {}, placeOf(incident, language))),
    el(
      'span',
      { class: 'tags' },
      el(
        'span',
        { class: 'tag', dir: 'auto' },
        incident.network ?? (state === 'proposed' ? texts.networkUnknown : texts.allNetworks),
      ),
      ...services.map((service) => el('span', { class: 'tag' }, texts.services[service])),
      state === 'dismissed' ? el('span', { class: 'tag' }, texts.wasDismissed) : undefined,
    ),
    el('dl', { class: 'facts' }, ...facts),
    ...Object.entries(notes).map(([code, note]) =>
      el(
        'p',
        { class: 'note' },
        el('span', { class: 'quiet' }, languageName(code, language)),
        el('span', { dir: 'auto', lang: code }, note),
      ),
    ),
    evidenceView(incident, texts),
    actionsView(incident, deps),
  );
}

/** `Seville, Cádiz`, or the country where there are no towns. */
export function placeOf({ places, country }: ConsoleIncident, language: string): string {
  const land = new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country;
  return places.length === 0 ? land : `${new Intl.ListFormat(language).format(places)} · ${land}`;
}

function factsOf(incident: ConsoleIncident, deps: IncidentViewDeps): (readonly [string, string, string])[] {
  const { texts, times, now } = deps;
  const clock = (iso: string): string => times.clock(Date.parse(iso), now());
  const since = [texts.since, clock(incident.since), ''] as const;
  if (incident.endedAt !== undefined) return [since, [texts.endedAt, clock(incident.endedAt), '']];
  if (incident.state === 'proposed') return [since];
  const { expectedEnd } = incident;
  if (expectedEnd === undefined) return [since, [texts.until, texts.endUnknown, '']];
  const isLate = Date.parse(expectedEnd) < now();
  const shown = isLate ? texts.overdue.replace('{time}', clock(expectedEnd)) : clock(expectedEnd);
  return [since, [texts.until, shown, isLate ? 'overdue' : '']];
}

/** Which conversations speak for a proposal, each to be looked at. */
function evidenceView({ state, reported, conversations = [] }: ConsoleIncident, texts: IncidentTexts) {
  if (state !== 'proposed') return undefined;
  const links = conversations.map((key, index) =>
    el('a', { href: `#${encodeURIComponent(key)}` }, texts.conversation.replace('{number}', String(index + 1))),
  );
  return el(
    'p',
    { class: 'evidence' },
    el('strong', { dir: 'auto' }, texts.reportedBy.replace('{count}', String(reported))),
    ...links.flatMap((link) => [' ', link]),
  );
}

function actionsView(incident: ConsoleIncident, { texts, onAct }: IncidentViewDeps): HTMLElement | undefined {
  const button = (text: string, act: IncidentAct, look = '') =>
    pressable({ class: look, 'data-act': act }, () => onAct(incident, act), text);
  switch (incident.state) {
    case 'proposed':
      return el(
        'div',
        { class: 'actions' },
        button(texts.dismiss, 'dismiss'),
        button(texts.editFirst, 'edit'),
        button(texts.declare, 'declare', 'primary'),
      );
    case 'open':
      return el('div', { class: 'actions' }, button(texts.change, 'edit'), button(texts.close, 'close', 'primary'));
    case 'closed':
    case 'dismissed':
      return undefined;
  }
}
