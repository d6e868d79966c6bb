import { describe, expect, it } from 'vitest';
import { readable } from '../../src/dialog/flow-values.ts';
import { readTimeZone } from '../../src/dialog/zones.ts';

const at = Date.parse('2026-08-12T22:10:00Z');

describe('the customer’s clock', () => {
  it.each([
    ['22:10', 'UTC+00:00'],
    ['00:10', 'UTC+02:00'],
    ['it is 6:08 in the morning, 6:08', 'UTC+08:00'],
    ['3:10 pm', 'UTC-07:00'],
    ['3 p.m. here', 'UTC-07:15'],
    ['las 12:10 de la noche', 'UTC+02:00'],
    ['下午6点10分', 'UTC-04:00'],
    ['早上6點', 'UTC+07:45'],
    ['오전 7시 10분', 'UTC+09:00'],
    ['3:40', 'UTC+05:30'],
    ['25:00', undefined],
    ['five', undefined],
    ['7', undefined],
  ])('"%s" tells its distance from UTC: %s', (text, zone) => {
    expect(readTimeZone({ normalized: text }, at)).toBe(zone);
  });
});

describe('a time by two clocks', () => {
  const times = (language: 'en' | 'es' | 'zh-Hans' | 'zh-Hant', customer?: string, start = '2026-08-13T08:00:00Z') => {
    const zones = { provider: 'Europe/Madrid', ...(customer === undefined ? {} : { customer }) };
    const { item } = readable({ slots: {}, results: { item: { start } } }, language, zones);
    return (item as Record<string, string>).startBoth?.replace(/\s/g, ' ');
  };

  it('stands first by the customer’s, then by the provider’s', () => {
    expect(times('en', 'Asia/Shanghai')).toBe('Aug 13, 2026, 4:00 PM (China Time) = 10:00 AM (Spain Time)');
    expect(times('es', 'Asia/Shanghai')).toBe('13 ago 2026, 16:00 (hora de China) = 10:00 (hora de Europa central)');
    expect(times('zh-Hans', 'UTC+08:00')).toMatch(/16:00.*UTC\+08:00.*10:00.*西班牙时间/);
    expect(times('zh-Hant', 'Asia/Taipei')).toMatch(/台北|台灣/);
  });

  it('stands once where both clocks are the same or the customer’s is unknown', () => {
    for (const zone of [undefined, 'Europe/Paris'])
      expect(times('es', zone)).toBe('13 ago 2026, 10:00 (hora de Europa central)');
  });

  it('has both dates where they differ', () => {
    expect(times('es', 'America/Los_Angeles', '2026-08-13T05:00:00Z')).toMatch(/^12 ago 2026.*= 13 ago 2026, 7:00/);
  });
});
