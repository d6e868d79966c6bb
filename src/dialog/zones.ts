import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';

/** The time zones that times are told in: names as in `Europe/Madrid`, or distances from UTC as in `UTC+08:00`. */
export interface Zones {
  readonly provider: string;
  readonly customer?: string;
}

/** Slot that holds the customer's time zone; filled by channels whose clients tell it. */
export const timeZoneSlot = 'timeZone';

const quarterMs = 15 * 60_000;
const dayMs = 24 * 3_600_000;
/** The zone that is furthest ahead. */
const furthestMs = 14 * 3_600_000;

/**
 * Reads the time it is at the customer's ("15:40") as a distance from UTC: `UTC+08:00`. `at` is when it was written,
 * milliseconds since the epoch. Rounded to a quarter of an hour, since clocks go wrong and messages take a while.
 */
export function readTimeZone({ normalized }: Pick<Utterance, 'normalized'>, at: number): string | undefined {
  const local = readClock(normalized);
  if (local === undefined) return undefined;
  const ahead = (local - (at % dayMs) + dayMs) % dayMs;
  const rounded = Math.round(ahead / quarterMs) * quarterMs;
  return distanceText(rounded > furthestMs ? rounded - dayMs : rounded);
}

const afternoon =
  /\bp\.? ?m\b|下午|晚上|傍晚|午後|오후|de la (?:tarde|noche)|du soir|\bsera\b|da (?:tarde|noite)|вечера|дня|مساء/iu;
const morning = /\ba\.? ?m\b|上午|早上|凌晨|午前|오전|de la mañana/iu;
const night = /de la noche|da noite|晚上|半夜|午夜|凌晨/u;

/** The time of day in a text, milliseconds after midnight; a bare number is none. */
function readClock(text: string): number | undefined {
  const [, hour, minute] =
    /(?<!\d)(\d{1,2}) ?(?:[:.h：点點時时시] ?(\d{2})(?!\d)|(?=[点點時时시h]|[ap]\.? ?m\b))/iu.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const said = Number(hour);
  const half =
    afternoon.test(text) && said < 12 ? 12 : said === 12 && (morning.test(text) || night.test(text)) ? -12 : 0;
  const minutes = Number(minute ?? 0);
  return said > 23 || minutes > 59 ? undefined : ((said + half) * 60 + minutes) * 60_000;
}

/** A time as a clock in a zone shows it: date and time, or the time alone. */
export function clockText(at: number, language: LanguageCode, zone: string, show: 'both' | 'time' = 'both'): string {
  const { ahead, name } = clockOf(zone);
  const style =
    show === 'both' ? ({ dateStyle: 'medium', timeStyle: 'short' } as const) : ({ timeStyle: 'short' } as const);
  return formatter(language, { timeZone: name, ...style }).format(at + ahead);
}

/** What people call the clock of a zone: "Spain Time", "中国时间", or "UTC+08:00". */
export function zoneName(at: number, language: LanguageCode, zone: string): string {
  if (isDistance(zone)) return zone;
  const short = nameIn(at, language, zone, 'shortGeneric');
  // Travellers know their country, but not what CET is.
  return /^[A-Z]{2,5}$/.test(short) ? nameIn(at, language, zone, 'longGeneric') : short;
}

function nameIn(
  at: number,
  language: LanguageCode,
  zone: string,
  timeZoneName: 'shortGeneric' | 'longGeneric',
): string {
  const parts = formatter(language, { timeZone: zone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** Whether a time falls on the same date in two zones. */
export function sameDay(at: number, one: string, other: string): boolean {
  const day = (zone: string): string => {
    const { ahead, name } = clockOf(zone);
    return formatter('en', { timeZone: name, dateStyle: 'short' }).format(at + ahead);
  };
  return day(one) === day(other);
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const mostFormatters = 64;

/** Making a formatter takes a hundred times as long as using it. */
function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify([language, options]);
  const known = formatters.get(name);
  if (known !== undefined) return known;
  if (formatters.size >= mostFormatters) formatters.clear();
  const made = new Intl.DateTimeFormat(language, options);
  formatters.set(name, made);
  return made;
}

function isDistance(zone: string): boolean {
  return /^UTC[+-]\d{2}:\d{2}$/.test(zone);
}

/** A distance from UTC is a clock in UTC that goes so much ahead. */
function clockOf(zone: string): { readonly ahead: number; readonly name: string } {
  const [, sign, hours, minutes] = /^UTC([+-])(\d{2}):(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return { ahead: 0, name: zone };
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { ahead: sign === '-' ? -ahead : ahead, name: 'UTC' };
}

function distanceText(ms: number): string {
  const minutes = Math.abs(ms) / 60_000;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `UTC${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
