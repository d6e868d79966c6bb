import { BackOfficeError } from '../back-office-error.ts';
import { customerMark } from '../customer-mark.ts';
import { backOfficeOf } from '../only.ts';
import type { Answer, BackOffice, Checked, Handlers } from '../operations.ts';
import {
  bundleAnswer,
  bundlesAnswer,
  catalogueAnswer,
  esimAnswer,
  locationAnswer,
  orderAnswer,
  refreshAnswer,
} from './answers.ts';
import type { EsimGoClient } from './client.ts';

/** What customers pay: the catalogue holds what the shop pays. */
export interface EsimGoPrices {
  /** Times the cost: 1.6 sells for 60 % more. */
  readonly factor: number;
  readonly currency: string;
}

/** What the adapter is made of. */
export interface EsimGoDeps {
  readonly client: EsimGoClient;
  /** Key of the marks in `customerRef`, see `customer-mark.ts`; without it nobody's order can be looked up. */
  readonly customerKey?: string;
  /** Without prices nothing is offered. */
  readonly prices?: EsimGoPrices;
  readonly now: () => number;
}

/**
 * eSIM Go's API v2.4. A line is an ICCID, an order its reference. Whose an eSIM is, is read from a mark the shop writes
 * into `customerRef`. In this version it cannot suspend or reissue a line; refunds are only of bundles nobody has.
 */
export function createEsimGo({ client, customerKey, prices, now }: EsimGoDeps): BackOffice {
  const handlers: Handlers = {
    ...(customerKey === undefined
      ? {}
      : { 'order.lookup': (input, { signal }) => lookUp(client, customerKey, input, signal) }),
    ...(prices === undefined ? {} : catalogueHandlers(client, prices)),
    'line.status': async ({ lineId }, { signal }) => {
      const path = esimPath(lineId);
      const [esim, bundles, location] = await Promise.all([
        client(esimAnswer, { path, signal }),
        client(bundlesAnswer, { path: `${path}/bundles`, query: { includeUsed: 'true' }, signal }),
        client(locationAnswer, { path: `${path}/location`, signal }).catch(onlyUnseen),
      ]);
      const current = currentOf(bundles);
      return {
        state: stateOf(esim.profileStatus, current?.bundleState),
        iccidLast4: esim.iccid.slice(-4),
        ...(current === undefined ? {} : { planId: current.name }),
        ...(current?.startTime ? { validFrom: iso(current.startTime) } : {}),
        ...(current?.endTime ? { validUntil: iso(current.endTime) } : {}),
        ...seenAt(location),
      };
    },
    'line.refresh': async ({ lineId }, { signal }) => {
      await client(refreshAnswer, { path: `${esimPath(lineId)}/refresh`, signal });
      return { accepted: true, waitSeconds: 180 };
    },
    'usage.get': async ({ lineId }, { signal }) => {
      const query = { includeUsed: 'true' };
      const bundles = await client(bundlesAnswer, { path: `${esimPath(lineId)}/bundles`, query, signal });
      return usageOf(bundles, new Date(now()).toISOString());
    },
    'topup.create': async ({ lineId, optionId }, { signal }) => {
      // Never on another eSIM: the customer would have to install it.
      const item = { type: 'bundle', quantity: 1, item: optionId, iccids: [iccidOf(lineId)], allowReassign: false };
      const answer = await client(orderAnswer, {
        path: '/orders',
        body: { type: 'transaction', assign: true, order: [item] },
        signal,
      });
      return { state: answer.assigned === false ? 'pending' : 'done' };
    },
    'esim.resendActivation': async ({ lineId }, { signal, grant }) => {
      // eSIM Go writes to nobody: there is only showing, and that needs a code.
      if (grant.level !== 'verified')
        throw new BackOfficeError('NOT_VERIFIED', 'customer', 'eSIM Go’s activation can only be shown.', {
          reason: 'level',
        });
      const { smdpAddress, matchingId } = await client(esimAnswer, { path: esimPath(lineId), signal });
      return { at: new Date(now()).toISOString(), smdp: smdpAddress, activationCode: matchingId };
    },
  };
  return backOfficeOf('esim-go', handlers);
}

