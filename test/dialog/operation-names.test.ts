import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations as declared, operationNames, operationOf } from '../../src/backoffice/operations.ts';
import { operations } from '../../src/dialog/operation-names.ts';

/** Names of the fields of an object, or of all objects a union allows. */
function fieldsOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap((one) => fieldsOf(one as z.ZodType)))];
  throw new Error('An operation takes and gives objects.');
}

describe('the operations that dialogs know', () => {
  it('are those of the back office', () => {
    expect(Object.keys(operations).sort()).toEqual(Object.keys(declared).sort());
  });

  it.each(operationNames)('%s takes and gives what the back office does', (name) => {
    const { input, output, does } = operationOf(name);
    const known = operations[name];
    expect([...(known?.inputs ?? [])].sort()).toEqual(fieldsOf(input).sort());
    expect([...(known?.outputs ?? [])].sort()).toEqual(fieldsOf(output).sort());
    expect(known?.writes === true).toBe(does === 'write');
  });
});
