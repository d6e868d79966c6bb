import { BackOfficeError } from '../back-office-error.ts';
import { customerMark } from '../customer-mark.ts';
import { backOfficeOf } from '../only.ts';
import type { Answer, BackOffice, Checked, Handlers } from '../operations.ts';
import {
  devicesAnswer,
  instructionsAnswer,
  ordersAnswer,
  packagesAnswer,
  refundAnswer,
  simAnswer,
  topUpAnswer,
  topUpsAnswer,
  usageAnswer,
} from './answers.ts';
import type { AiraloClient } from './client.ts';

/** What the adapter is made of. */
export interface AiraloDeps {
  readonly client: AiraloClient;
  /** Key of the marks in order descriptions, see `customer-mark.ts`; without it nobody's order can be looked up. */
  readonly customerKey?: string;
  readonly now: () => number;
}

/**
 * Airalo's Partner API v2. A line is an ICCID, an order its code. Airalo knows no customers: whose an order is, is read
 * from a mark the shop writes into its description. It cannot refresh, suspend or reissue a line, nor tell of outages.
 */
export function createAiralo({ client, customerKey, now }: AiraloDeps): BackOffice {
  const handlers: Handlers = {
    ...(customerKey === undefined
      ? {}
      : { 'order.lookup': (input, { signal }) => lookUp(client, customerKey, input, signal) }),
    'line.status': async ({ lineId }, { signal }) => {
      const path = simPath(lineId);
      const [sim, usage] = await Promise.all([
        client(simAnswer, { path, signal }),
        client(usageAnswer, { path: `${path}/usage`, signal }),
      ]);
      const { expired_at: expiredAt, status } = usage.data;
      return {
        state: stateOf(status),
        // Airalo tells when a plan begins, not when a profile is installed.
        ...(status === 'NOT_ACTIVE' ? { reason: 'not-activated' } : {}),
        iccidLast4: sim.data.iccid.slice(-4),
        ...(sim.data.simable ? { planId: sim.data.simable.package_id } : {}),
        ...(expiredAt ? { validUntil: iso(expiredAt) } : {}),
        ...(sim.data.apn_value ? { apn: sim.data.apn_value } : {}),
      };
    },
    'usage.get': async ({ lineId }, { signal }) => {
      const { data } = await client(usageAnswer, { path: `${simPath(lineId)}/usage`, signal });
      const asOf = new Date(now()).toISOString();
      const extra = { voiceLeft: data.remaining_voice ?? undefined, smsLeft: data.remaining_text ?? undefined };
      // Amounts of unlimited packages are 0 and must not be shown.
      if (data.is_unlimited === true) return { unlimited: true, asOf, ...extra };
      return {
        remainingPercent: data.total === 0 ? 0 : Math.min(100, Math.round((data.remaining / data.total) * 100)),
        usedMb: Math.max(0, data.total - data.remaining),
        remainingMb: data.remaining,
        allowanceMb: data.total,
        asOf,
        ...extra,
      };
    },
    'catalogue.listPlans': async ({ countries, days, dataMb }, { signal, language }) => {
      const query = { 'filter[country]': countries[0] ?? '', limit: '100', language };
      const { data } = await client(packagesAnswer, { path: '/packages', query, signal });
      const plans = data.flatMap(({ operators }) => operators.filter((one) => covers(one, countries)).flatMap(plansOf));
      const fits = plans.filter((plan) => plan.days >= (days ?? 0) && (plan.dataMb ?? Infinity) >= (dataMb ?? 0));
      return { plans: fits.sort((a, b) => a.price.amount - b.price.amount) };
    },
    'catalogue.listOptions': async ({ lineId, goal }, { signal }) => {
      if (goal !== 'more-data' && goal !== 'more-days') return { options: [] };
      const { data } = await client(topUpsAnswer, { path: `${simPath(lineId)}/topups`, signal });
      return { options: data.map(optionOf) };
    },
    'topup.create': async ({ lineId, optionId }, { signal, idempotencyKey = '' }) => {
      // The key in the description lets a person find what became of a request that was cut off.
      const form = [
        ['package_id', optionId],
        ['iccid', iccidOf(lineId)],
        ['description', idempotencyKey],
      ] as const;
      await client(topUpAnswer, { path: '/orders/topups', form, signal });
      return { state: 'done' };
    },
    'esim.resendActivation': async ({ lineId }, { signal, language, grant }) => {
      // Airalo writes to nobody: there is only showing, and that needs a code.
      if (grant.level !== 'verified')
        throw new BackOfficeError('NOT_VERIFIED', 'customer', 'Airalo’s activation can only be shown.', {
          reason: 'level',
        });
      const path = simPath(lineId);
      const [{ data }, steps] = await Promise.all([
        client(simAnswer, { path, signal }),
        client(instructionsAnswer, { path: `${path}/instructions`, language: airaloLanguage(language), signal }),
      ]);
      return {
        at: new Date(now()).toISOString(),
        smdp: data.lpa,
        activationCode: data.matching_id,
        instructions: shownSteps(steps.data.instructions),
      };
    },
    'refund.create': async ({ orderId, reason, evidence }, { signal }) => {
      const order = await orderBy(client, orderId, signal);
      const form = [
        ...order.sims.slice(0, 5).map(({ iccid }) => ['iccids[]', iccid] as const),
        ['reason', refundReason[reason]] as const,
        ['notes', (evidence.join('; ') || reason).slice(0, 255)] as const,
      ];
      const { data } = await client(refundAnswer, { path: '/refund', form, signal });
      return { refundId: data.refund_id, state: 'received' };
    },
    'device.lookup': async ({ brand, model }, { signal }) => {
      const { data } = await client(devicesAnswer, { path: '/compatible-devices-lite', signal });
      const asked = plain(model);
      const isKnown = data.some(
        (one) => plain(one.name) === asked || plain(`${one.brand} ${one.name}`) === plain(`${brand ?? ''} ${model}`),
      );
      // The list holds what can: what is not in it may be misspelt as well as unfit.
      if (!isKnown)
        throw new BackOfficeError('NOT_FOUND', 'customer', 'The device is not in Airalo’s list.', { reason: 'device' });
      return { esim: 'yes', eidCheckNeeded: true };
    },
  };
  return backOfficeOf('airalo', handlers);
}

