import { z } from 'zod';
import { literal, path } from './flow-names.ts';

/** What a value is held against: the value itself, a list of which one must be it, or a comparison. */
const testSchema = z.union([
  literal,
  z.array(literal).min(1),
  z
    .strictObject({
      exists: z.boolean().optional(),
      less: z.number().optional(),
      greater: z.number().optional(),
      /** A time not longer ago than so many minutes. */
      within: z.number().positive().optional(),
      /** Another slot or result with the same value; of times, the same day. */
      same: path.optional(),
    })
    .refine((test) => Object.keys(test).length > 0, 'needs `exists`, `less`, `greater`, `within` or `same`'),
]);

export type Test = z.infer<typeof testSchema>;

/** All named values pass their tests; `all`, `any` and `not` hold other conditions. */
export interface Condition {
  readonly all?: readonly Condition[];
  readonly any?: readonly Condition[];
  readonly not?: Condition;
  readonly values: Readonly<Record<string, Test>>;
}

/** A condition as written in a flow file. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z
    .object({
      all: z.array(conditionSchema).min(1).optional(),
      any: z.array(conditionSchema).min(1).optional(),
      not: conditionSchema.optional(),
    })
    .catchall(testSchema)
    .transform(({ all, any, not, ...values }): Condition => {
      return { ...(all && { all }), ...(any && { any }), ...(not && { not }), values: values };
    }),
);
