import { z } from 'zod';

/** Id of an order, a line, a plan …: whatever the provider uses, as long as it fits into one short line. */
export const id = z.string().min(1).max(100);

/** Text of a person or for one. */
export const text = z.string().min(1).max(4000);

/** A moment, ISO 8601 with zone: `2026-05-01T09:30:00Z` or `…+02:00`. */
export const moment = z.iso.datetime({ offset: true });

/** A day without time or zone: `2026-05-01`. */
export const day = z.iso.date();

/** Data volume in megabytes (1 GB = 1000 MB as plans are sold), not negative. */
export const megabytes = z.number().min(0);

/** ISO 3166-1 alpha-2, upper case. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country of two capital letters, such as ES');

/** An amount in the unit of its currency (15.9 EUR, not cents). */
export const money = z.object({ amount: z.number(), currency: z.string().regex(/^[A-Z]{3}$/, 'must be like EUR') });

/** An amount of money, see {@link money}. */
export type Money = z.infer<typeof money>;

/** An address as it may be shown to somebody who is not verified: `m…@example.com`, `+34 … 42`. */
export const masked = z.string().max(200);

/** Who a one-time code, a lock or a promotion is about: at least one of the fields. */
export const customerRef = z
  .object({ email: z.email().optional(), phone: z.string().max(30).optional(), orderNumber: id.optional() })
  .refine((ref) => ref.email !== undefined || ref.phone !== undefined || ref.orderNumber !== undefined, {
    error: 'needs an e-mail address, a phone number or an order number',
  });

/** Who is meant, see {@link customerRef}. */
export type CustomerRef = z.infer<typeof customerRef>;

/** How to reach a person who asked for it; `app` names the messenger of a `handle`. */
export const contact = z.object({
  name: z.string().max(200).optional(),
  email: z.email().optional(),
  phone: z.string().max(30).optional(),
  app: z.string().max(30).optional(),
  handle: z.string().max(100).optional(),
});
