import type { Clause, PromotionPolicy, RefundPolicy, ReissuePolicy } from './rules-schema.ts';
import type { Money } from './values.ts';

type When<Policy extends { rules: readonly { when: object }[] }> = Policy['rules'][number]['when'];

/** Facts for the conditions of a policy: a range asks for a number, a list for one of its values, a flag for a flag. */
type FactsOf<Conditions> = {
  readonly [Name in keyof Conditions as Name extends 'reasons' ? 'reason' : Name]?: NonNullable<
    Conditions[Name]
  > extends readonly (infer Value)[]
    ? Value
    : NonNullable<Conditions[Name]> extends boolean
      ? boolean
      : number;
};

/** What is known of a purchase, plus what the amount is worked out from. */
export interface RefundFacts extends FactsOf<When<RefundPolicy>> {
  readonly paid: Money;
  /** 0 to 1; needed by partial refunds. */
  readonly unusedDaysShare?: number;
  /** Refunds paid to the customer in the last 180 days. Default 0. */
  readonly earlierRefunds?: number;
}

/** What the rules say of a refund. */
export interface RefundDecision {
  readonly result: 'full' | 'partial' | 'credit' | 'refused' | 'review';
  readonly rule: string;
  /** Absent where nothing is paid or a person decides. */
  readonly amount?: Money;
  readonly method?: 'original' | 'credit' | 'either';
  /** Why a person has to look although the rule would pay. */
  readonly review?: 'amount' | 'earlier-refunds' | 'missing-facts';
  readonly evidence: readonly string[];
  readonly clause: string;
  /** The purchase can still be withdrawn from by law. */
  readonly withdrawable: boolean;
}

/** Applies a refund policy. Pure: the same facts always give the same decision. */
export function decideRefund(policy: RefundPolicy, facts: RefundFacts, language: string): RefundDecision {
  const rule = policy.rules.find(({ when }) => holds(when, facts));
  const withdrawable = facts.daysSincePurchase !== undefined && facts.daysSincePurchase <= policy.withdrawalDays;
  const { result } = rule ?? policy.otherwise;
  const decided = {
    rule: rule?.id ?? 'otherwise',
    evidence: rule?.evidence ?? [],
    clause: inLanguage((rule ?? policy.otherwise).clause, language),
    withdrawable,
  };
  if (rule === undefined || result === 'refused' || result === 'review') return { ...decided, result };
  const amount = amountOf(rule, facts);
  if (amount === undefined) return { ...decided, result: 'review', review: 'missing-facts' };
  const method = result === 'credit' ? 'credit' : (rule.method ?? 'original');
  const review = reviewOf(policy, amount, facts);
  return review === undefined
    ? { ...decided, result, amount, method }
    : { ...decided, result: 'review', review, amount, method };
}

/** What is known before a profile is issued again. */
export type ReissueFacts = FactsOf<When<ReissuePolicy>>;

/** What the rules say of a reissue. */
export interface ReissueDecision {
  readonly result: 'allowed' | 'blocked' | 'review';
  readonly rule: string;
  readonly fee?: Money;
  readonly clause: string;
}

/** What is taken for true of an old profile nobody knows of: that it works, and that nothing else does. */
const cautious: ReissueFacts = { oldProfile: 'unknown', seenToday: true, otherConnection: false };

/**
 * Applies a reissue policy. Where it is not known whether the old profile still works, it is taken for the customer's
 * only way on-line: a reissue stops it at once.
 */
export function decideReissue(policy: ReissuePolicy, facts: ReissueFacts, language: string): ReissueDecision {
  const rule = policy.rules.find(({ when }) => holds(when, { ...cautious, ...facts }));
  const { result, clause } = rule ?? policy.otherwise;
  return {
    result,
    rule: rule?.id ?? 'otherwise',
    ...(rule?.fee === undefined ? {} : { fee: rule.fee }),
    clause: inLanguage(clause, language),
  };
}

/** Why a code does not work. */
export type PromotionProblem = keyof PromotionPolicy['clauses'];

/** A purchase an offer is tried on. */
export interface PromotionFacts {
  /** `YYYY-MM-DD`, in the provider's time. */
  readonly today: string;
  readonly planId: string;
  readonly countries: readonly string[];
  readonly price: Money;
  readonly quantity: number;
  /** Unknown counts as yes: the shop checks again when paying. */
  readonly newCustomer?: boolean;
  readonly withOtherCode: boolean;
  readonly usedBefore: number;
}

