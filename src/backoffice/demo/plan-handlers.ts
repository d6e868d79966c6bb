import { maskEmail } from '../mask.ts';
import type { Answer, Checked } from '../operations.ts';
import { decideReissue } from '../rules.ts';
import { stateOf } from './line-handlers.ts';
import { demoPlans, demoTopUps, eur, planOf, shownPlan, type DemoPlan } from './plans.ts';
import type { DemoLine, DemoState } from './state.ts';
import { found, iso, lineIn, nextNumber, notAllowed, ownerIn, type DemoHandlers, type Desk } from './tools.ts';

const dayMs = 24 * 60 * 60_000;

/** What can be bought, and buying it. */
export const planHandlers: DemoHandlers = {
  'catalogue.listPlans': ({ countries, days, dataMb, voice }) => {
    const fits = demoPlans.filter(
      (plan) =>
        countries.every((country) => plan.countries.includes(country)) &&
        plan.days >= (days ?? 0) &&
        plan.dataMb >= (dataMb ?? 0) &&
        (voice !== true || plan.number),
    );
    return { plans: [...fits].sort((a, b) => a.priceEur - b.priceEur).map(shownPlan) };
  },
  'catalogue.listOptions': ({ lineId, goal }, { state, now }) => ({
    options: optionsOf(lineIn(state, lineId), goal, now),
  }),
  'topup.create': ({ lineId, optionId, paymentRef }, { state, now }) => {
    const line = lineIn(state, lineId);
    checkPayment(state, paymentRef, lineId, optionId);
    if (['expired', 'deleted', 'suspended'].includes(stateOf(line, now)))
      throw notAllowed(stateOf(line, now), 'This line cannot be topped up.');
    const topUp = demoTopUps.find((one) => one.optionId === optionId);
    const plan = planOf(optionId.replace(/^plan:/, ''));
    found(topUp ?? plan, 'option');
    line.allowanceMb += topUp?.dataMb ?? plan?.dataMb ?? 0;
    if (plan !== undefined && line.validUntil !== undefined) line.validUntil += plan.days * dayMs;
    return {
      state: 'done',
      newRemainingMb: line.allowanceMb - line.usedMb,
      ...(line.validUntil === undefined ? {} : { newValidUntil: iso(line.validUntil) }),
    };
  },
  'plan.change': ({ lineId, optionId, paymentRef }, { state, now }) => {
    const line = lineIn(state, lineId);
    const plan = found(planOf(optionId.replace(/^plan:/, '')), 'option');
    checkPayment(state, paymentRef, lineId, optionId);
    if (line.validFrom !== undefined) throw notAllowed('active', 'A plan that has begun cannot be replaced.');
    line.planId = plan.planId;
    line.allowanceMb = plan.dataMb;
    line.euAllowanceMb = plan.euDataMb;
    return { state: 'done', effectiveAt: iso(now), needsInstall: false };
  },
  'plan.setAutoRenew': ({ lineId, on }, { state }) => {
    const line = lineIn(state, lineId);
    line.autoRenew = on;
    return { autoRenew: on, ...(on && line.validUntil !== undefined ? { nextCharge: iso(line.validUntil) } : {}) };
  },
  // The demo takes every link for paid: nobody enters a card there.
  'payment.createLink': ({ lineId, orderId, optionId, amount }, { state, now }) => {
    const paymentRef = nextNumber(state, 'PAY');
    state.payments.push({ paymentRef, optionId, about: lineId ?? orderId ?? '', amount });
    return {
      url: `https://alondra.example/pay/${paymentRef}`,
      paymentRef,
      expiresAt: iso(now + 60 * 60_000),
      state: 'open',
    };
  },
  'esim.resendActivation': ({ lineId }, desk) => {
    const line = lineIn(desk.state, lineId);
    if (line.state === 'pending-id') throw notAllowed('pending-id', 'The identity document comes first.');
    const owner = ownerIn(desk.state, line);
    desk.mail(owner, 'activation', 'eSIM', `LPA:1$${smdp}$${line.activationCode}`);
    return { sentTo: maskEmail(owner.email), at: iso(desk.now), smdp, activationCode: line.activationCode };
  },
  'esim.reissue': reissue,
};

const smdp = 'rsp.alondra.example';

