import { z } from 'zod';
import { incidentServices } from '../conversation/incident.ts';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';

/** `incidents` of `dialogs/flows/settings.yaml`: how declared outages and customers' questions come together. */
export const incidentSettingsSchema = z.strictObject({
  /** Country of a place that names none, ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters'),
  /** Articles that a declared outage is told before, each with the services it is about. */
  intents: z.record(z.string(), z.array(z.enum(incidentServices)).min(1)),
  /** When customers' questions propose an outage: that many conversations from one place and network in that time. */
  proposal: z.strictObject({
    intents: z.array(z.string()),
    conversations: z.int().min(2).max(50),
    /** At most 30: the store watches trouble for an hour. */
    minutes: z.int().min(1).max(30),
  }),
});

export type IncidentSettings = z.infer<typeof incidentSettingsSchema>;

/** Where nothing is set, no question is about an outage. */
export const noIncidentSettings: IncidentSettings = {
  country: 'ES',
  intents: {},
  proposal: { intents: [], conversations: 3, minutes: 30 },
};

/** `networks` of the settings: mobile networks with the names people use. */
export const networksSchema = z.array(z.strictObject({ id: z.string().min(1), names: z.array(z.string().min(1)) }));

export type Networks = z.infer<typeof networksSchema>;

/** Finds the network that a folded text names, by its id. */
export type FindNetwork = (folded: string) => string | undefined;

/** Knows the networks of the settings. */
export function createNetworkFinder(networks: Networks): FindNetwork {
  const names = networks.flatMap(({ id, names }) => [id, ...names].map((name) => ({ id, words: wordsOf(fold(name)) })));
  return (folded) => {
    const text = wordsOf(folded);
    return names.find(({ words }) => text.includes(words))?.id;
  };
}

/** Words between spaces, so that one name is not found inside another word. */
function wordsOf(folded: string): string {
  return ` ${tokenize(folded).join(' ')} `;
}