/** What a code gives, or why not. */
export type PromotionDecision =
  | { readonly valid: true; readonly saving: Money; readonly validUntil: string }
  | { readonly valid: false; readonly reason: PromotionProblem; readonly clause: string };

/** Tries a code on a purchase; capitals and spaces do not matter. */
export function decidePromotion(
  policy: PromotionPolicy,
  code: string,
  facts: PromotionFacts,
  language: string,
): PromotionDecision {
  const wanted = code.replace(/\s/g, '').toUpperCase();
  const promotion = policy.promotions.find((one) => one.code === wanted);
  const reason = promotion === undefined ? 'unknown' : problemOf(promotion, facts);
  if (promotion === undefined || reason !== undefined)
    return {
      valid: false,
      reason: reason ?? 'unknown',
      clause: inLanguage(policy.clauses[reason ?? 'unknown'], language),
    };
  const saving = (facts.price.amount * facts.quantity * promotion.percent) / 100;
  return { valid: true, saving: { ...facts.price, amount: cents(saving) }, validUntil: promotion.validUntil };
}

/** The first thing that stands against an offer, or undefined. */
export function problemOf(
  promotion: PromotionPolicy['promotions'][number],
  facts: PromotionFacts,
): PromotionProblem | undefined {
  const { minimum, plans, countries } = promotion;
  const total = facts.price.amount * facts.quantity;
  if (facts.today > promotion.validUntil) return 'expired';
  if (promotion.firstPurchaseOnly && facts.newCustomer === false) return 'first-purchase';
  if (plans !== undefined && !plans.includes(facts.planId)) return 'other-plan';
  if (countries !== undefined && !facts.countries.some((one) => countries.includes(one))) return 'other-plan';
  if (facts.quantity < promotion.minimumQuantity) return 'minimum';
  if (minimum !== undefined && (minimum.currency !== facts.price.currency || total < minimum.amount)) return 'minimum';
  if (facts.usedBefore >= promotion.usesEach) return 'already-used';
  return facts.withOtherCode && !promotion.combinable ? 'not-combinable' : undefined;
}

/** The text of a language: itself, else its base language, else English. */
export function inLanguage(texts: Clause, language: string): string {
  const base = language.split('-')[0] ?? '';
  const known = texts as Readonly<Record<string, string>>;
  return known[language] ?? known[base === 'zh' ? 'zh-Hans' : base] ?? texts.en;
}

/** All conditions hold. A fact that is not known fulfils no condition. */
function holds(when: object, facts: object): boolean {
  const known = facts as Readonly<Record<string, unknown>>;
  return Object.entries(when).every(([name, condition]) => {
    const fact = known[name === 'reasons' ? 'reason' : name];
    if (fact === undefined) return false;
    if (Array.isArray(condition)) return condition.includes(fact);
    if (typeof condition === 'boolean') return condition === fact;
    const { min = -Infinity, max = Infinity } = condition as { min?: number; max?: number };
    return typeof fact === 'number' && fact >= min && fact <= max;
  });
}

function amountOf(rule: RefundPolicy['rules'][number], facts: RefundFacts): Money | undefined {
  const share = rule.result === 'partial' ? shareOf(rule.share, facts) : 1;
  if (share === undefined) return undefined;
  // A fee in another currency than was paid cannot be taken off: a person has to.
  if (rule.fee !== undefined && rule.fee.currency !== facts.paid.currency) return undefined;
  const amount = cents(facts.paid.amount * share - (rule.fee?.amount ?? 0));
  return { ...facts.paid, amount: Math.max(0, amount) };
}

function shareOf(share: RefundPolicy['rules'][number]['share'], facts: RefundFacts): number | undefined {
  const data = facts.usedShare === undefined ? undefined : Math.max(0, 1 - facts.usedShare);
  const days = facts.unusedDaysShare;
  if (share === 'unused-data') return data;
  if (share === 'unused-days') return days;
  return data === undefined || days === undefined ? undefined : Math.min(data, days);
}

function reviewOf(policy: RefundPolicy, amount: Money, facts: RefundFacts): RefundDecision['review'] {
  const { autoApproveUpTo } = policy;
  if (amount.currency !== autoApproveUpTo.currency || amount.amount > autoApproveUpTo.amount) return 'amount';
  return (facts.earlierRefunds ?? 0) >= policy.earlierRefundsBelow ? 'earlier-refunds' : undefined;
}

/** To two places, as money is paid; halves go to the customer. */
const cents = (amount: number) => Math.round(amount * 100 + 1e-7) / 100;
