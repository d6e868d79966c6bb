import type { LanguageCode } from '../language/languages.ts';
import type { Knowns } from './conditions.ts';
import { clockText, sameDay, zoneName, type Zones } from './zones.ts';

/**
 * Slots and results in the form people read in a language, for filling into phrases: money with its currency, times and
 * dates, amounts of data (fields that end in `Mb`) in MB or GB, lists with commas. A time in the field `start` stands in
 * `startBoth` by the clocks of customer and provider. Markdown signs in what the customer wrote are made harmless.
 */
export function readable(knowns: Knowns, language: LanguageCode, zones: Zones): Record<string, unknown> {
  const slots = Object.entries(knowns.slots).map(([name, value]) => [
    name,
    readableSlot(value, language, zones.provider),
  ]);
  const results = Object.entries(knowns.results).map(([name, value]) => [
    name,
    readableField(name, value, language, zones),
  ]);
  return Object.fromEntries([...slots, ...results]) as Record<string, unknown>;
}

/** One item of a result, for the title of a button. */
export function readableItem(item: unknown, language: LanguageCode, zones: Zones): Record<string, unknown> {
  const value = readableField('item', item, language, zones);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { item: value };
}

/** The title of an item without the parts between commas that tell of what it has not: a top-up has no days. */
export function withoutGaps(title: string): string {
  const comma = title.includes('，') ? '，' : ', ';
  return title
    .split(comma)
    .filter((part) => !part.includes('{{'))
    .join(comma);
}

function readableSlot(value: string, language: LanguageCode, timeZone: string): string {
  const place = /^(.*) \([A-Z]{2}\)$/.exec(value);
  if (place !== null) return place[1] ?? value;
  if (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/.test(value))
    return dateText(value.length > 10 ? `${value}Z` : value, language, 'UTC');
  // A moment that was chosen from a list comes with its zone.
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/.test(value))
    return dateText(value, language, timeZone);
  return value.replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
}

function readableField(name: string, value: unknown, language: LanguageCode, zones: Zones): unknown {
  if (typeof value === 'number') return name.endsWith('Mb') ? dataText(value, language) : numberText(value, language);
  if (typeof value === 'string')
    return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? dateText(value, language, zones.provider) : value;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return new Intl.ListFormat(language).format(value);
    return value.map((item: unknown) => readableField(name, item, language, zones));
  }
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (typeof record.amount === 'number' && typeof record.currency === 'string') {
    return new Intl.NumberFormat(language, { style: 'currency', currency: record.currency }).format(record.amount);
  }
  return Object.fromEntries(
    Object.entries(record).flatMap(([field, inner]) => [
      [field, readableField(field, inner, language, zones)],
      ...(isTime(inner) ? [[`${field}Both`, bothText(inner, language, zones)]] : []),
    ]),
  ) as Record<string, unknown>;
}

function dataText(megabytes: number, language: LanguageCode): string {
  const isLarge = megabytes >= 1000;
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isLarge ? 'gigabyte' : 'megabyte',
    maximumFractionDigits: isLarge ? 1 : 0,
  });
  return format.format(isLarge ? megabytes / 1000 : megabytes);
}

function numberText(value: number, language: LanguageCode): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}

function dateText(value: string, language: LanguageCode, timeZone: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) return value;
  if (value.length > 10) return clockText(at, language, timeZone);
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(at);
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value));
}

/** One time by two clocks, where they differ: "13 Aug 2026, 16:00 (China Time) = 10:00 (Spain Time)". */
function bothText(value: string, language: LanguageCode, { provider, customer = provider }: Zones): string {
  const at = Date.parse(value);
  const own = clockText(at, language, customer);
  const theirs = clockText(at, language, provider);
  if (own === theirs) return `${own} (${zoneName(at, language, provider)})`;
  const short = sameDay(at, customer, provider) ? clockText(at, language, provider, 'time') : theirs;
  return `${own} (${zoneName(at, language, customer)}) = ${short} (${zoneName(at, language, provider)})`;
}
