import type { Answer, Checked } from '../operations.ts';
import { maskEmail } from '../mask.ts';
import { findDevice } from './devices.ts';
import { planOf } from './plans.ts';
import type { DemoLine, DemoOrder, DemoState } from './state.ts';
import {
  found,
  iso,
  lineIn,
  nextNumber,
  notAllowed,
  orderIn,
  orderOfLine,
  ownerIn,
  type Desk,
  type DemoHandlers,
} from './tools.ts';

/** Orders, lines, their use, and devices. */
export const lineHandlers: DemoHandlers = {
  'identity.status': ({ orderId }, { state }) => {
    const order = orderIn(state, orderId);
    const isPending = order.state === 'awaiting-id';
    return {
      required: planOf(order.planId)?.number ?? false,
      state: isPending ? 'pending' : 'none',
      ...(isPending ? { uploadUrl: `https://alondra.example/id/${orderId}` } : {}),
      acceptedDocuments: ['passport', 'eu-identity-card'],
    };
  },
  'order.lookup': (input, { state }) => {
    const orders =
      'customerId' in input ? ofCustomer(state, input.customerId) : byNumber(state, input.orderNumber, input.email);
    return { orders: orders.map((order) => shownOrder(state, order)) };
  },
  'line.status': ({ lineId }, { state, now }) => {
    const line = lineIn(state, lineId);
    const { suspendedBy, reason, installedOn, number, lastSeen } = line;
    return {
      state: stateOf(line, now),
      suspendedBy,
      reason,
      installedOn,
      number,
      iccidLast4: line.iccid.slice(-4),
      planId: line.planId,
      validFrom: moment(line.validFrom),
      validUntil: moment(line.validUntil),
      autoRenew: line.autoRenew,
      lastRegistration: lastSeen && { time: iso(lastSeen.at), network: lastSeen.network, country: lastSeen.country },
      apn: 'alondra.data',
      networks: [...(planOf(line.planId)?.networks ?? [])],
    };
  },
  'line.refresh': ({ lineId }, { state, now }) => {
    const line = lineIn(state, lineId);
    const canRegister = ['installed', 'active'].includes(stateOf(line, now));
    if (!canRegister) throw notAllowed(stateOf(line, now), 'Only an installed line can register again.');
    return { accepted: true, waitSeconds: 180 };
  },
  'line.suspend': ({ lineId, reason, facts }, desk) => {
    const { state, now } = desk;
    const line = lineIn(state, lineId);
    if (reason === 'protective') checkFacts(state, line, facts);
    if (line.state === 'suspended') throw notAllowed('already-suspended', 'The line is suspended already.');
    line.stateBefore = line.state;
    line.state = 'suspended';
    line.suspendedBy = 'customer';
    line.reason = reason;
    return { state: 'suspended', at: iso(now), reference: nextNumber(state, 'SU') };
  },
  'line.resume': ({ lineId }, { state, now }) => {
    const line = lineIn(state, lineId);
    if (line.state !== 'suspended') throw notAllowed('not-suspended', 'The line is not suspended.');
    if (line.suspendedBy === 'provider')
      throw notAllowed(line.reason ?? 'provider', 'The provider suspended the line.');
    line.state = line.stateBefore ?? 'active';
    delete line.suspendedBy;
    delete line.reason;
    return { state: line.state, at: iso(now), reference: nextNumber(state, 'RE') };
  },
  'line.getPuk': ({ lineId }, desk) => {
    const line = lineIn(desk.state, lineId);
    const owner = ownerIn(desk.state, line);
    desk.mail(owner, 'puk', 'PUK', `PUK: ${line.iccid.slice(-8)}`);
    return { deliveredTo: maskEmail(owner.email) };
  },
  'usage.get': ({ lineId }, { state, now }) => usageOf(lineIn(state, lineId), now),
  'device.lookup': lookUpDevice,
};

/** The state of a line now: one that ran out of days has expired without anybody writing it down. */
export function stateOf(line: DemoLine, now: number): DemoLine['state'] {
  const isOver = line.validUntil !== undefined && now >= line.validUntil;
  return isOver && (line.state === 'active' || line.state === 'installed') ? 'expired' : line.state;
}

function usageOf(line: DemoLine, now: number): Answer<'usage.get'> {
  const remainingMb = Math.max(0, line.allowanceMb - line.usedMb);
  const throttled = line.throttledUntil !== undefined && line.throttledUntil > now;
  return {
    remainingPercent: line.allowanceMb === 0 ? 0 : Math.round((remainingMb / line.allowanceMb) * 100),
    usedMb: line.usedMb,
    remainingMb,
    allowanceMb: line.allowanceMb,
    euRemainingMb: Math.max(0, line.euAllowanceMb - line.euUsedMb),
    throttled,
    ...(throttled ? { throttleResetsAt: moment(line.throttledUntil) } : {}),
    asOf: iso(now),
  };
}

function ofCustomer(state: DemoState, customerId: string): readonly DemoOrder[] {
  return state.orders.filter((order) => order.customerId === customerId);
}

function byNumber(state: DemoState, orderNumber: string, email: string): readonly DemoOrder[] {
  const wanted = orderNumber.trim().toUpperCase();
  const order = state.orders.find(
    (one) => one.orderId === wanted && ownerIn(state, one).email === email.trim().toLowerCase(),
  );
  return [found(order, 'order')];
}

function shownOrder(state: DemoState, order: DemoOrder): Answer<'order.lookup'>['orders'][number] {
  const isDelivered = order.state === 'delivered';
  return {
    orderId: order.orderId,
    state: order.state,
    items: [{ planId: order.planId, lineId: order.lineId, quantity: order.quantity }],
    amount: order.amount,
    paidAt: order.state === 'awaiting-bank' ? undefined : iso(order.boughtAt),
    payMethod: { type: order.card.type, last4: order.card.last4 },
    promo: order.promo,
    soldBy: order.soldBy,
    emailMasked: maskEmail(ownerIn(state, order).email),
    deliveredAt: isDelivered ? iso(order.boughtAt + 60_000) : undefined,
  };
}

/** Two facts that are right, and none that is wrong: somebody who guesses is not to try on. */
function checkFacts(state: DemoState, line: DemoLine, facts: Checked<'line.suspend'>['facts']): void {
  const order = orderOfLine(state, line);
  const checks = [
    facts?.planName && facts.planName.trim().toLowerCase() === planOf(order.planId)?.name.toLowerCase(),
    facts?.purchaseDate && facts.purchaseDate === iso(order.boughtAt).slice(0, 10),
    facts?.cardLast4 && facts.cardLast4 === order.card.last4,
  ].filter((check) => check !== undefined);
  if (checks.filter((check) => check === true).length < 2 || checks.includes(false))
    throw notAllowed('facts', 'The facts do not match.');
}

function lookUpDevice({ brand, model, region }: Checked<'device.lookup'>, _desk: Desk): Answer<'device.lookup'> {
  const device = found(findDevice(brand, model), 'device');
  const { minOs, maxProfiles, notFrom, checkFrom } = device;
  const common = { ...(minOs ? { minOs } : {}), ...(maxProfiles ? { maxProfiles } : {}) };
  if (device.esim === 'no' || (region !== undefined && notFrom.includes(region)))
    return { ...common, esim: 'no', eidCheckNeeded: false };
  const isOpen = region === undefined ? notFrom.length + checkFrom.length > 0 : checkFrom.includes(region);
  return { ...common, esim: isOpen ? 'depends' : 'yes', eidCheckNeeded: isOpen };
}

const moment = (ms: number | undefined) => (ms === undefined ? undefined : iso(ms));
