import { noGrant } from '../backoffice/grant.ts';
import type { Incident } from '../conversation/incident.ts';
import { fitOf } from '../dialog/incident-fit.ts';
import { asText } from '../dialog/incident-words.ts';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { Brain } from './brain.ts';
import type { AskBackOffice } from './calls.ts';
import { isIncidentId } from './incident-turn.ts';
import type { Store } from './store.ts';

/** What is needed to answer dialogs about declared outages. */
export interface OutageDeps {
  readonly store: Pick<Store, 'findIncidents'>;
  readonly brain: () => Brain;
  readonly now: () => number;
}

type Asked = Parameters<AskBackOffice>[0]['input'];
type About = Parameters<AskBackOffice>[1];

/**
 * Puts declared outages beside those the back office knows of: `outage.list` answers with both, news first, and
 * `outage.subscribe` to a declared one needs nobody else, since its end is told in the conversation. All else goes through.
 */
export function withIncidents(ask: AskBackOffice, { store, brain, now }: OutageDeps): AskBackOffice {
  return async (call, about) => {
    if (call.operation === 'outage.subscribe' && isIncidentId(String(call.input['outageId']))) {
      return { output: { subscribed: true }, proof: about.proof ?? { ...noGrant } };
    }
    if (call.operation !== 'outage.list') return ask(call, about);
    const open = await store.findIncidents({ states: ['open'] });
    const here = open.filter((incident) => isHere(incident, call.input, brain()));
    if (here.length === 0) return ask(call, about);
    const mine = here.map((incident) => outageOf(incident, about, brain(), now()));
    // That the back office cannot be asked does not make a declared outage unknown.
    const answer = await ask(call, about).catch(() => ({ output: undefined, proof: about.proof ?? { ...noGrant } }));
    const own = (answer.output as { outages?: readonly unknown[] } | undefined)?.outages ?? [];
    const [told, news] = [mine.filter((outage) => outage.told), mine.filter((outage) => !outage.told)];
    return { output: { outages: [...news, ...own, ...told] }, proof: answer.proof };
  };
}

/** Only what is surely there: to a customer somewhere in the country a town's outage is no news. */
function isHere(incident: Incident, input: Asked, { book }: Brain): boolean {
  const { country, place, network } = input;
  if (typeof country !== 'string') return false;
  const region = new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country;
  const spot = `${typeof place === 'string' ? place : region} (${country})`;
  const known = { place: spot, ...(typeof network === 'string' ? { network } : {}) };
  return fitOf(incident, known, book.atlas) === 'sure';
}

/** A declared outage as `outage.list` gives them, with two fields of its own: that it is declared, and whether it was told. */
function outageOf(incident: Incident, about: About, { say }: Brain, now: number) {
  const language: LanguageCode = isLanguageCode(about.language) ? about.language : 'en';
  const { id, network, places, country, services, since, expectedEnd, notes, updatedAt } = incident;
  const isAwaited = expectedEnd !== undefined && expectedEnd > now;
  return {
    id,
    // Phrases are Markdown, and what an operator typed is text.
    network: network === undefined ? say(language, 'incident.allNetworks') : asText(network),
    area: asText(places.length === 0 ? country : places.join(', ')),
    services,
    since: iso(since),
    ...(isAwaited ? { expectedEnd: iso(expectedEnd) } : {}),
    text: asText(notes[language] ?? notes['en'] ?? ''),
    updatedAt: iso(updatedAt),
    declared: true,
    told: about.told?.includes(id) ?? false,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