const refundReason: Readonly<Record<Checked<'refund.create'>['reason'], string>> = {
  'not-needed': 'TRIP_CANCELLATION',
  'wrong-plan': 'WRONG_PURCHASE',
  incompatible: 'INCOMPATIBLE_DEVICE',
  'not-working': 'SERVICE_DEGRADATION',
  'double-charge': 'OVERCHARGED',
  'unused-data': 'CHANGE_OF_PLAN',
  other: 'OTHERS',
};

async function orderBy(client: AiraloClient, code: string, signal: AbortSignal) {
  const query = { 'filter[code]': code, include: 'sims,status' };
  const { data } = await client(ordersAnswer, { path: '/orders', query, signal });
  // The filter finds parts of codes too.
  const order = data.find((one) => one.code === code);
  if (order === undefined)
    throw new BackOfficeError('NOT_FOUND', 'customer', 'There is no such order.', { reason: 'order' });
  return order;
}

async function lookUp(
  client: AiraloClient,
  customerKey: string,
  input: Checked<'order.lookup'>,
  signal: AbortSignal,
): Promise<Answer<'order.lookup'>> {
  const notFound = new BackOfficeError('NOT_FOUND', 'customer', 'There is no such order.', { reason: 'order' });
  if ('customerId' in input) throw notFound;
  const order = await orderBy(client, input.orderNumber.trim(), signal);
  if (!(order.description ?? '').includes(customerMark(customerKey, input.email))) throw notFound;
  const state = { completed: 'delivered', refunded: 'refunded', failed: 'cancelled' } as const;
  const slug = order.status?.slug ?? 'completed';
  return {
    orders: [
      {
        orderId: order.code,
        state: slug in state ? state[slug as keyof typeof state] : 'paid',
        items: order.sims.map(({ iccid }) => ({ planId: order.package_id, lineId: iccid, quantity: 1 })),
        amount: { amount: order.price, currency: order.currency },
        paidAt: iso(order.created_at),
        soldBy: 'direct',
      },
    ],
  };
}

