import { z } from 'zod';
import { operationNames, operationOf, type OperationName } from '../operations.ts';
import { abilitiesBody, callContext, failureBody, failureStatus } from './protocol.ts';
import { replayWindowSeconds, signatureHeader, timestampHeader } from './signature.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the service a provider offers, made from the schemas of the operations. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Back office of an eSIM provider',
      version: '1',
      description:
        'What the chatbot asks the provider. One POST an operation. Offer as many as you can; /v1/abilities says which.',
    },
    servers: [{ url: 'https://backoffice.example.com' }],
    security: [{ signature: [], timestamp: [] }],
    paths: {
      '/v1/abilities': { post: abilitiesPath },
      ...Object.fromEntries(operationNames.map((name) => [`/v1/${name}`, { post: pathOf(name) }])),
    },
    components: {
      securitySchemes,
      schemas: { Context: jsonSchema(callContext), Failure: jsonSchema(failureBody) },
      responses: Object.fromEntries(failures.map(({ code, description }) => [code, description])),
    },
  };
}

const securitySchemes: Json = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: signatureHeader,
    description:
      'v1= and the HMAC-SHA256, in hexadecimal digits, of timestamp, method, path and body, joined by line feeds, under the shared secret.',
  },
  timestamp: {
    type: 'apiKey',
    in: 'header',
    name: timestampHeader,
    description: `Seconds since 1970. Refuse a request that is more than ${replayWindowSeconds} seconds off.`,
  },
};

const abilitiesPath: Json = {
  operationId: 'abilities',
  summary: 'Names the operations this service can do. Asked once, at start.',
  requestBody: jsonBody({ type: 'object' }),
  responses: { 200: { description: 'Operations', content: jsonContent(jsonSchema(abilitiesBody)) } },
};

function pathOf(name: OperationName): Json {
  const { summary, does, needs, retry, input, output } = operationOf(name);
  const isKeyed = retry === 'keyed';
  return {
    operationId: name,
    summary,
    tags: [name.split('.')[0]],
    'x-does': does,
    'x-needs': needs,
    'x-retry': retry,
    requestBody: jsonBody({
      type: 'object',
      required: ['input', 'context', ...(isKeyed ? ['idempotencyKey'] : [])],
      properties: {
        input: jsonSchema(input),
        context: { $ref: '#/components/schemas/Context' },
        ...(isKeyed ? { idempotencyKey } : {}),
      },
    }),
    responses: {
      200: {
        description: 'Done',
        content: jsonContent({ type: 'object', required: ['output'], properties: { output: jsonSchema(output) } }),
      },
      ...Object.fromEntries(failures.map(({ code, status }) => [status, { $ref: `#/components/responses/${code}` }])),
    },
  };
}

const idempotencyKey: Json = {
  type: 'string',
  minLength: 8,
  maxLength: 200,
  description: 'The same key must give the same answer and be worked off once, for at least 24 hours.',
};

const failures = Object.entries(failureStatus).map(([code, status]) => ({
  code,
  status,
  description: { description: code, content: jsonContent({ $ref: '#/components/schemas/Failure' }) },
}));

function jsonBody(schema: Json): Json {
  return { required: true, content: jsonContent(schema) };
}

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** As the other side gives it: fields with a default may be left out. */
function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
