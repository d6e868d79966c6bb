import { afterEach, describe, expect, it } from 'vitest';
import { createAiralo } from '../../src/backoffice/airalo/airalo.ts';
import { createAiraloClient } from '../../src/backoffice/airalo/client.ts';
import { customerMark } from '../../src/backoffice/customer-mark.ts';
import { operationNames, type Input, type OperationName } from '../../src/backoffice/operations.ts';
import { createRest } from '../../src/backoffice/rest.ts';
import { backOfficeContract } from '../contract/backoffice.ts';
import { callerOf, contextOf, failureFrom } from '../support/backoffice-world.ts';
import { replayServer, type ReplayAnswer, type Replayed } from '../support/replay-server.ts';
import { airaloAnswers as fixtures } from './fixtures/airalo-answers.ts';

const key = 'a-key-of-the-marks-of-32-characters';
const lineId = '8944465400000267221';
const email = 'maria@example.com';
const now = () => Date.parse('2026-05-10T10:00:00Z');

/** Answers like the published examples; a top-up adds 3 GB. */
function replayAiralo() {
  let extra = 0;
  const [order] = fixtures.orders.data;
  return ({ method, path }: Replayed): ReplayAnswer => {
    const url = new URL(path, 'http://x');
    const name = `${method} ${url.pathname.replace(lineId, ':iccid')}`;
    if (name === 'POST /v2/orders/topups') extra += 3072;
    const usage = {
      ...fixtures.usage.data,
      remaining: fixtures.usage.data.remaining + extra,
      total: fixtures.usage.data.total + extra,
    };
    const orders = [{ ...order, description: `shop ${customerMark(key, email)}` }];
    const answers: Readonly<Record<string, unknown>> = {
      'POST /v2/token': fixtures.token,
      'GET /v2/orders': { data: url.searchParams.get('filter[code]') === order?.code ? orders : [] },
      'GET /v2/sims/:iccid': fixtures.sim,
      'GET /v2/sims/:iccid/usage': { data: usage },
      'GET /v2/sims/:iccid/topups': fixtures.topups,
      'GET /v2/sims/:iccid/instructions': fixtures.instructions,
      'POST /v2/orders/topups': fixtures.topup,
      'POST /v2/refund': fixtures.refund,
      'GET /v2/compatible-devices-lite': fixtures.devices,
      'GET /v2/packages': fixtures.packages,
    };
    return answers[name] === undefined ? { status: 404, body: fixtures.notFound } : { body: answers[name] };
  };
}

async function opened(answer: (request: Replayed) => ReplayAnswer) {
  const server = await replayServer(answer);
  const client = createAiraloClient({
    url: server.url,
    clientId: 'id',
    clientSecret: 'secret',
    rest: createRest(fetch, now),
    now,
  });
  return { ...server, backOffice: createAiralo({ client, customerKey: key, now }) };
}

const offered: readonly OperationName[] = [
  'order.lookup',
  'line.status',
  'usage.get',
  'catalogue.listPlans',
  'catalogue.listOptions',
  'topup.create',
  'esim.resendActivation',
  'refund.create',
  'device.lookup',
];

backOfficeContract(
  'Airalo',
  async () => {
    const { backOffice, close } = await opened(replayAiralo());
    return {
      backOffice,
      now,
      lastCode: () => Promise.reject(new Error('Airalo sends no codes.')),
      own: { orderNumber: '20230227-009647', email, lineId },
      other: { orderNumber: '20230227-000001', lineId: '8944465400000267999' },
      topUpId: 'bonbon-mobile-30days-3gb-topup',
      close,
    };
  },
  operationNames.filter((name) => !offered.includes(name)),
);

