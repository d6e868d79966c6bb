import { z } from 'zod';
import { refundReasons } from './operations/money.ts';
import { country, day, id, money } from './values.ts';

/** A clause as the customer reads it; English stands in for languages without one. */
const clause = z.object({
  en: z.string().min(1),
  es: z.string().min(1),
  'zh-Hans': z.string().min(1),
  'zh-Hant': z.string().min(1),
});

/** A clause, see {@link ruleFiles}. */
export type Clause = z.infer<typeof clause>;

/** A number between two bounds, both included. */
const range = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => (min ?? max) !== undefined, { error: 'needs min, max or both' });

const flag = z.boolean();

/** What can be known of a purchase. Each is absent while it is not known. */
const refundWhen = z.strictObject({
  reasons: z.array(z.enum(refundReasons)).min(1).optional(),
  duplicatePayment: flag.optional(),
  installed: flag.optional(),
  /** The validity has begun: first use, or as the plan counts. */
  activated: flag.optional(),
  expired: flag.optional(),
  subscription: flag.optional(),
  /** It worked at least once. */
  everWorked: flag.optional(),
  /** The steps of the dialog were gone through, or the network's fault is known. */
  troubleshot: flag.optional(),
  /** Fault reported before the plan ended. */
  reportedInTime: flag.optional(),
  topUp: flag.optional(),
  daysSincePurchase: range.optional(),
  daysSinceActivation: range.optional(),
  /** Hours the fault has been looked into. */
  hoursInvestigated: range.optional(),
  /** 0 to 1. */
  usedShare: range.optional(),
  usedMb: range.optional(),
});

const refundRule = z.strictObject({
  id,
  when: refundWhen,
  result: z.enum(['full', 'partial', 'credit', 'refused', 'review']),
  /** How the money goes back; default `original`, for `credit` always credit. `either`: the customer chooses. */
  method: z.enum(['original', 'credit', 'either']).optional(),
  /** For `partial`: which share comes back. */
  share: z.enum(['unused-data', 'unused-days', 'smaller-of-both']).optional(),
  /** Kept by the provider. */
  fee: money.optional(),
  evidence: z.array(z.string()).default([]),
  clause,
});

/** `dialogs/rules/refund.yaml`. The first rule whose conditions all hold decides. */
export const refundPolicySchema = z
  .strictObject({
    /** Statutory right of withdrawal, days from purchase; 0 where the law gives none. */
    withdrawalDays: z.int().min(0),
    /** Approved without a person only up to this amount … */
    autoApproveUpTo: money,
    /** … and only if fewer refunds than this were paid in the last 180 days. */
    earlierRefundsBelow: z.int().min(1),
    rules: z.array(refundRule).min(1),
    /** Where no rule holds. */
    otherwise: z.strictObject({ result: z.enum(['refused', 'review']), clause }),
  })
  .superRefine(({ rules }, issues) => {
    reportTwice(rules, issues);
    rules.forEach((rule, index) => {
      if (rule.result === 'partial' && rule.share === undefined)
        issues.addIssue({ code: 'custom', path: ['rules', index, 'share'], message: 'a partial refund needs share' });
      if (rule.result !== 'partial' && rule.share !== undefined)
        issues.addIssue({
          code: 'custom',
          path: ['rules', index, 'share'],
          message: 'only a partial refund has share',
        });
    });
  });

/** See {@link refundPolicySchema}. */
export type RefundPolicy = z.infer<typeof refundPolicySchema>;

const reissueWhen = z.strictObject({
  reasons: z
    .array(z.enum(['code-used', 'deleted', 'new-phone', 'lost', 'stolen', 'error']))
    .min(1)
    .optional(),
  /** Where the old profile is, as the back office sees it. */
  oldProfile: z
    .array(z.enum(['not-installed', 'installed', 'deleted', 'suspended', 'unknown']))
    .min(1)
    .optional(),
  /** The line was on a network within the last day. */
  seenToday: flag.optional(),
  /** The customer says that he is on-line by something else than this line. */
  otherConnection: flag.optional(),
  reissuesBefore: range.optional(),
  daysSinceEmailChange: range.optional(),
  expired: flag.optional(),
});

/** `dialogs/rules/reissue.yaml`. The first rule whose conditions all hold decides. */
export const reissuePolicySchema = z
  .strictObject({
    limit: z.int().min(0),
    rules: z
      .array(
        z.strictObject({
          id,
          when: reissueWhen,
          result: z.enum(['allowed', 'blocked', 'review']),
          fee: money.optional(),
          clause,
        }),
      )
      .min(1),
    otherwise: z.strictObject({ result: z.enum(['blocked', 'review']), clause }),
  })
  .superRefine(({ rules }, issues) => reportTwice(rules, issues));

/** See {@link reissuePolicySchema}. */
export type ReissuePolicy = z.infer<typeof reissuePolicySchema>;

/** `dialogs/rules/promotion.yaml`: the offers, and what is said where one does not fit. */
export const promotionPolicySchema = z
  .strictObject({
    promotions: z.array(
      z.strictObject({
        id,
        /** Absent for an offer that applies by itself. */
        code: z
          .string()
          .regex(/^[A-Z0-9-]+$/, 'must be capitals, digits and "-"')
          .optional(),
        percent: z.number().gt(0).max(100),
        validUntil: day,
        firstPurchaseOnly: z.boolean().default(false),
        minimum: money.optional(),
        minimumQuantity: z.int().min(1).default(1),
        /** Absent: all plans, all countries. */
        plans: z.array(id).optional(),
        countries: z.array(country).optional(),
        combinable: z.boolean().default(false),
        /** Times one customer can use it; default 1. */
        usesEach: z.int().min(1).default(1),
        benefit: clause,
        conditions: clause,
      }),
    ),
    clauses: z.strictObject({
      expired: clause,
      'first-purchase': clause,
      'other-plan': clause,
      minimum: clause,
      'already-used': clause,
      'not-combinable': clause,
      unknown: clause,
    }),
  })
  .superRefine(({ promotions }, issues) => reportTwice(promotions, issues));

/** See {@link promotionPolicySchema}. */
export type PromotionPolicy = z.infer<typeof promotionPolicySchema>;

/** The files of rules and what each must be. */
export const ruleFiles = {
  refund: refundPolicySchema,
  reissue: reissuePolicySchema,
  promotion: promotionPolicySchema,
} as const;

function reportTwice(rules: readonly { readonly id: string }[], issues: z.RefinementCtx): void {
  rules.forEach((rule, index) => {
    if (rules.findIndex((other) => other.id === rule.id) === index) return;
    issues.addIssue({ code: 'custom', path: [index, 'id'], message: `"${rule.id}" is there twice` });
  });
}
