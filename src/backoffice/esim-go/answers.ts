import { z } from 'zod';

// Only what is used, as published at https://docs.esim-go.com/api/v2_4: a new field must not break anything.

/** GET /esims/{iccid}. https://docs.esim-go.com/api/v2_4/operations/esimsiccid/get */
export const esimAnswer = z.object({
  iccid: z.string().min(4),
  matchingId: z.string().optional(),
  smdpAddress: z.string().optional(),
  /** Downloaded, Installed, or Released: not on a device. */
  profileStatus: z.string().optional(),
  customerRef: z.string().nullish(),
});

/** GET /esims/{iccid}/bundles. https://docs.esim-go.com/guides/bundle_status/ */
export const bundlesAnswer = z.object({
  bundles: z.array(
    z.object({
      name: z.string(),
      assignments: z
        .array(
          z.object({
            /** Bytes. */
            initialQuantity: z.number(),
            remainingQuantity: z.number(),
            startTime: z.string().nullish(),
            endTime: z.string().nullish(),
            bundleState: z.string(),
            unlimited: z.boolean().nullish(),
            callTypeGroup: z.string().nullish(),
          }),
        )
        .default([]),
    }),
  ),
});

/** GET /esims/{iccid}/location. https://docs.esim-go.com/api/v2_3/operations/esimsiccidlocation */
export const locationAnswer = z.object({
  networkName: z.string().nullish(),
  country: z.string().nullish(),
  lastSeen: z.string().nullish(),
});

/** GET /esims/{iccid}/refresh. https://docs.esim-go.com/api/v2_4/operations/esimsiccidrefresh/get */
export const refreshAnswer = z.object({ status: z.string().optional(), message: z.string().optional() });

/** An entry of the catalogue. https://docs.esim-go.com/api/v2_4/operations/catalogue/get */
export const bundleAnswer = z.object({
  name: z.string(),
  description: z.string().nullish(),
  countries: z.array(z.object({ iso: z.string() })).default([]),
  /** Megabytes. */
  dataAmount: z.number(),
  duration: z.number(),
  unlimited: z.boolean().nullish(),
  price: z.number(),
});

/** GET /catalogue. */
export const catalogueAnswer = z.object({ bundles: z.array(bundleAnswer) });

/** GET /orders/{reference} and POST /orders. https://docs.esim-go.com/api/v2_4/operations/orders/post */
export const orderAnswer = z.object({
  orderReference: z.string(),
  status: z.string().nullish(),
  assigned: z.boolean().nullish(),
  total: z.number().nullish(),
  currency: z.string().nullish(),
  createdDate: z.string().nullish(),
  order: z
    .array(
      z.object({
        item: z.string(),
        quantity: z.number(),
        esims: z.array(z.object({ iccid: z.string() })).nullish(),
      }),
    )
    .default([]),
});