function stateOf(status: string): Answer<'line.status'>['state'] {
  const states = {
    NOT_ACTIVE: 'not-installed',
    ACTIVE: 'active',
    // Used up within its days: still a line that can be topped up.
    FINISHED: 'active',
    EXPIRED: 'expired',
    RECYCLED: 'deleted',
  } as const;
  if (status in states) return states[status as keyof typeof states];
  throw new BackOfficeError('UNAVAILABLE', 'provider', 'Airalo does not know the state of the eSIM.', {
    reason: 'unknown-state',
  });
}

type Operator = (typeof packagesAnswer)['_output']['data'][number]['operators'][number];

/** Without a list of countries the operator is the one of the country that was asked for. */
function covers({ countries }: Operator, wanted: readonly string[]): boolean {
  return (
    (countries.length === 0 && wanted.length === 1) ||
    wanted.every((code) => countries.some((one) => one.country_code === code))
  );
}

function plansOf({
  title,
  packages,
  is_kyc_verify: idRequired,
  rechargeability,
}: Operator): Answer<'catalogue.listPlans'>['plans'] {
  return packages.map((one) => ({
    planId: one.id,
    name: `${title} ${one.title}`,
    operator: title,
    ...(one.is_unlimited ? {} : { dataMb: one.amount }),
    days: one.day,
    ...(typeof idRequired === 'boolean' ? { idRequired } : {}),
    ...(typeof rechargeability === 'boolean' ? { topUp: rechargeability } : {}),
    price: { amount: one.price, currency: 'USD' },
  }));
}

function optionOf(
  one: (typeof topUpsAnswer)['_output']['data'][number],
): Answer<'catalogue.listOptions'>['options'][number] {
  return {
    optionId: one.id,
    kind: 'topup',
    ...(one.is_unlimited ? {} : { dataMb: one.amount }),
    days: one.day,
    price: { amount: one.price, currency: 'USD' },
    effectOnRest: 'separate',
    activeAt: 'after-current',
    needsNewProfile: false,
  };
}

type Instructions = (typeof instructionsAnswer)['_output']['data']['instructions'];

function shownSteps({ ios, android }: Instructions): string[] {
  const linesOf = (name: string, all: Instructions['ios']) =>
    Object.values(all[0]?.installation_manual.steps ?? {}).map((step) => `${name}: ${step}`);
  return [...linesOf('iOS', ios), ...linesOf('Android', android)];
}

/** Airalo's own tags: https://developers.partners.airalo.com/faq-752238m0 */
const airaloLanguage = (language: string) =>
  ({ 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', es: 'es-ES', pt: 'pt-PT' })[language] ?? language;

/** Only digits may become part of a path. */
function iccidOf(lineId: string): string {
  if (/^\d{15,22}$/.test(lineId)) return lineId;
  throw new BackOfficeError('NOT_FOUND', 'customer', 'An eSIM at Airalo is named by its ICCID.', { reason: 'line' });
}

const simPath = (lineId: string) => `/sims/${iccidOf(lineId)}`;

/** `2022-01-01 00:00:00`, which is UTC, or a full ISO moment. */
const iso = (text: string) => new Date(/[TZ]/.test(text) ? text : `${text.replace(' ', 'T')}Z`).toISOString();

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}+]/gu, '');
