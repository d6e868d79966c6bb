import type { LanguageCode } from '../language/languages.ts';
import type { Knowns } from './conditions.ts';

/**
 * Slots and results in the form people read in a language, for filling into phrases: money with its currency, times and
 * dates, amounts of data (fields that end in `Mb`) in MB or GB, lists with commas. Markdown signs in what the customer wrote
 * are made harmless.
 */
export function readable(knowns: Knowns, language: LanguageCode, timeZone: string): Record<string, unknown> {
  const slots = Object.entries(knowns.slots).map(([name, value]) => [name, readableSlot(value, language, timeZone)]);
  const results = Object.entries(knowns.results).map(([name, value]) => [
    name,
    readableField(name, value, language, timeZone),
  ]);
  return Object.fromEntries([...slots, ...results]) as Record<string, unknown>;
}

/** One item of a result, for the title of a button. */
export function readableItem(item: unknown, language: LanguageCode, timeZone: string): Record<string, unknown> {
  const value = readableField('item', item, language, timeZone);
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

function readableField(name: string, value: unknown, language: LanguageCode, timeZone: string): unknown {
  if (typeof value === 'number') return name.endsWith('Mb') ? dataText(value, language) : numberText(value, language);
  if (typeof value === 'string')
    return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? dateText(value, language, timeZone) : value;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return new Intl.ListFormat(language).format(value);
    return value.map((item: unknown) => readableField(name, item, language, timeZone));
  }
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (typeof record.amount === 'number' && typeof record.currency === 'string') {
    return new Intl.NumberFormat(language, { style: 'currency', currency: record.currency }).format(record.amount);
  }
  return Object.fromEntries(
    Object.entries(record).map(([field, inner]) => [field, readableField(field, inner, language, timeZone)]),
  );
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
  const hasTime = value.length > 10;
  return new Intl.DateTimeFormat(language, {
    timeZone: hasTime ? timeZone : 'UTC',
    dateStyle: 'medium',
    ...(hasTime ? { timeStyle: 'short' } : {}),
  }).format(at);
}
