import type { Field } from './packet.ts';
import type { PacketTexts } from './packet-texts.ts';
import type { ListViewDeps } from './list-view.ts';

/** What values are written with. */
export interface ValueDeps extends ListViewDeps {
  readonly words: PacketTexts;
}

/** The name of a field in words: as translated, else its own name taken apart. */
export function fieldName(name: string, { fields }: PacketTexts): string {
  const apart = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return fields[name] ?? `${apart.slice(0, 1).toUpperCase()}${apart.slice(1)}`;
}

/** A value as people of a language write it: money, data, times, yes and no, words of the provider. */
export function fieldText([name, value]: Field, { words, language, times, now }: ValueDeps): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return name.endsWith('Mb') ? dataText(value, language) : numberText(value, language);
  if (typeof value === 'object')
    return new Intl.NumberFormat(language, { style: 'currency', currency: value.currency }).format(value.amount);
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return times.clock(Date.parse(value), now());
  if (name === 'country') return countryName(value, language);
  return words.values[value] ?? value;
}

/** `Seville (ES)` as `Seville, Spain`. */
export function placeText(place: string, language: string): string {
  const [, town, country] = /^(.*) \(([A-Z]{2})\)$/.exec(place) ?? [];
  return town === undefined || country === undefined ? place : `${town}, ${countryName(country, language)}`;
}

function countryName(code: string, language: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code) : code;
}

function dataText(megabytes: number, language: string): string {
  const isLarge = megabytes >= 1000;
  const unit = isLarge ? 'gigabyte' : 'megabyte';
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    isLarge ? megabytes / 1000 : megabytes,
  );
}

const numberText = (value: number, language: string): string => new Intl.NumberFormat(language).format(value);
