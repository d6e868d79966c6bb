import type { Incident, IncidentService } from '../conversation/incident.ts';
import { fold } from '../language/normalize.ts';
import type { FindNetwork } from './incident-settings.ts';
import type { FindPlace } from './places.ts';

/** What is known of where a customer is. */
export interface Whereabouts {
  /** As slots hold places: `Seville (ES)`, or what was typed. */
  readonly place?: string;
  /** As typed, or as the back office names it. */
  readonly network?: string;
}

/** How an incident is compared with customers' words. */
export interface Atlas {
  readonly findPlace: FindPlace;
  readonly findNetwork: FindNetwork;
  /** Country of a place that names none. */
  readonly country: string;
}

/** `sure`: the customer is where it is. `maybe`: nobody knows where the customer is. `no`: it is another place, network or service. */
export type Fit = 'sure' | 'maybe' | 'no';

/** Whether an incident concerns a customer who asks about `services`; all services when absent. */
export function fitOf(
  incident: Pick<Incident, 'country' | 'places' | 'network' | 'services'>,
  { place, network }: Whereabouts,
  atlas: Atlas,
  services?: readonly IncidentService[],
): Fit {
  if (services !== undefined && !incident.services.some((service) => services.includes(service))) return 'no';
  if (incident.network !== undefined && network !== undefined && !isSameNetwork(incident.network, network, atlas))
    return 'no';
  if (place === undefined) return 'maybe';
  const spot = spotOf(place, atlas);
  if (spot.country !== incident.country) return 'no';
  if (incident.places.length === 0) return 'sure';
  // "In Spain" may be anywhere there.
  if (spot.isCountry) return 'maybe';
  return incident.places.some((each) => placeKey(each, atlas) === placeKey(place, atlas)) ? 'sure' : 'no';
}

interface Spot {
  readonly country: string;
  readonly isCountry: boolean;
}

/** Country of a place as slots hold it, and whether the place is that country itself. */
export function spotOf(place: string, { country }: Pick<Atlas, 'country'>): Spot {
  const [, name = place, code = country] = /^(.*) \(([A-Z]{2})\)$/.exec(place) ?? [];
  return { country: code, isCountry: name === new Intl.DisplayNames('en', { type: 'region' }).of(code) };
}

/** One string for all names of a place: `Sevilla`, `塞维利亚` and `Seville (ES)` are one. */
export function placeKey(place: string, { findPlace }: Pick<Atlas, 'findPlace'>): string {
  const name = /^(.*) \([A-Z]{2}\)$/.exec(place)?.[1] ?? place;
  return fold(findPlace(fold(name)) ?? name);
}

/** One string for all names of a network. */
export function networkKey(network: string, { findNetwork }: Pick<Atlas, 'findNetwork'>): string {
  return fold(findNetwork(fold(network)) ?? network);
}

function isSameNetwork(a: string, b: string, atlas: Atlas): boolean {
  return networkKey(a, atlas) === networkKey(b, atlas);
}
