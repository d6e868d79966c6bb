import type { DemoCustomer, DemoLine, DemoOrder, DemoState } from './state.ts';
import { eur, planOf } from './plans.ts';

const dayMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;

interface Story {
  readonly who: number;
  readonly planId: string;
  /** Days before now. */
  readonly bought: number;
  readonly order?: Partial<DemoOrder>;
  /** Undefined: the order has no line yet. */
  readonly line?: Partial<DemoLine>;
}

const people: readonly Pick<DemoCustomer, 'name' | 'email' | 'phone' | 'loginMethod'>[] = [
  { name: 'María Ortega', email: 'maria@example.com', phone: '+447700900101', loginMethod: 'password' },
  { name: 'Li Wei', email: 'liwei@example.com', phone: '+8613800000102', loginMethod: 'password' },
  { name: 'Tom Baker', email: 'tom@example.com', phone: '+447700900103', loginMethod: 'apple' },
  { name: 'Chen Yi-ting', email: 'yiting@example.com', phone: '+34600000113', loginMethod: 'google' },
  { name: 'Lucie Martin', email: 'lucie@example.com', loginMethod: 'guest' },
];

/** The state of a demo that begins now: orders 1001 to 1015, one for each thing that happens to travellers. */
export function seedDemo(now: number): DemoState {
  const told = stories(now);
  return {
    format: 1,
    seededAt: now,
    counter: 0,
    customers: people.map((person, index) => ({ ...person, customerId: `C-${index + 1}`, locked: false })),
    orders: told.map((story, index) => orderOf(story, index, now)),
    lines: told.flatMap((story, index) => (story.line === undefined ? [] : [lineOf(story, index, now)])),
    refunds: [],
    cases: [],
    callbacks: [],
    reports: [],
    subscriptions: [],
    payments: [],
    kept: {},
  };
}

function stories(now: number): readonly Story[] {
  const seen = (hours: number, network = 'Movistar') => ({ at: now - hours * hourMs, network, country: 'ES' });
  const running = (daysAgo: number, days: number) => ({
    validFrom: now - daysAgo * dayMs,
    validUntil: now + (days - daysAgo) * dayMs,
  });
  const on = (model: string) => ({ state: 'active' as const, installedOn: model });
  return [
    // 1001 All is well.
    {
      who: 0,
      planId: 'es-30d-10gb',
      bought: 6,
      line: { ...on('iPhone 15'), ...running(5, 30), usedMb: 3600, lastSeen: seen(0.1) },
    },
    // 1002 Bought, not installed.
    { who: 1, planId: 'es-15d-5gb', bought: 2, line: {} },
    // 1003 The customer lost the phone and suspended the line.
    {
      who: 2,
      planId: 'es-30d-20gb',
      bought: 9,
      line: {
        ...on('Galaxy S23'),
        ...running(8, 30),
        usedMb: 6100,
        lastSeen: seen(20),
        state: 'suspended',
        stateBefore: 'active',
        suspendedBy: 'customer',
        reason: 'lost',
      },
    },
    // 1004 The days are over.
    {
      who: 3,
      planId: 'es-7d-3gb',
      bought: 12,
      line: { ...on('Pixel 8'), ...running(11, 7), state: 'expired', usedMb: 1900, lastSeen: seen(100) },
    },
    // 1005 No data left.
    {
      who: 0,
      planId: 'es-7d-3gb',
      bought: 4,
      line: { ...on('iPhone 15'), ...running(3, 7), usedMb: 3000, lastSeen: seen(1) },
    },
    // 1006 The law asks for an identity document first.
    {
      who: 1,
      planId: 'es-30d-num',
      bought: 1,
      order: { state: 'awaiting-id' },
      line: { state: 'pending-id', reason: 'identity-document' },
    },
    // 1007 Installed, but never on a network: no signal.
    { who: 2, planId: 'es-15d-5gb', bought: 1, line: { state: 'installed', installedOn: 'Pixel 7a' } },
    // 1008 Suspended by the provider.
    {
      who: 3,
      planId: 'es-30d-20gb',
      bought: 20,
      line: {
        ...on('Galaxy A54'),
        ...running(19, 30),
        state: 'suspended',
        stateBefore: 'active',
        suspendedBy: 'provider',
        reason: 'misuse',
        usedMb: 9000,
      },
    },
    // 1009 Slow by fair use until midnight.
    {
      who: 4,
      planId: 'es-90d-50gb',
      bought: 30,
      line: {
        ...on('iPhone SE (2022)'),
        ...running(28, 90),
        usedMb: 21_000,
        throttledUntil: now + 5 * hourMs,
        lastSeen: seen(0.2, 'Orange'),
      },
    },
    // 1010 The bank has not sent the money yet.
    { who: 4, planId: 'es-15d-5gb', bought: 1, order: { state: 'awaiting-bank' } },
    // 1011 Paid twice.
    { who: 0, planId: 'es-15d-5gb', bought: 3, order: { payments: 2 }, line: {} },
    // 1012 Bought at a reseller.
    {
      who: 1,
      planId: 'es-30d-10gb',
      bought: 5,
      order: { soldBy: 'reseller' },
      line: { ...on('Xiaomi 13'), ...running(4, 30), usedMb: 800, lastSeen: seen(2) },
    },
    // 1013 With a Spanish number; the phone on file is that very number.
    {
      who: 3,
      planId: 'es-30d-num',
      bought: 10,
      line: {
        ...on('iPhone 14'),
        ...running(9, 30),
        usedMb: 4000,
        number: '+34600000113',
        lastSeen: seen(0.5, 'Orange'),
      },
    },
    // 1014 Waiting for the operator.
    { who: 4, planId: 'eu-15d-10gb', bought: 0.1, line: { state: 'pending-operator' } },
    // 1015 Deleted from the phone.
    {
      who: 2,
      planId: 'es-30d-10gb',
      bought: 7,
      line: { ...running(6, 30), state: 'deleted', usedMb: 500, lastSeen: seen(48) },
    },
  ];
}

function orderOf({ who, planId, bought, order, line }: Story, index: number, now: number): DemoOrder {
  return {
    orderId: `AL-${1001 + index}`,
    customerId: `C-${who + 1}`,
    state: 'delivered',
    planId,
    ...(line === undefined ? {} : { lineId: `L-${1001 + index}` }),
    quantity: 1,
    amount: eur(planOf(planId)?.priceEur ?? 0),
    boughtAt: now - bought * dayMs,
    card: { type: 'visa', last4: String(4240 + who) },
    payments: 1,
    soldBy: 'direct',
    ...order,
  };
}

function lineOf({ who, planId, line }: Story, index: number, now: number): DemoLine {
  const plan = planOf(planId);
  const tail = String(1001 + index);
  return {
    lineId: `L-${tail}`,
    customerId: `C-${who + 1}`,
    planId,
    iccid: `893400000000000${tail}`,
    state: 'not-installed',
    allowanceMb: plan?.dataMb ?? 0,
    usedMb: 0,
    euAllowanceMb: plan?.euDataMb ?? 0,
    euUsedMb: 0,
    autoRenew: false,
    reissues: 0,
    activationCode: `DEMO-${tail}-${String(now % 10_000).padStart(4, '0')}`,
    ...line,
  };
}
