import { z } from 'zod';

/** Ids of flows, steps, phrases and options. */
export const word = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
/** Names of slots and results. */
export const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be one word that begins with a small letter, as in `orderNumber`');
/** Slots, or results and their fields. */
export const path = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+)*$/, 'must be a slot, or a result and its fields, as in `line.state`');
/** Values that are written down as they are. */
export const literal = z.union([z.string(), z.number(), z.boolean()]);
