import { z } from 'zod';
import { incidentServices, incidentStates } from '../conversation/incident.ts';
import type { IncidentChanges, IncidentDraft } from '../service/incidents.ts';

/** A clock of the provider's may be ahead by so much. */
const toleranceMs = 5 * 60_000;

/** Texts of operators stand in one line. */
function line(most: number) {
  return z
    .string('must be text')
    .trim()
    .min(1, 'is empty')
    .max(most, `is longer than ${most} characters`)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line without control characters');
}

const moment = z.iso
  .datetime({ offset: true, error: 'must be a time with its zone, such as 2026-05-01T09:30:00Z' })
  .transform((text) => Date.parse(text));

const country = z
  .string('must be a country of two capital letters, such as ES')
  .refine(isCountry, 'must be a country of two capital letters, such as ES');

const services = z
  .array(z.enum(incidentServices, `must be one of ${incidentServices.join(', ')}`), 'must be a list')
  .min(1, 'names no service')
  .transform((list) => incidentServices.filter((service) => list.includes(service)));

/** Languages of notes: those customers can write in. */
const languages = ['en', 'es', 'zh-Hans', 'zh-Hant', 'fr', 'de', 'it', 'pt', 'ja', 'ko', 'ru', 'ar'] as const;

const note = z.string('must be text').trim().min(1, 'is empty').max(500, 'is longer than 500 characters');
const notes = z.partialRecord(z.enum(languages, `must be one of ${languages.join(', ')}`), note);
const places = z.array(line(80), 'must be a list').max(20, 'names more than 20 places');

const draft = z.strictObject({
  country,
  places: places.default([]),
  network: line(60).optional(),
  services: services.default([...incidentServices]),
  since: moment.optional(),
  expectedEnd: moment.optional(),
  notes: notes.default({}),
  reference: line(100).optional(),
});

const changes = z.strictObject({
  places: places.optional(),
  network: line(60).nullable().optional(),
  services: services.optional(),
  since: moment.optional(),
  expectedEnd: moment.nullable().optional(),
  notes: notes.optional(),
});

/** What `POST /incidents` takes; `since` is now where it is not said. */
export function draftSchema(now: number): z.ZodType<IncidentDraft> {
  return draft.transform((given, context) => {
    const { since = now, ...rest } = given;
    const made = { ...rest, since, notes: { ...rest.notes } as Record<string, string> };
    for (const [path, message] of faultsOfTimes(made, now)) context.addIssue({ code: 'custom', path: [path], message });
    return made;
  });
}

/** What `PATCH /incidents/:id` takes; null takes a fact away. `since`: when the incident began, where that stays. */
export function changesSchema(now: number, since: number): z.ZodType<IncidentChanges> {
  return changes.transform((given, context) => {
    const times = { since: given.since ?? since, expectedEnd: given.expectedEnd ?? undefined };
    for (const [path, message] of faultsOfTimes(times, now))
      context.addIssue({ code: 'custom', path: [path], message });
    const { notes: texts, ...rest } = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value ?? undefined]),
    ) as IncidentChanges;
    return texts === undefined ? rest : { ...rest, notes: texts };
  });
}

/** States to list: `?state=open,proposed`; all when not said. */
export const statesSchema = z
  .string()
  .default(incidentStates.join(','))
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(incidentStates, `must be of ${incidentStates.join(', ')}`)));

function faultsOfTimes(
  { since, expectedEnd }: { readonly since: number; readonly expectedEnd?: number },
  now: number,
): readonly (readonly [string, string])[] {
  return [
    ...(since > now + toleranceMs ? [['since', 'is in the future'] as const] : []),
    ...(expectedEnd !== undefined && expectedEnd <= since ? [['expectedEnd', 'is not after since'] as const] : []),
    ...(expectedEnd !== undefined && expectedEnd <= now ? [['expectedEnd', 'has passed'] as const] : []),
  ];
}

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false;
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}
