import { z } from 'zod';
import { word } from './flow-names.ts';

export const slotTypes = [
  'text',
  'choice',
  'date',
  'place',
  'device',
  'order-number',
  'email',
  'phone',
  'iccid',
  'eid',
  'yes-no',
  'number',
  'code',
  'time-zone',
] as const;

export type SlotType = (typeof slotTypes)[number];

/** Units a number can be given in; what is stored is always in the unit named here. */
const units = ['MB', 'days', 'Mbit/s', 'EUR'] as const;

/** A slot as written in a flow file. */
export const slotSchema = z
  .strictObject({
    type: z.enum(slotTypes),
    /** The answers of a choice, unless a step takes them from a result. */
    options: z.array(word).min(2).optional(),
    unit: z.enum(units).optional(),
    /** Kept for the rest of the conversation: another flow does not ask for it again. */
    keep: z.boolean().default(false),
    /** `false`: filled only by the answer to its own question, never picked up from other messages. */
    listen: z.boolean().default(true),
    /** A date that lies behind the customer ("since when"). */
    past: z.boolean().default(false),
    /** Asked once a conversation: that it was passed over is kept too. */
    once: z.boolean().optional(),
  })
  .refine((slot) => slot.unit === undefined || slot.type === 'number', 'only a number has a `unit`')
  .refine((slot) => slot.options === undefined || slot.type === 'choice', 'only a choice has `options`');

/** What a flow wants to know: its type, and how it is filled. */
export type Slot = z.infer<typeof slotSchema>;
