import type { Incident } from '../conversation/incident.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Say } from './phrases.ts';

/** What words about an incident need. */
export interface IncidentWording {
  readonly say: Say;
  readonly language: LanguageCode;
  readonly timeZone: string;
  readonly now: number;
  /** Language the customer writes in, which may be one the bot has no words in; a note may be in it. */
  readonly heard?: string;
}

/**
 * Tells of an incident, as Markdown in which everything that an operator typed is text. `isSure`: the customer is known to
 * be where it is; else it begins with "if you are in …".
 */
export function incidentNotice(incident: Incident, isSure: boolean, wording: IncidentWording): string {
  const { language, now, heard = language } = wording;
  const say = (key: string, values?: Record<string, string>) => wording.say(language, `incident.${key}`, values);
  const values = { area: areaOf(incident, language), since: timeText(incident.since, wording) };
  const isAwaited = incident.expectedEnd !== undefined && incident.expectedEnd > now;
  const note = incident.notes[heard] ?? incident.notes[language] ?? incident.notes['en'];
  // Chinese and Japanese put no space behind a full stop.
  const gap = /^(zh|ja)/.test(language) ? '' : ' ';
  return [
    say(isSure ? 'known' : 'ifThere', values),
    say('affected', { what: whatOf(incident, say, language), ...values }),
    isAwaited ? say('until', { end: timeText(incident.expectedEnd ?? now, wording) }) : say('endUnknown'),
    say(incident.network === undefined ? 'helpAny' : 'helpNetwork'),
    say('willTell'),
  ]
    .join(gap)
    .concat(note === undefined ? '' : `\n\n${asText(note)}`);
}

/** Tells that an incident is over. */
export function incidentEnd(incident: Incident, { say, language }: Pick<IncidentWording, 'say' | 'language'>): string {
  const told = (key: string, values?: Record<string, string>) => say(language, `incident.${key}`, values);
  return told('over', { area: areaOf(incident, language), what: whatOf(incident, told, language) });
}

/** Text in which no sign means anything in Markdown. */
export function asText(text: string): string {
  return (
    text
      .replace(/[\\`*_[\]<>#|~]/g, (sign) => `\\${sign}`)
      // Lists and headings begin a line; addresses become links by themselves.
      .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/gm, (_line, space: string, sign: string) =>
        /\d/.test(sign) ? `${space}${sign.slice(0, -1)}\\${sign.slice(-1)}` : `${space}\\${sign}`,
      )
  );
}

function areaOf({ places, country }: Incident, language: LanguageCode): string {
  if (places.length > 0) return asText(new Intl.ListFormat(language).format(places));
  return new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country;
}

/** `mobile data and calls (Orange)`. */
function whatOf({ services, network }: Incident, say: (key: string) => string, language: LanguageCode): string {
  const list = new Intl.ListFormat(language).format(services.map((service) => say(`services.${service}`)));
  return network === undefined ? list : `${list} (${asText(network)})`;
}

function timeText(at: number, { language, timeZone }: IncidentWording): string {
  return new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
