import * as chrono from 'chrono-node';
import type { LanguageCode } from '../language/languages.ts';

/** What a date is read against. */
export interface DateFrame {
  /** When the message was written, milliseconds since the epoch. */
  readonly at: number;
  /** IANA zone in which "today" and "at three" are meant. */
  readonly timeZone: string;
  /** The date lies behind ("since Monday"), else ahead. */
  readonly past: boolean;
}

type Parser = Pick<chrono.Chrono, 'parse'>;

/** In Europe the day comes first: 5/8 is the fifth of August. Korean has no parser and goes by the own rules below. */
const parsers: Readonly<Partial<Record<LanguageCode, Parser>>> = {
  en: chrono.en.GB,
  es: chrono.es,
  'zh-Hans': chrono.zh.hans,
  'zh-Hant': chrono.zh.hant,
  fr: chrono.fr,
  de: chrono.de,
  it: chrono.it,
  pt: chrono.pt,
  ja: chrono.ja,
  ru: chrono.ru,
  ar: chrono.ar,
};

/**
 * The first date in a text as `YYYY-MM-DD`, with `THH:MM` behind it when a time was given, in the zone of the frame;
 * undefined when there is none. Bare times and short weekday names ("sun") are no dates.
 */
export function readDate(text: string, language: LanguageCode, frame: DateFrame): string | undefined {
  return readByRules(text, frame) ?? readByParser(text, language, frame);
}

function readByParser(text: string, language: LanguageCode, frame: DateFrame): string | undefined {
  const parser = parsers[language];
  if (parser === undefined) return undefined;
  const reference = wallClock(frame);
  for (const { text: found, start } of parser.parse(text, reference, { forwardDate: !frame.past })) {
    const isDay = start.isCertain('day') || start.isCertain('weekday') || start.isCertain('month');
    // "Sun", "mar" and the like are also words.
    if (!isDay || /^[\p{Script=Latin}]{1,3}\.?$/u.test(found)) continue;
    const date = dayText(start.get('year') ?? 0, start.get('month') ?? 0, start.get('day') ?? 0);
    if (!start.isCertain('hour')) return date;
    return `${date}T${two(start.get('hour') ?? 0)}:${two(start.get('minute') ?? 0)}`;
  }
  return undefined;
}

/**
 * The customer's wall clock as a time of this machine's zone: some parsers of the library reckon in that zone, whatever zone
 * they are told.
 */
function wallClock({ at, timeZone }: DateFrame): Date {
  const local = new Date(at + offsetMinutes(at, timeZone) * 60_000);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  return new Date(year, month, day, local.getUTCHours(), local.getUTCMinutes());
}

const koreanDays: readonly (readonly [string, number])[] = [
  ['그저께', -2],
  ['어제', -1],
  ['오늘', 0],
  ['내일', 1],
  ['모레', 2],
];

/** Numeric dates of any language, days of the month in Chinese, and Korean. */
function readByRules(text: string, frame: DateFrame): string | undefined {
  const today = localDay(frame);
  const iso = /(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text);
  if (iso !== null) return validDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  // A point alone could be a version or an amount, so it needs a second one behind the month: 15.8.
  const numeric = /(?<![\d.,/])(\d{1,2})(?:\/(\d{1,2})(?:\/(\d{2,4}))?|\.(\d{1,2})\.(\d{4}|\d{2})?)(?![\d/])/.exec(
    text,
  );
  if (numeric !== null) {
    const year = numeric[3] ?? numeric[5];
    const month = Number(numeric[2] ?? numeric[4]);
    return year === undefined
      ? nearest(month, Number(numeric[1]), today, frame.past)
      : validDay(Number(year.length === 2 ? `20${year}` : year), month, Number(numeric[1]));
  }
  const hangul = /(\d{1,2})\s*월\s*(\d{1,2})\s*일/.exec(text);
  if (hangul !== null) return nearest(Number(hangul[1]), Number(hangul[2]), today, frame.past);
  const dayOfMonth = /(?<![月\d])(\d{1,2})\s*[号號]/.exec(text);
  if (dayOfMonth !== null) return nearestDay(Number(dayOfMonth[1]), today, frame.past);
  const korean = koreanDays.find(([word]) => text.includes(word));
  return korean === undefined ? undefined : shift(today, korean[1]);
}

function nearest(month: number, day: number, today: string, past: boolean): string | undefined {
  const year = Number(today.slice(0, 4));
  const date = validDay(year, month, day);
  if (date === undefined || date === today) return date;
  if (past) return date > today ? validDay(year - 1, month, day) : date;
  return date < today ? validDay(year + 1, month, day) : date;
}

function nearestDay(day: number, today: string, past: boolean): string | undefined {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const date = validDay(year, month, day);
  if (date === undefined) return undefined;
  const step = past && date > today ? -1 : !past && date < today ? 1 : 0;
  const other = new Date(Date.UTC(year, month - 1 + step, 1));
  return validDay(other.getUTCFullYear(), other.getUTCMonth() + 1, day);
}

function validDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? dayText(year, month, day) : undefined;
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function localDay({ at, timeZone }: DateFrame): string {
  return new Date(at + offsetMinutes(at, timeZone) * 60_000).toISOString().slice(0, 10);
}

/** Minutes the zone is ahead of UTC at a moment. */
function offsetMinutes(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'));
  return Math.round((local - at) / 60_000);
}

function dayText(year: number, month: number, day: number): string {
  return `${year}-${two(month)}-${two(day)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
