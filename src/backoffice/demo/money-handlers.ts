import { maskEmail } from '../mask.ts';
import type { Answer, Checked } from '../operations.ts';
import {
  decidePromotion,
  decideRefund,
  inLanguage,
  problemOf,
  type PromotionFacts,
  type RefundDecision,
} from '../rules.ts';
import { stateOf } from './line-handlers.ts';
import { demoPlans, eur, planOf } from './plans.ts';
import type { DemoOrder } from './state.ts';
import { found, iso, nextNumber, notAllowed, orderIn, ownerIn, type DemoHandlers, type Desk } from './tools.ts';

const dayMs = 24 * 60 * 60_000;

/** Refunds, invoices and offers. */
export const moneyHandlers: DemoHandlers = {
  'refund.checkEligibility': (input, desk) =>
    shownDecision(decide(input, desk), orderIn(desk.state, input.orderId), desk),
  'refund.create': createRefund,
  'refund.status': ({ refundId, orderId }, { state, context }) => {
    const refund = found(
      state.refunds.find(
        (one) => (one.refundId === refundId || one.orderId === orderId) && one.customerId === context.grant.customerId,
      ),
      'refund',
    );
    return { state: refund.state, amount: refund.amount };
  },
  'invoice.send': ({ orderId, company }, desk) => {
    const owner = ownerIn(desk.state, orderIn(desk.state, orderId));
    const invoiceNumber = nextNumber(desk.state, 'INV');
    desk.mail(owner, 'invoice', invoiceNumber, `${invoiceNumber} ${company?.name ?? owner.name}`);
    return { invoiceNumber, sentTo: maskEmail(owner.email) };
  },
  'promo.list': ({ newCustomer, countries, date, group }, { rules, context, now }) => {
    const facts = {
      today: date ?? iso(now).slice(0, 10),
      newCustomer,
      quantity: group ?? 1,
      withOtherCode: false,
      usedBefore: 0,
    };
    const plans = demoPlans.filter((plan) => countries.every((country) => plan.countries.includes(country)));
    const fits = rules.promotion.promotions.filter((promotion) =>
      plans.some((plan) => problemOf(promotion, { ...facts, ...priceFacts(plan.planId) }) === undefined),
    );
    return {
      promos: fits.map((promotion) => ({
        ...(promotion.code === undefined ? {} : { code: promotion.code }),
        benefit: inLanguage(promotion.benefit, context.language),
        conditions: inLanguage(promotion.conditions, context.language),
        validUntil: promotion.validUntil,
        automatic: promotion.code === undefined,
        combinable: promotion.combinable,
      })),
    };
  },
  'promo.validate': (
    { code, planId, quantity, newCustomer, otherCode, customerRef },
    { state, rules, context, now },
  ) => {
    found(planOf(planId), 'plan');
    const customer = state.customers.find((one) => one.email === customerRef?.email?.toLowerCase());
    const usedBefore = state.orders.filter(
      (order) => order.customerId === customer?.customerId && order.promo === code.toUpperCase(),
    ).length;
    const facts = {
      ...priceFacts(planId),
      today: iso(now).slice(0, 10),
      quantity,
      newCustomer,
      withOtherCode: otherCode !== undefined,
      usedBefore,
    };
    return decidePromotion(rules.promotion, code, facts, context.language);
  },
};

function createRefund(input: Checked<'refund.create'>, desk: Desk): Answer<'refund.create'> {
  const { state, now } = desk;
  const order = orderIn(state, input.orderId);
  if (state.refunds.some((refund) => refund.orderId === order.orderId))
    throw notAllowed('already-asked', 'A refund of this order was asked for already.');
  const decision = decide(input, desk);
  if (decision.result === 'refused') throw notAllowed(decision.rule, `The rules give nothing back: ${decision.rule}.`);
  const most = decision.amount ?? order.amount;
  if (input.amount.currency !== most.currency || input.amount.amount > most.amount)
    throw notAllowed('amount', 'More is asked for than the rules give.');
  const isApproved = decision.result !== 'review';
  const refundId = nextNumber(state, 'RF');
  const { customerId, orderId } = order;
  state.refunds.push({
    refundId,
    orderId,
    customerId,
    state: isApproved ? 'approved' : 'received',
    amount: input.amount,
    at: now,
  });
  if (isApproved) settle(desk, order, decision);
  return { refundId, state: isApproved ? 'approved' : 'received', expectedBy: iso(now + 10 * dayMs) };
}

function settle({ state }: Desk, order: DemoOrder, decision: RefundDecision): void {
  // A payment too many goes back; the eSIM stays.
  if (decision.rule === 'duplicate-payment') {
    order.payments = 1;
    return;
  }
  order.state = 'refunded';
  const line = state.lines.find((one) => one.lineId === order.lineId);
  if (line !== undefined) line.state = 'deleted';
}

function decide(input: Checked<'refund.checkEligibility'>, { state, now, rules, context }: Desk): RefundDecision {
  const order = orderIn(state, input.orderId);
  const line = state.lines.find((one) => one.lineId === order.lineId);
  const { validFrom, validUntil } = line ?? {};
  const installed = line !== undefined && !['not-installed', 'pending-id', 'pending-operator'].includes(line.state);
  const earlierRefunds = state.refunds.filter(
    (refund) =>
      refund.customerId === order.customerId && refund.at > now - 180 * dayMs && refund.orderId !== order.orderId,
  ).length;
  return decideRefund(
    rules.refund,
    {
      paid: order.amount,
      reason: input.reason,
      troubleshot: input.troubleshot,
      duplicatePayment: order.payments > 1,
      installed,
      activated: validFrom !== undefined,
      expired: line !== undefined && stateOf(line, now) === 'expired',
      everWorked: line?.lastSeen !== undefined,
      daysSincePurchase: (now - order.boughtAt) / dayMs,
      usedMb: line?.usedMb ?? 0,
      usedShare: line === undefined || line.allowanceMb === 0 ? 0 : line.usedMb / line.allowanceMb,
      ...(validFrom === undefined || validUntil === undefined
        ? { unusedDaysShare: 1 }
        : { unusedDaysShare: Math.max(0, (validUntil - now) / (validUntil - validFrom)) }),
      earlierRefunds,
    },
    context.language,
  );
}

function shownDecision(decision: RefundDecision, order: DemoOrder, desk: Desk): Answer<'refund.checkEligibility'> {
  const result = {
    full: 'eligible-full',
    partial: 'eligible-part',
    credit: 'eligible-part',
    refused: 'not-eligible',
    review: 'needs-review',
  } as const;
  return {
    result: result[decision.result],
    ...(decision.amount === undefined ? {} : { amount: decision.amount, method: decision.method }),
    rule: decision.rule,
    clause: decision.clause,
    evidenceNeeded: [...decision.evidence],
    ...(decision.withdrawable
      ? { withdrawalUntil: iso(order.boughtAt + desk.rules.refund.withdrawalDays * dayMs) }
      : {}),
  };
}

function priceFacts(planId: string): Pick<PromotionFacts, 'planId' | 'countries' | 'price'> {
  const plan = planOf(planId);
  return { planId, countries: plan?.countries ?? [], price: eur(plan?.priceEur ?? 0) };
}
