import { z } from 'zod';
import { operations as common, type OperationShape } from './operation-names.ts';

/** JSON Schema of an object, as OpenAPI 3.1 holds it. */
const objectSchema = z
  .looseObject({ type: z.literal('object'), properties: z.record(z.string(), z.unknown()) })
  .refine(isReadable, 'is no JSON Schema that can be checked by');

/** Content of a body: one JSON Schema. */
const body = <Field extends string>(field: Field) =>
  z.looseObject({
    content: z.looseObject({
      'application/json': z.looseObject({
        schema: z.looseObject({
          properties: z.looseObject({ [field]: objectSchema } as Record<Field, typeof objectSchema>),
        }),
      }),
    }),
  });

const operationSchema = z.looseObject({
  summary: z.string().min(1),
  'x-does': z.enum(['read', 'write']),
  'x-needs': z.enum(['none', 'order', 'verified']),
  'x-retry': z.enum(['safe', 'keyed', 'never']),
  requestBody: body('input'),
  responses: z.looseObject({ 200: body('output') }),
});

/**
 * `dialogs/flows/operations.yaml`: operations that only this provider offers, as an OpenAPI 3.1 document of the form of
 * `docs/backoffice.openapi.yaml`.
 */
export const ownOperationsSchema = z.looseObject({
  openapi: z.string().regex(/^3\.1(\.|$)/, 'must be an OpenAPI document of version 3.1'),
  paths: z.record(z.string(), z.looseObject({ post: operationSchema })).check(({ value, issues }) => {
    for (const path of Object.keys(value)) {
      const message = faultOfPath(path);
      if (message !== undefined) issues.push({ code: 'custom', input: path, path: [path], message });
    }
  }),
});

function faultOfPath(path: string): string | undefined {
  if (!/^\/v1\/[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(path))
    return 'must be /v1/ and a name such as esim.activateLater';
  return common[nameIn(path)] === undefined ? undefined : 'is an operation of every back office already';
}

/** An operation that only this provider offers. */
export interface OwnOperation {
  readonly name: string;
  readonly summary: string;
  readonly does: 'read' | 'write';
  readonly needs: 'none' | 'order' | 'verified';
  readonly retry: 'safe' | 'keyed' | 'never';
  /** JSON Schemas. */
  readonly input: z.infer<typeof objectSchema>;
  readonly output: z.infer<typeof objectSchema>;
}

/** The operations of a checked document. */
export function ownOperations({ paths }: z.infer<typeof ownOperationsSchema>): OwnOperation[] {
  return Object.entries(paths).map(([path, { post }]) => ({
    name: nameIn(path),
    summary: post.summary,
    does: post['x-does'],
    needs: post['x-needs'],
    retry: post['x-retry'],
    input: post.requestBody.content['application/json'].schema.properties.input,
    output: post.responses[200].content['application/json'].schema.properties.output,
  }));
}

/** All operations that flows may call, by name: those of every back office and the provider's own. */
export function shapesOf(own: readonly OwnOperation[]): Readonly<Record<string, OperationShape>> {
  const shapes = own.map(({ name, does, input, output }) => {
    const shape = { inputs: Object.keys(input.properties), outputs: Object.keys(output.properties) };
    return [name, does === 'write' ? { ...shape, writes: true } : shape] as const;
  });
  return { ...common, ...Object.fromEntries(shapes) };
}

function nameIn(path: string): string {
  return path.slice('/v1/'.length);
}

function isReadable(schema: unknown): boolean {
  try {
    z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    return true;
  } catch {
    return false;
  }
}
