import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRuleFile } from '../../src/backoffice/load-rules.ts';
import { ruleFiles } from '../../src/backoffice/rules-schema.ts';
import { decideRefund, decideReissue, type RefundFacts, type ReissueFacts } from '../../src/backoffice/rules.ts';
import { projectDir } from '../../src/paths.ts';
import { ownRules } from '../support/backoffice-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const published = (name: string) =>
  loadRuleFile(join(projectDir, `test/backoffice/fixtures/refund-${name}.yaml`), ruleFiles.refund);
const paid = { amount: 20, currency: 'USD' };

type Case = readonly [why: string, facts: Omit<RefundFacts, 'paid'>, expected: string, amount?: number];

const unused = { installed: false, activated: false, usedMb: 0, usedShare: 0 };
const inUse = { installed: true, activated: true, usedMb: 500, usedShare: 0.25, everWorked: true };

const worlds: Readonly<Record<string, readonly Case[]>> = {
  airalo: [
    ['withdrawn within 14 days', { ...unused, reason: 'not-needed', daysSincePurchase: 14 }, 'full original', 20],
    ['plans changed later', { ...unused, reason: 'not-needed', daysSincePurchase: 15 }, 'credit credit', 20],
    ['a wrong purchase, even at once', { ...unused, reason: 'wrong-plan', daysSincePurchase: 1 }, 'credit credit', 20],
    [
      'a fault that was not mended',
      { ...inUse, reason: 'not-working', troubleshot: true, daysSincePurchase: 30 },
      'full original',
      20,
    ],
    [
      'a fault not looked into yet',
      { ...inUse, reason: 'not-working', troubleshot: false, daysSincePurchase: 30 },
      'review',
    ],
    [
      'a fault reported too late',
      { ...inUse, reason: 'not-working', troubleshot: true, daysSincePurchase: 31 },
      'refused',
    ],
  ],
  holafly: [
    [
      'unused for five months',
      { ...unused, reason: 'other', subscription: false, daysSincePurchase: 150 },
      'full original',
      20,
    ],
    ['unused for seven months', { ...unused, reason: 'other', subscription: false, daysSincePurchase: 210 }, 'refused'],
    [
      'a subscription after two weeks',
      { ...unused, reason: 'other', subscription: true, daysSincePurchase: 15 },
      'refused',
    ],
    [
      'a fault reported in time, less the fee',
      { ...inUse, reason: 'not-working', reportedInTime: true, unusedDaysShare: 0.5, daysSincePurchase: 9 },
      'partial original',
      6.5,
    ],
    [
      'a fault reported after the trip',
      { ...inUse, reason: 'not-working', reportedInTime: false, daysSincePurchase: 9 },
      'refused',
    ],
  ],
  nomad: [
    ['three days, not installed', { ...unused, reason: 'other', daysSincePurchase: 3 }, 'full original', 20],
    ['four days, not installed', { ...unused, reason: 'other', daysSincePurchase: 4 }, 'credit credit', 20],
    ['partly used, and it fails', { ...inUse, reason: 'not-working', daysSincePurchase: 4 }, 'credit credit', 20],
    ['partly used, no longer wanted', { ...inUse, reason: 'not-needed', daysSincePurchase: 4 }, 'refused'],
  ],
  saily: [
    [
      'installed, not activated, 30 days',
      { ...unused, installed: true, reason: 'other', daysSincePurchase: 30 },
      'full original',
      20,
    ],
    ['almost nothing used', { ...inUse, usedShare: 0.01, reason: 'other', daysSincePurchase: 30 }, 'full original', 20],
    ['used a little more', { ...inUse, usedShare: 0.02, reason: 'other', daysSincePurchase: 30 }, 'refused'],
    ['31 days', { ...unused, reason: 'other', daysSincePurchase: 31 }, 'refused'],
  ],
};

describe.each(Object.keys(worlds))('the published rules of %s', (name) => {
  const cases = (worlds[name] ?? []).map(([why, facts, expected, amount]) => ({ why, facts, expected, amount }));

  it.each(cases)('decide: $why', async ({ facts, expected, amount }) => {
    const { result, method, amount: given } = decideRefund(await published(name), { ...facts, paid }, 'en');
    const told = [result, method].filter((one) => one !== undefined).join(' ');
    expect([told, given?.amount]).toEqual([expected, amount]);
  });
});

