import { beforeAll, describe, expect, it } from 'vitest';
import { asText, incidentEnd, incidentNotice, type IncidentWording } from '../../src/dialog/incident-words.ts';
import { createSay, type Say } from '../../src/dialog/phrases.ts';
import { authoredLanguages } from '../../src/knowledge/parse.ts';
import { parseInline } from '../../src/web/shared/markdown-inline.ts';
import { incidentOf } from '../support/conversations.ts';
import { ownDialogs } from '../support/small-brain.ts';

const now = Date.parse('2026-08-12T09:00:00Z');
let say: Say;

beforeAll(async () => {
  say = createSay((await ownDialogs()).phrases, {});
});

const wordingIn = (language: IncidentWording['language']): IncidentWording => ({
  say,
  language,
  timeZone: 'Europe/Madrid',
  now,
});
const incident = incidentOf('INC-1', {
  since: now - 3_600_000,
  services: ['data', 'calls'],
  notes: { en: 'Cable cut.', es: 'Cable cortado.' },
});

/** The text a reader sees, without marks. */
const shown = (markdown: string): string =>
  parseInline(markdown)
    .map((part) =>
      'text' in part ? part.text : part.children.map((child) => ('text' in child ? child.text : '')).join(''),
    )
    .join('');

describe('the notice of an incident', () => {
  it('says where, since when, what, what helps, and the note', () => {
    const text = incidentNotice(incident, true, wordingIn('en'));
    expect(shown(text)).toBe(
      'There is a known network fault in Seville. Affected since Aug 12, 2026, 10:00 AM: mobile data and calls (Orange). ' +
        'When it will be repaired is not known yet. Meanwhile another network chosen by hand or Wi-Fi helps; ' +
        "112 works over any network. I'll write to you here when it is over.\n\nCable cut.",
    );
  });

  it('says "if you are in …" where nobody knows', () => {
    expect(incidentNotice(incident, false, wordingIn('en'))).toContain('If you are in Seville');
  });

  it('gives an expected end that is still to come, and none that has passed', () => {
    const until = (expectedEnd: number) => incidentNotice({ ...incident, expectedEnd }, true, wordingIn('en'));
    expect(until(now + 60_000)).toContain('by Aug 12, 2026, 11:01');
    expect(until(now - 60_000)).toContain('not known yet');
  });

  it('names the country in the language of the customer where it has no towns', () => {
    const everywhere = incidentOf('INC-2', { places: [] });
    expect(incidentNotice(everywhere, true, wordingIn('es'))).toContain('en España');
    expect(incidentNotice(everywhere, true, wordingIn('zh-Hant'))).toContain('西班牙');
  });

  it('does not advise another network where all are disturbed', () => {
    expect(incidentNotice({ ...incident, network: undefined }, true, wordingIn('en'))).not.toContain('Another network');
  });

  it.each(authoredLanguages)('has all words in %s, also for the end', (language) => {
    const wording = wordingIn(language);
    for (const text of [
      incidentNotice(incident, true, wording),
      incidentNotice({ ...incident, network: undefined, expectedEnd: now + 1 }, false, wording),
      incidentEnd(incident, wording),
    ]) {
      expect(text).not.toMatch(/incident\.|undefined|\{\{/);
    }
    if (language !== 'en') expect(incidentEnd(incident, wording)).not.toContain('fault');
  });

  it('takes the note of the language, else the English one, else none', () => {
    expect(incidentNotice(incident, true, wordingIn('es'))).toContain('Cable cortado.');
    expect(incidentNotice(incident, true, wordingIn('ja'))).toContain('Cable cut.');
    expect(incidentNotice({ ...incident, notes: { es: 'No' } }, true, wordingIn('en'))).not.toContain('No\n');
  });

  it('shows what an operator typed as text, whatever signs are in it', () => {
    const odd = '<img src=x onerror=alert(1)> *bold* [a](javascript:alert) {{provider.phone}} $t(human) `c` _i_';
    const notice = incidentNotice(
      { ...incident, places: [odd], network: odd, notes: { en: odd } },
      true,
      wordingIn('en'),
    );
    expect(shown(notice).split(odd)).toHaveLength(4);
    expect(parseInline(asText('# a *b* [c](https://d.example)')).filter(({ kind }) => kind !== 'text')).toHaveLength(1);
  });
});