function catalogueHandlers(client: EsimGoClient, prices: EsimGoPrices): Handlers {
  const shownPrice = (cost: number) => ({
    amount: Math.round(cost * prices.factor * 100) / 100,
    currency: prices.currency,
  });

  async function offered(countries: readonly string[], signal: AbortSignal) {
    const query = { countries: countries.join(','), perPage: '100' };
    const { bundles } = await client(catalogueAnswer, { path: '/catalogue', query, signal });
    const fits = bundles.filter((one) =>
      countries.every((code) => one.countries.some(({ iso: known }) => known === code)),
    );
    return fits.sort((a, b) => a.price - b.price);
  }

  return {
    'catalogue.listPlans': async ({ countries, days = 0, dataMb = 0 }, { signal }) => {
      const bundles = await offered(countries, signal);
      const fits = bundles.filter(
        (one) => one.duration >= days && (one.unlimited === true || one.dataAmount >= dataMb),
      );
      return {
        plans: fits.map((one) => ({
          planId: one.name,
          name: one.description ?? one.name,
          ...(one.unlimited === true ? {} : { dataMb: one.dataAmount }),
          days: one.duration,
          topUp: true,
          price: shownPrice(one.price),
        })),
      };
    },
    'catalogue.listOptions': async ({ lineId, goal }, { signal }) => {
      if (goal !== 'more-data' && goal !== 'more-days') return { options: [] };
      const bundles = await client(bundlesAnswer, {
        path: `${esimPath(lineId)}/bundles`,
        query: { includeUsed: 'true' },
        signal,
      });
      const name = currentOf(bundles)?.name;
      if (name === undefined) return { options: [] };
      const current = await client(bundleAnswer, { path: `/catalogue/${encodeURIComponent(name)}`, signal });
      const others = await offered(
        current.countries.map(({ iso: code }) => code),
        signal,
      );
      return {
        options: others.slice(0, 3).map((one) => ({
          optionId: one.name,
          kind: 'topup',
          ...(one.unlimited === true ? {} : { dataMb: one.dataAmount }),
          days: one.duration,
          price: shownPrice(one.price),
          effectOnRest: 'separate',
          activeAt: 'after-current',
          needsNewProfile: false,
        })),
      };
    },
  };
}

async function lookUp(
  client: EsimGoClient,
  customerKey: string,
  input: Checked<'order.lookup'>,
  signal: AbortSignal,
): Promise<Answer<'order.lookup'>> {
  const notFound = new BackOfficeError('NOT_FOUND', 'customer', 'There is no such order.', { reason: 'order' });
  // A reference is a UUID: nothing else may become part of a path.
  if ('customerId' in input || !/^[0-9a-f-]{36}$/i.test(input.orderNumber.trim())) throw notFound;
  const order = await client(orderAnswer, { path: `/orders/${input.orderNumber.trim()}`, signal }).catch(
    (error: unknown) => {
      // An unknown order must look like one of somebody else.
      throw isRefusal(error) ? notFound : error;
    },
  );
  const iccids = order.order.flatMap(({ esims }) => (esims ?? []).map(({ iccid }) => iccid));
  const esims = await Promise.all(iccids.map((iccid) => client(esimAnswer, { path: esimPath(iccid), signal })));
  const mark = customerMark(customerKey, input.email);
  const own = new Set(esims.filter(({ customerRef }) => (customerRef ?? '').includes(mark)).map(({ iccid }) => iccid));
  if (own.size === 0) throw notFound;
  const items = order.order.flatMap(({ item, esims: lines }) =>
    (lines ?? [])
      .filter(({ iccid }) => own.has(iccid))
      .map(({ iccid }) => ({ planId: item, lineId: iccid, quantity: 1 })),
  );
  return {
    orders: [
      {
        orderId: order.orderReference,
        state: order.status === 'completed' ? 'delivered' : 'paid',
        items,
        amount: { amount: order.total ?? 0, currency: order.currency ?? 'USD' },
        ...(order.createdDate ? { paidAt: iso(order.createdDate) } : {}),
        soldBy: 'direct',
      },
    ],
  };
}