describe('Airalo', () => {
  const servers: { close: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function asking(answer: (request: Replayed) => ReplayAnswer = replayAiralo()) {
    const world = await opened(answer);
    servers.push(world);
    const caller = callerOf(world.backOffice, now);
    const grant = { level: 'verified' as const, orderIds: ['20230227-009647'], lineIds: [lineId], expiresAt: Infinity };
    let keys = 0;
    const call = async <Name extends OperationName>(name: Name, input: Input<Name>) =>
      (await caller.call(name, input, { ...contextOf(grant, `airalo-key-${(keys += 1)}`), language: 'es' })).output;
    return { ...world, call };
  }

  const onlyUsage =
    (answer: ReplayAnswer) =>
    ({ path }: Replayed) =>
      path.endsWith('/usage') ? answer : replayAiralo()({ method: 'POST', path, headers: {}, body: '' });

  it('asks for a token once and sends it', async () => {
    const { call, requests } = await asking();
    await Promise.all([call('usage.get', { lineId }), call('line.status', { lineId })]);
    expect(requests.filter(({ path }) => path === '/v2/token').map(({ body }) => body)).toEqual([
      'client_id=id&client_secret=secret&grant_type=client_credentials',
    ]);
    expect(requests.at(-1)?.headers.authorization).toBe('Bearer token-1');
  });

  it('renews a token that is refused, once', async () => {
    let tokens = 0;
    const { call, requests } = await asking(({ path, headers, method, body }) => {
      if (path === '/v2/token') tokens += 1;
      if (path === '/v2/token') return { body: { data: { ...fixtures.token.data, access_token: `token-${tokens}` } } };
      return headers.authorization === 'Bearer token-2'
        ? replayAiralo()({ path, headers, method, body })
        : { status: 401, body: fixtures.unauthorized };
    });
    expect((await call('usage.get', { lineId })).remainingMb).toBe(767);
    expect(requests.map(({ path }) => path.split('/').at(-1))).toEqual(['token', 'usage', 'token', 'usage']);
  });

  it('shows activation and steps in the language', async () => {
    const { call, requests } = await asking();
    expect(await call('esim.resendActivation', { lineId })).toMatchObject({
      smdp: 'lpa.airalo.com',
      activationCode: 'TEST',
      instructions: ['iOS: Ve a Ajustes', 'iOS: Introduce la dirección SM-DP+', 'Android: Abre Conexiones'],
    });
    expect(requests.find(({ path }) => path.endsWith('/instructions'))?.headers['accept-language']).toBe('es-ES');
  });

  it('lists plans and top-ups', async () => {
    const { call } = await asking();
    const { plans } = await call('catalogue.listPlans', { countries: ['GR'], days: 5 });
    expect(plans.map(({ planId, dataMb, price }) => [planId, dataMb, price.amount])).toEqual([
      ['meraki-mobile-7days-1gb', 1024, 5],
      ['meraki-mobile-30days-unlimited', undefined, 40],
    ]);
    expect((await call('catalogue.listOptions', { lineId, goal: 'more-data' })).options).toHaveLength(1);
  });

  it('asks for a refund in Airalo’s words', async () => {
    const { call, requests } = await asking();
    const amount = { amount: 9.5, currency: 'USD' };
    expect(await call('refund.create', { orderId: '20230227-009647', reason: 'incompatible', amount })).toEqual({
      refundId: '12345',
      state: 'received',
    });
    expect(new URLSearchParams(requests.at(-1)?.body).getAll('iccids[]')).toEqual([lineId]);
    expect(requests.at(-1)?.body).toContain('reason=INCOMPATIBLE_DEVICE');
  });

  it('shows no amounts of unlimited packages', async () => {
    const { call } = await asking(
      onlyUsage({ body: { data: { ...fixtures.usage.data, is_unlimited: true, total: 0, remaining: 0 } } }),
    );
    expect(await call('usage.get', { lineId })).toMatchObject({ unlimited: true });
    expect(await call('usage.get', { lineId })).not.toHaveProperty('remainingMb');
  });

  it.each<[string, ReplayAnswer, object, number]>([
    ['wrong credentials', { status: 401, body: fixtures.unauthorized }, { code: 'UNAVAILABLE', by: 'us' }, 2],
    ['an unknown eSIM', { status: 404, body: fixtures.notFound }, { code: 'NOT_FOUND', by: 'customer' }, 1],
    ['a recycled eSIM', { status: 422, body: fixtures.recycled }, { code: 'NOT_ALLOWED', reason: 'recycled' }, 1],
    ['no credit', { status: 422, body: fixtures.noCredit }, { code: 'UNAVAILABLE', by: 'us', reason: 'no-credit' }, 1],
    ['a refused field', { status: 422, body: fixtures.invalid }, { code: 'NOT_ALLOWED', by: 'provider' }, 1],
    [
      'a long limit, which is not waited for',
      { status: 429, headers: { 'retry-after': '900' }, body: fixtures.tooMany },
      { code: 'LIMIT', retryAfterMs: 900_000 },
      1,
    ],
    [
      'a short limit, which is',
      { status: 429, headers: { 'retry-after': '1' }, body: fixtures.tooMany },
      { code: 'LIMIT', retryAfterMs: 1000 },
      3,
    ],
    ['a broken server', { status: 502, body: '<html>Bad Gateway' }, { code: 'UNAVAILABLE', by: 'provider' }, 3],
    ['half an answer', { body: '{"data": {"rem' }, { code: 'UNAVAILABLE', reason: 'bad-answer' }, 3],
  ])('understands %s', async (_title, answer, failure, asked) => {
    const { call, requests } = await asking(onlyUsage(answer));
    expect(await failureFrom(call('usage.get', { lineId }))).toMatchObject(failure);
    expect(requests.filter(({ path }) => path.endsWith('/usage'))).toHaveLength(asked);
  });

  it('does not top up again when nobody knows how a try ended', async () => {
    const { backOffice, requests } = await asking(({ path, ...rest }) =>
      path === '/v2/orders/topups' ? { status: 504, body: '' } : replayAiralo()({ path, ...rest }),
    );
    const caller = callerOf(backOffice, now);
    const grant = { level: 'verified' as const, orderIds: [], lineIds: [lineId], expiresAt: Infinity };
    const topUp = () => caller.call('topup.create', { lineId, optionId: 'x' }, contextOf(grant, 'one-wish-only'));
    expect(await failureFrom(topUp())).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await failureFrom(topUp())).toMatchObject({ code: 'CONFLICT', reason: 'unknown-outcome' });
    expect(requests.filter(({ path }) => path === '/v2/orders/topups')).toHaveLength(1);
  });
});