describe('refund rules', () => {
  const euros = { amount: 10, currency: 'EUR' };
  const decide = async (facts: Omit<RefundFacts, 'paid'>, language = 'en', from = euros) =>
    decideRefund((await ownRules()).refund, { ...facts, paid: from }, language);

  it('quote the clause in the customer’s language, English where there is none', async () => {
    const facts = { ...unused, reason: 'other' as const, daysSincePurchase: 2 };
    const clauses = await Promise.all(
      ['es', 'zh-Hant', 'zh-HK', 'es-MX', 'fr'].map(async (language) => (await decide(facts, language)).clause),
    );
    expect(clauses.map((clause) => clause.slice(0, 7))).toEqual([
      'Una eSI',
      '購買後 30 ',
      '购买后 30 ',
      'Una eSI',
      'An eSIM',
    ]);
  });

  it('leave large amounts and frequent refunds to a person, and still tell the amount', async () => {
    const facts = { ...unused, reason: 'other' as const, daysSincePurchase: 2 };
    expect(await decide(facts, 'en', { amount: 59, currency: 'EUR' })).toMatchObject({
      result: 'review',
      review: 'amount',
      amount: { amount: 59 },
    });
    expect(await decide({ ...facts, earlierRefunds: 2 })).toMatchObject({
      result: 'review',
      review: 'earlier-refunds',
    });
    expect(await decide(facts, 'en', { amount: 10, currency: 'USD' })).toMatchObject({
      result: 'review',
      review: 'amount',
    });
  });

  it('give a duplicate payment back whatever was used', async () => {
    expect(await decide({ ...inUse, duplicatePayment: true, reason: 'double-charge' })).toMatchObject({
      result: 'full',
    });
  });

  it('give back the smaller of days and data where it stopped working', async () => {
    const facts = {
      ...inUse,
      reason: 'not-working' as const,
      troubleshot: true,
      expired: false,
      duplicatePayment: false,
      daysSincePurchase: 40,
    };
    expect((await decide({ ...facts, unusedDaysShare: 0.333 })).amount).toEqual({ amount: 3.33, currency: 'EUR' });
    expect(await decide(facts)).toMatchObject({ result: 'review', review: 'missing-facts' });
  });

  it('do not take what is unknown for fulfilled', async () => {
    expect(await decide({ reason: 'not-needed' })).toMatchObject({ result: 'review', rule: 'otherwise' });
  });

  it('tell whether the purchase can still be withdrawn from', async () => {
    expect((await decide({ ...inUse, daysSincePurchase: 14 })).withdrawable).toBe(true);
    expect((await decide({ ...inUse, daysSincePurchase: 14.1 })).withdrawable).toBe(false);
  });
});

describe('reissue rules', () => {
  it.each<[string, ReissueFacts, string]>([
    [
      'only connection',
      { reason: 'new-phone', oldProfile: 'installed', seenToday: true, otherConnection: false, reissuesBefore: 0 },
      'blocked only-connection',
    ],
    ['nothing known of the old profile', { reason: 'new-phone', reissuesBefore: 0 }, 'blocked only-connection'],
    [
      'on Wi-Fi',
      { reason: 'new-phone', oldProfile: 'installed', seenToday: true, otherConnection: true, reissuesBefore: 0 },
      'allowed first-free',
    ],
    ['deleted', { reason: 'deleted', oldProfile: 'deleted', reissuesBefore: 0 }, 'allowed first-free'],
    ['second time', { reason: 'deleted', oldProfile: 'deleted', reissuesBefore: 1 }, 'allowed second-paid'],
    ['third time', { reason: 'deleted', oldProfile: 'deleted', reissuesBefore: 2 }, 'review limit'],
    [
      'lost, still running',
      { reason: 'lost', oldProfile: 'installed', otherConnection: true, reissuesBefore: 0 },
      'blocked lost-not-suspended',
    ],
    ['stolen, suspended', { reason: 'stolen', oldProfile: 'suspended', reissuesBefore: 0 }, 'allowed first-free'],
    [
      'e-mail changed yesterday',
      { reason: 'stolen', oldProfile: 'suspended', daysSinceEmailChange: 1, reissuesBefore: 0 },
      'review email-changed',
    ],
    ['expired', { reason: 'deleted', oldProfile: 'deleted', expired: true, reissuesBefore: 0 }, 'blocked expired'],
  ])('decide: %s', async (_why, facts, expected) => {
    const { result, rule } = decideReissue((await ownRules()).reissue, facts, 'en');
    expect(`${result} ${rule}`).toBe(expected);
  });
});

describe('files of rules', () => {
  it('are refused with the file, the place and what is wrong', async () => {
    const path = join(newFolder(), 'refund.yaml');
    await writeFile(
      path,
      'withdrawalDays: -1\nautoApproveUpTo: {amount: 1, currency: euro}\nearlierRefundsBelow: 1\nrules:\n  - {id: a, when: {instaled: true}, result: partial, clause: {en: x}}\notherwise: {result: maybe}\n',
    );
    const loading = loadRuleFile(path, ruleFiles.refund);
    await expect(loading).rejects.toMatchObject({ code: 'knowledgeInvalid' });
    const message = await loading.catch((error: Error) => error.message);
    for (const part of [
      path,
      'withdrawalDays',
      'autoApproveUpTo.currency',
      'instaled',
      'rules.0.clause.es',
      'otherwise.result',
    ])
      expect(message).toContain(part);
  });

  it('are refused where two rules share an id, or a share is missing', async () => {
    const clause = '{en: x, es: x, zh-Hans: x, zh-Hant: x}';
    const path = join(newFolder(), 'refund.yaml');
    await writeFile(
      path,
      `withdrawalDays: 0\nautoApproveUpTo: {amount: 1, currency: EUR}\nearlierRefundsBelow: 1\nrules:\n  - {id: a, when: {}, result: partial, clause: ${clause}}\n  - {id: a, when: {}, result: full, clause: ${clause}}\notherwise: {result: review, clause: ${clause}}\n`,
    );
    await expect(loadRuleFile(path, ruleFiles.refund)).rejects.toThrow(/"a" is there twice[\s\S]*needs share/);
  });

  it('are refused by name where they are missing', async () => {
    await expect(loadRuleFile(join(newFolder(), 'reissue.yaml'), ruleFiles.reissue)).rejects.toThrow(
      /reissue\.yaml cannot be read/,
    );
  });
});