type Bundles = (typeof bundlesAnswer)['_output'];
type Assignment = Bundles['bundles'][number]['assignments'][number] & { readonly name: string };

/** The assignment that counts: the active one, else the next in the queue, else the last one that ended. */
function currentOf({ bundles }: Bundles): Assignment | undefined {
  const order = ['active', 'queued', 'processing', 'depleted', 'expired', 'lapsed'];
  const rank = ({ bundleState }: Assignment) => order.indexOf(bundleState.toLowerCase());
  const all = bundles.flatMap(({ name, assignments }) => assignments.map((one) => ({ ...one, name })));
  return all.filter((one) => rank(one) >= 0).sort((a, b) => rank(a) - rank(b))[0];
}

function stateOf(profileStatus = '', bundleState = ''): Answer<'line.status'>['state'] {
  const bundle = bundleState.toLowerCase();
  if (bundle === 'expired' || bundle === 'lapsed') return 'expired';
  if (!['downloaded', 'installed', 'enabled'].includes(profileStatus.toLowerCase())) return 'not-installed';
  // A bundle that is used up is still a line that can be topped up.
  return bundle === 'active' || bundle === 'depleted' ? 'active' : 'installed';
}

function usageOf({ bundles }: Bundles, asOf: string): Answer<'usage.get'> {
  const usable = bundles
    .flatMap(({ assignments }) => assignments)
    .filter((one) => ['active', 'queued', 'depleted'].includes(one.bundleState.toLowerCase()))
    .filter(({ callTypeGroup }) => (callTypeGroup ?? 'data') === 'data');
  if (usable.some(({ unlimited }) => unlimited === true)) return { unlimited: true, asOf };
  const sum = (field: 'initialQuantity' | 'remainingQuantity') =>
    Math.round(usable.reduce((total, one) => total + one[field], 0) / 1e6);
  const [allowanceMb, remainingMb] = [sum('initialQuantity'), sum('remainingQuantity')];
  return {
    remainingPercent: allowanceMb === 0 ? 0 : Math.min(100, Math.round((remainingMb / allowanceMb) * 100)),
    usedMb: Math.max(0, allowanceMb - remainingMb),
    remainingMb,
    allowanceMb,
    asOf,
  };
}

/** An eSIM that was never on a network has no location; anything else that fails does count. */
function onlyUnseen(error: unknown): (typeof locationAnswer)['_output'] {
  if (isRefusal(error)) return {};
  throw error;
}

/** eSIM Go says 400 as well as 404 of what is not there. */
const isRefusal = (error: unknown) =>
  error instanceof BackOfficeError && (error.code === 'NOT_ALLOWED' || error.code === 'NOT_FOUND');

function seenAt({ lastSeen, networkName, country }: (typeof locationAnswer)['_output']) {
  if (!lastSeen || Number.isNaN(Date.parse(lastSeen))) return {};
  const isCode = typeof country === 'string' && /^[A-Z]{2}$/.test(country);
  return {
    lastRegistration: { time: iso(lastSeen), network: networkName ?? undefined, ...(isCode ? { country } : {}) },
  };
}

/** Only digits may become part of a path. */
function iccidOf(lineId: string): string {
  if (/^\d{15,22}$/.test(lineId)) return lineId;
  throw new BackOfficeError('NOT_FOUND', 'customer', 'An eSIM at eSIM Go is named by its ICCID.', { reason: 'line' });
}

const esimPath = (lineId: string) => `/esims/${iccidOf(lineId)}`;

const iso = (text: string) => new Date(text).toISOString();
