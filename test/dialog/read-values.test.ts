import { describe, expect, it } from 'vitest';
import { isEid, isIccid, isLuhn } from '../../src/dialog/check-digits.ts';
import { createDeviceFinder } from '../../src/dialog/devices.ts';
import { readOrderNumber } from '../../src/dialog/order-numbers.ts';
import { createPlaceFinder } from '../../src/dialog/places.ts';
import { readDate } from '../../src/dialog/read-date.ts';
import { readNumber } from '../../src/dialog/read-number.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { fold, normalize } from '../../src/language/normalize.ts';
import { ownDialogs } from '../support/small-brain.ts';

/** A Wednesday, half past eleven at night in London, already Thursday the 13th in Madrid. */
const at = Date.parse('2026-08-12T22:30:00Z');
const frame = { at, timeZone: 'Europe/Madrid', past: false };

describe('reading a date', () => {
  it.each<[string, LanguageCode, string]>([
    ['tomorrow', 'en', '2026-08-14'],
    ['mañana', 'es', '2026-08-14'],
    ['15/8', 'es', '2026-08-15'],
    ['5/8', 'en', '2027-08-05'],
    ['下周三', 'zh-Hans', '2026-08-19'],
    ['後天', 'zh-Hant', '2026-08-15'],
    ['20号', 'zh-Hans', '2026-08-20'],
    ['am 15.8.', 'de', '2026-08-15'],
    ['demain', 'fr', '2026-08-14'],
    ['내일', 'ko', '2026-08-14'],
    ['8월 20일', 'ko', '2026-08-20'],
    ['2026-09-01', 'ar', '2026-09-01'],
  ])('reads %s (%s) as %s, the day of the customer and not of UTC', (text, language, date) => {
    expect(readDate(text, language, frame)).toBe(date);
  });

  it('looks back where the date lies behind', () => {
    expect(readDate('since yesterday', 'en', { ...frame, past: true })).toBe('2026-08-12');
    expect(readDate('20/12', 'es', { ...frame, past: true })).toBe('2025-12-20');
  });

  it.each(['may I ask', 'the second step', 'sun is out', 'version 17.4', '31/2', 'iPhone 14'])(
    'finds none in "%s"',
    (text) => {
      expect(readDate(text, 'en', frame)).toBeUndefined();
    },
  );
});

describe('reading a number', () => {
  it.each([
    ['2 GB', 'MB', 2000],
    ['unos 500 megas', 'MB', 500],
    ['两周', 'days', 14],
    ['十二天', 'days', 12],
    ['12,5 mbps', 'Mbit/s', 12.5],
    ['800 kbps', 'Mbit/s', 0.8],
    ['€15', 'EUR', 15],
  ] as const)('reads %s in %s as %d', (text, unit, value) => {
    expect(readNumber(normalize(text), unit, true)).toBe(value);
  });

  it('takes a bare number only where it is the answer', () => {
    expect(readNumber('5', 'days', false)).toBe(5);
    expect(readNumber('iphone 5', 'days', true)).toBeUndefined();
  });
});

describe('check digits', () => {
  it('tells right numbers from mistyped ones', () => {
    expect(isLuhn('4111111111111111')).toBe(true);
    expect(isLuhn('4111111111111112')).toBe(false);
    expect(isEid('89049032123451234512345678901235')).toBe(true);
    expect(isEid('89049032123451234512345678901236')).toBe(false);
    expect(isIccid('8934071100000000009')).toBe(isLuhn('8934071100000000009'));
    expect(isIccid('4111111111111111')).toBe(false);
  });
});

describe('reading an order number', () => {
  it.each(['al123456', 'AL-123456', 'my order is al 123456, thanks'])('finds it in "%s"', (text) => {
    expect(readOrderNumber(normalize(text), ['AL-######'])).toBe('AL-123456');
  });

  it.each(['AL-12345', 'XAL-123456', 'AL-1234567'])('does not take %s for one', (text) => {
    expect(readOrderNumber(normalize(text), ['AL-######'])).toBeUndefined();
  });
});

describe('finding devices and places', () => {
  it.each([
    ['Samsung Galaxy S23 Ultra', 'Samsung Galaxy S23 Ultra'],
    ['mi iphone15pro', 'Apple iPhone 15 Pro'],
    ['苹果15', 'Apple iPhone 15'],
    ['蘋果手機 14 Pro Max', 'Apple iPhone 14 Pro Max'],
    ['I have a pixel 8a', 'Google Pixel 8A'],
    ['it is a samsung', 'Samsung'],
    ['no phone at all', undefined],
  ])('reads "%s" as %s', async (text, device) => {
    const { flows } = await ownDialogs();
    expect(createDeviceFinder(flows.devices)(fold(text))).toBe(device);
  });

  it.each([
    ["I'm in Seville", 'Seville (ES)'],
    ['estoy en Córdoba', 'Córdoba (ES)'],
    ['我在巴塞隆納', 'Barcelona (ES)'],
    ['ich bin in Frankreich', 'France (FR)'],
    ['スペインにいます', 'Spain (ES)'],
    ['somewhere nice', undefined],
  ])('reads "%s" as %s', async (text, place) => {
    const { flows } = await ownDialogs();
    expect(createPlaceFinder(flows.places)(fold(text))).toBe(place);
  });
});
