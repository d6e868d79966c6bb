import type { z } from 'zod';
import { AppError } from '../errors.ts';

/** The checked value. Throws `badRequest` that names the field and says what is wrong with it. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AppError('badRequest', `${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'is not valid'}`);
}
