import { z } from 'zod';
import type { Operation } from './operation.ts';

/** An operation that only one provider offers, as its document declares it. `input` and `output` are JSON Schemas. */
export interface DeclaredOperation extends Omit<Operation, 'input' | 'output' | 'hidden' | 'waiver'> {
  readonly name: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** The provider's own operations by name, ready for the caller. Throws where a schema is none; the check of flows finds that before. */
export function operationsDeclared(declared: readonly DeclaredOperation[]): ReadonlyMap<string, Operation> {
  return new Map(
    declared.map(({ name, input, output, ...rest }) => [
      name,
      { ...rest, input: schemaOf(input), output: schemaOf(output) },
    ]),
  );
}

function schemaOf(json: unknown): z.ZodType {
  return z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0]);
}
