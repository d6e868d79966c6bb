import { z } from 'zod';

// Only what is used, as published at https://developers.partners.airalo.com: a new field must not break anything.

/** POST /v2/token. https://developers.partners.airalo.com/request-access-token-11883021e0 */
export const tokenAnswer = z.object({ data: z.object({ access_token: z.string().min(1), expires_in: z.number() }) });

const sim = z.object({ iccid: z.string().min(4) });

/** GET /v2/orders with `include=sims,status`. https://developers.partners.airalo.com/get-order-list-11883022e0 */
export const ordersAnswer = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      code: z.string(),
      description: z.string().nullish(),
      package_id: z.string(),
      quantity: z.coerce.number(),
      price: z.coerce.number(),
      currency: z.string(),
      created_at: z.string(),
      status: z.object({ slug: z.string() }).nullish(),
      sims: z.array(sim).default([]),
    }),
  ),
});

/** GET /v2/sims/{iccid}. https://developers.partners.airalo.com/get-esim-11883028e0 */
export const simAnswer = z.object({
  data: sim.extend({
    lpa: z.string(),
    matching_id: z.string(),
    apn_type: z.string().nullish(),
    apn_value: z.string().nullish(),
    simable: z.object({ package_id: z.string() }).nullish(),
  }),
});

/** GET /v2/sims/{iccid}/usage. https://developers.partners.airalo.com/get-usage-data-text-voice-11883030e0 */
export const usageAnswer = z.object({
  data: z.object({
    /** Megabytes. */
    remaining: z.number(),
    total: z.number(),
    expired_at: z.string().nullish(),
    is_unlimited: z.boolean().nullish(),
    status: z.string(),
    remaining_voice: z.number().nullish(),
    remaining_text: z.number().nullish(),
  }),
});

const package_ = z.object({
  id: z.string(),
  price: z.number(),
  /** Megabytes. */
  amount: z.number(),
  day: z.number(),
  is_unlimited: z.boolean(),
  title: z.string(),
});

/** GET /v2/sims/{iccid}/topups. https://developers.partners.airalo.com/get-top-up-package-list-11883031e0 */
export const topUpsAnswer = z.object({ data: z.array(package_) });

/** GET /v2/packages. https://developers.partners.airalo.com/get-packages-11883036e0 */
export const packagesAnswer = z.object({
  data: z.array(
    z.object({
      operators: z.array(
        z.object({
          title: z.string(),
          is_kyc_verify: z.boolean().nullish(),
          rechargeability: z.boolean().nullish(),
          countries: z.array(z.object({ country_code: z.string() })).default([]),
          packages: z.array(package_),
        }),
      ),
    }),
  ),
});

/** POST /v2/orders/topups. https://developers.partners.airalo.com/submit-top-up-order-11883026e0 */
export const topUpAnswer = z.object({ data: z.object({ id: z.number(), code: z.string() }) });

const steps = z.object({ steps: z.record(z.string(), z.string()) });
const instructions = z.array(z.object({ installation_manual: steps, network_setup: steps.nullish() }));

/** GET /v2/sims/{iccid}/instructions, by Accept-Language. https://developers.partners.airalo.com/get-installation-instructions-11883029e0 */
export const instructionsAnswer = z.object({
  data: z.object({ instructions: z.object({ ios: instructions.default([]), android: instructions.default([]) }) }),
});

/** POST /v2/refund. https://developers.partners.airalo.com/request-refund-14583565e0 */
export const refundAnswer = z.object({ data: z.object({ refund_id: z.coerce.string() }) });

/** GET /v2/compatible-devices-lite. https://developers.partners.airalo.com (Compatible devices) */
export const devicesAnswer = z.object({ data: z.array(z.object({ brand: z.string(), name: z.string() })) });

/** Errors: `code` and `reason`, or a message a field. https://developers.partners.airalo.com/error-handling-780831m0 */
export const errorAnswer = z.object({ code: z.coerce.number().optional(), data: z.unknown().optional() });