function reissue(input: Checked<'esim.reissue'>, desk: Desk): Answer<'esim.reissue'> {
  const { state, now, rules } = desk;
  const line = lineIn(state, input.lineId);
  const owner = ownerIn(state, line);
  const decision = decideReissue(
    rules.reissue,
    {
      reason: input.reason,
      oldProfile: profileOf(line),
      seenToday: line.lastSeen !== undefined && now - line.lastSeen.at < dayMs,
      otherConnection: input.otherConnection,
      reissuesBefore: line.reissues,
      expired: stateOf(line, now) === 'expired',
      ...(owner.emailChangedAt === undefined ? {} : { daysSinceEmailChange: (now - owner.emailChangedAt) / dayMs }),
    },
    desk.context.language,
  );
  if (decision.result !== 'allowed')
    throw notAllowed(decision.rule, `The rules do not allow a reissue: ${decision.rule}.`);
  line.reissues += 1;
  line.state = 'not-installed';
  delete line.installedOn;
  delete line.suspendedBy;
  delete line.reason;
  line.activationCode = `DEMO-${line.lineId.slice(2)}-R${line.reissues}`;
  desk.mail(owner, 'activation', 'eSIM', `LPA:1$${smdp}$${line.activationCode}`);
  return {
    state: 'issued',
    fee: decision.fee,
    reissuesLeft: Math.max(0, rules.reissue.limit - line.reissues),
    sentTo: maskEmail(owner.email),
    oldProfileStopsAt: iso(now),
  };
}

function profileOf(line: DemoLine): 'not-installed' | 'installed' | 'deleted' | 'suspended' {
  if (line.state === 'suspended' || line.state === 'deleted') return line.state;
  return line.state === 'active' || line.state === 'installed' || line.state === 'expired'
    ? 'installed'
    : 'not-installed';
}

function optionsOf(line: DemoLine, goal: Checked<'catalogue.listOptions'>['goal'], now: number) {
  const current = planOf(line.planId);
  if (stateOf(line, now) === 'expired') return demoPlans.slice(0, 3).map((plan) => planOption(plan, 'new-esim'));
  if (goal === 'more-data') return demoTopUps.map(topUpOption);
  if (goal === 'more-days')
    return demoPlans
      .filter((plan) => plan.operator === current?.operator)
      .slice(0, 3)
      .map((plan) => planOption(plan, 'extend'));
  // A plan that has not begun is replaced; beside one that has, a second one is bought.
  const kind = goal !== 'other-operator' && line.validFrom === undefined ? 'change' : 'new-esim';
  return demoPlans
    .filter((plan) => suits(plan, goal, current))
    .slice(0, 3)
    .map((plan) => planOption(plan, kind));
}

function suits(plan: DemoPlan, goal: Checked<'catalogue.listOptions'>['goal'], current: DemoPlan | undefined): boolean {
  if (current === undefined || plan.planId === current.planId) return false;
  if (goal === 'bigger') return plan.dataMb > current.dataMb;
  if (goal === 'smaller') return plan.dataMb < current.dataMb;
  if (goal === 'other-operator') return plan.operator !== current.operator;
  return plan.countries.length > 1;
}

type Option = Answer<'catalogue.listOptions'>['options'][number];

function topUpOption({ optionId, dataMb, priceEur }: (typeof demoTopUps)[number]): Option {
  return {
    optionId,
    kind: 'topup',
    dataMb,
    price: eur(priceEur),
    effectOnRest: 'added',
    activeAt: 'now',
    needsNewProfile: false,
  };
}

function planOption(plan: DemoPlan, kind: 'extend' | 'change' | 'new-esim'): Option {
  return {
    optionId: `plan:${plan.planId}`,
    kind,
    dataMb: plan.dataMb,
    days: plan.days,
    price: eur(plan.priceEur),
    effectOnRest: kind === 'change' ? 'replaced' : kind === 'extend' ? 'added' : 'separate',
    activeAt: kind === 'extend' ? 'after-current' : 'first-use',
    needsNewProfile: kind === 'new-esim',
  };
}

/** A payment that is named must be one for this line and option; without one the saved card is charged. */
function checkPayment(state: DemoState, paymentRef: string | undefined, lineId: string, optionId: string): void {
  if (paymentRef === undefined) return;
  const payment = found(
    state.payments.find((one) => one.paymentRef === paymentRef),
    'payment',
  );
  if (payment.about !== lineId || (payment.optionId ?? optionId) !== optionId)
    throw notAllowed('other-payment', 'The payment is for something else.');
}
