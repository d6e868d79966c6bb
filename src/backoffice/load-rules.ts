import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { AppError, messageOf } from '../errors.ts';
import { ruleFiles, type PromotionPolicy, type RefundPolicy, type ReissuePolicy } from './rules-schema.ts';

/** The rules of one provider. */
export interface Rules {
  readonly refund: RefundPolicy;
  readonly reissue: ReissuePolicy;
  readonly promotion: PromotionPolicy;
}

/** Reads `refund.yaml`, `reissue.yaml` and `promotion.yaml` of a folder. Throws `knowledgeInvalid` that names all faults of a file. */
export async function loadRules(folder: string): Promise<Rules> {
  const [refund, reissue, promotion] = await Promise.all([
    loadRuleFile(join(folder, 'refund.yaml'), ruleFiles.refund),
    loadRuleFile(join(folder, 'reissue.yaml'), ruleFiles.reissue),
    loadRuleFile(join(folder, 'promotion.yaml'), ruleFiles.promotion),
  ]);
  return { refund, reissue, promotion };
}

/** Reads one file of rules by its schema. */
export async function loadRuleFile<Policy>(path: string, schema: z.ZodType<Policy>): Promise<Policy> {
  let content: unknown;
  try {
    content = parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new AppError('knowledgeInvalid', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('knowledgeInvalid', `${path} is not right. ${faults.join('; ')}`, { facts: { path } });
}
