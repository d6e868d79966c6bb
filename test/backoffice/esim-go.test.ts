import { afterEach, describe, expect, it } from 'vitest';
import { customerMark } from '../../src/backoffice/customer-mark.ts';
import { createEsimGoClient } from '../../src/backoffice/esim-go/client.ts';
import { createEsimGo } from '../../src/backoffice/esim-go/esim-go.ts';
import { operationNames, type Input, type OperationName } from '../../src/backoffice/operations.ts';
import { createRest } from '../../src/backoffice/rest.ts';
import { backOfficeContract } from '../contract/backoffice.ts';
import { callerOf, contextOf, failureFrom } from '../support/backoffice-world.ts';
import { replayServer, type ReplayAnswer, type Replayed } from '../support/replay-server.ts';
import { esimGoAnswers as fixtures } from './fixtures/esim-go-answers.ts';

const key = 'a-key-of-the-marks-of-32-characters';
const lineId = '8944123456789012345';
const reference = '9183265c-1234-4234-9234-388a21393138';
const email = 'maria@example.com';
const now = () => Date.parse('2026-05-10T10:00:00Z');
const prices = { factor: 2, currency: 'USD' };

/** Answers like the published examples; an order adds 1 GB. */
function replayEsimGo() {
  const [bundle] = fixtures.bundles.bundles;
  const first = bundle?.assignments ?? [];
  const queued = first.map((one) => ({ ...one, id: '2', bundleState: 'queued', remainingQuantity: 1e9 }));
  let assignments = first;
  return ({ method, path }: Replayed): ReplayAnswer => {
    const name = `${method} ${new URL(path, 'http://x').pathname}`;
    if (name === 'POST /v2.4/orders') assignments = [...assignments, ...queued];
    const answers: Readonly<Record<string, unknown>> = {
      [`GET /v2.4/orders/${reference}`]: fixtures.order,
      'POST /v2.4/orders': fixtures.order,
      [`GET /v2.4/esims/${lineId}`]: { ...fixtures.esim, customerRef: `shop ${customerMark(key, email)}` },
      [`GET /v2.4/esims/${lineId}/bundles`]: { bundles: [{ ...bundle, assignments }] },
      [`GET /v2.4/esims/${lineId}/location`]: fixtures.location,
      [`GET /v2.4/esims/${lineId}/refresh`]: fixtures.refresh,
      'GET /v2.4/catalogue': { bundles: [fixtures.bundle], pageCount: 1, rows: 1 },
      'GET /v2.4/catalogue/esim_1GB_7D_GB_V2': fixtures.bundle,
    };
    return answers[name] === undefined ? { status: 404, body: {} } : { body: answers[name] };
  };
}

async function opened(answer: (request: Replayed) => ReplayAnswer) {
  const server = await replayServer(answer);
  const client = createEsimGoClient({ url: `${server.url}/v2.4`, apiKey: 'api-key', rest: createRest(fetch, now) });
  return { ...server, backOffice: createEsimGo({ client, customerKey: key, prices, now }) };
}

const offered: readonly OperationName[] = [
  'order.lookup',
  'line.status',
  'line.refresh',
  'usage.get',
  'catalogue.listPlans',
  'catalogue.listOptions',
  'topup.create',
  'esim.resendActivation',
];

backOfficeContract(
  'eSIM Go',
  async () => {
    const { backOffice, close } = await opened(replayEsimGo());
    return {
      backOffice,
      now,
      lastCode: () => Promise.reject(new Error('eSIM Go sends no codes.')),
      own: { orderNumber: reference, email, lineId },
      other: { orderNumber: 'other', lineId: '8944123456789012999' },
      topUpId: 'esim_1GB_7D_GB_V2',
      close,
    };
  },
  operationNames.filter((name) => !offered.includes(name)),
);

describe('eSIM Go', () => {
  const servers: { close: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function asking(answer: (request: Replayed) => ReplayAnswer = replayEsimGo()) {
    const world = await opened(answer);
    servers.push(world);
    const caller = callerOf(world.backOffice, now);
    const grant = { level: 'verified' as const, orderIds: [reference], lineIds: [lineId], expiresAt: Infinity };
    let keys = 0;
    const call = async <Name extends OperationName>(name: Name, input: Input<Name>) =>
      (await caller.call(name, input, contextOf(grant, `esim-go-key-${(keys += 1)}`))).output;
    return { ...world, call };
  }

  it('sends the key, and counts bytes as megabytes', async () => {
    const { call, requests } = await asking();
    expect(await call('usage.get', { lineId })).toMatchObject({
      remainingPercent: 75,
      remainingMb: 750,
      allowanceMb: 1000,
    });
    expect(requests[0]?.headers['x-api-key']).toBe('api-key');
  });

  it('tells where a line was seen last', async () => {
    const { call } = await asking();
    expect((await call('line.status', { lineId })).lastRegistration).toEqual({
      time: '2024-12-12T08:00:00.000Z',
      network: 'Vodafone',
      country: 'GB',
    });
  });

  it('tells the state of a line that was never on a network', async () => {
    const { call } = await asking((request) =>
      request.path.endsWith('/location') ? { status: 400, body: fixtures.refused } : replayEsimGo()(request),
    );
    expect(await call('line.status', { lineId })).not.toHaveProperty('lastRegistration');
  });

  it('never shows what the shop pays', async () => {
    const { call } = await asking();
    expect((await call('catalogue.listPlans', { countries: ['GB'] })).plans[0]?.price).toEqual({
      amount: 5,
      currency: 'USD',
    });
    expect((await call('catalogue.listOptions', { lineId, goal: 'more-data' })).options[0]?.price.amount).toBe(5);
  });

  it('tops up the very eSIM', async () => {
    const { call, requests } = await asking();
    await call('topup.create', { lineId, optionId: 'esim_1GB_7D_GB_V2' });
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({
      type: 'transaction',
      assign: true,
      order: [{ type: 'bundle', quantity: 1, item: 'esim_1GB_7D_GB_V2', iccids: [lineId], allowReassign: false }],
    });
  });

  it.each<[string, ReplayAnswer, object, number]>([
    ['a refused key', { status: 403, body: fixtures.refused }, { code: 'UNAVAILABLE', by: 'us' }, 1],
    ['an unknown eSIM', { status: 400, body: fixtures.refused }, { code: 'NOT_ALLOWED', by: 'customer' }, 1],
    [
      'work under way',
      { status: 503, headers: { 'retry-after': '1' }, body: fixtures.processing },
      { code: 'UNAVAILABLE', retryAfterMs: 1000 },
      3,
    ],
    [
      'a limit',
      { status: 429, headers: { 'retry-after': '60' }, body: fixtures.refused },
      { code: 'LIMIT', retryAfterMs: 60_000 },
      1,
    ],
    ['another form', { body: { bundles: 'none' } }, { code: 'UNAVAILABLE', reason: 'bad-answer' }, 3],
  ])('understands %s', async (_title, answer, failure, asked) => {
    const { call, requests } = await asking(() => answer);
    expect(await failureFrom(call('usage.get', { lineId }))).toMatchObject(failure);
    expect(requests).toHaveLength(asked);
  });
});
