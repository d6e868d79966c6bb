import { describe, expect, it } from 'vitest';
import { fitOf, type Atlas } from '../../src/dialog/incident-fit.ts';
import { createNetworkFinder } from '../../src/dialog/incident-settings.ts';
import { createPlaceFinder } from '../../src/dialog/places.ts';
import { incidentOf } from '../support/conversations.ts';

const atlas: Atlas = {
  findPlace: createPlaceFinder([
    { id: 'Seville', country: 'ES', names: ['sevilla', '塞维利亚'] },
    { id: 'Madrid', country: 'ES', names: ['马德里'] },
  ]),
  findNetwork: createNetworkFinder([{ id: 'Orange', names: ['orange es'] }]),
  country: 'ES',
};
const inSeville = incidentOf('INC-1', { places: ['Sevilla'], network: 'Orange', services: ['data'] });
const inSpain = incidentOf('INC-2', { places: [], network: undefined });

describe('an incident', () => {
  it.each([
    ['the same town under another name', { place: 'Seville (ES)' }, 'sure'],
    ['another town', { place: 'Madrid (ES)' }, 'no'],
    ['the country only', { place: 'Spain (ES)' }, 'maybe'],
    ['another country', { place: 'Paris (FR)' }, 'no'],
    ['a village nobody knows', { place: 'Triana' }, 'no'],
    ['nowhere known', {}, 'maybe'],
    ['the town, on that network as the phone shows it', { place: 'Seville (ES)', network: 'ORANGE ES' }, 'sure'],
    ['the town, on another network', { place: 'Seville (ES)', network: 'Vodafone' }, 'no'],
    ['nowhere known, on another network', { network: 'Vodafone' }, 'no'],
  ] as const)('in one town, for a customer in %s', (_where, whereabouts, fit) => {
    expect(fitOf(inSeville, whereabouts, atlas)).toBe(fit);
  });

  it.each([
    ['any town of it', { place: 'Madrid (ES)', network: 'Vodafone' }, 'sure'],
    ['the country', { place: 'Spain (ES)' }, 'sure'],
    ['another one', { place: 'France (FR)' }, 'no'],
    ['nowhere known', {}, 'maybe'],
  ] as const)('in a whole country, for a customer in %s', (_where, whereabouts, fit) => {
    expect(fitOf(inSpain, whereabouts, atlas)).toBe(fit);
  });

  it('of one service does not concern a question about another', () => {
    expect(fitOf(inSeville, { place: 'Seville (ES)' }, atlas, ['calls'])).toBe('no');
    expect(fitOf(inSeville, { place: 'Seville (ES)' }, atlas, ['calls', 'data'])).toBe('sure');
  });

  it('in a place that is no town of the list is found by its name', () => {
    const triana = incidentOf('INC-3', { places: ['TRIANA'] });
    expect(fitOf(triana, { place: 'Triana' }, atlas)).toBe('sure');
  });
});
