import { z } from 'zod';
import { AppError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const folder = z.string().min(1);

const schema = z.object({
  /** TCP port of the HTTP server; 0 takes a free one. */
  PORT: port.default(3978),
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder for conversations, uploads and secrets. */
  DATA_DIR: folder.default('./data'),
  /** Secret that signs Direct Line tokens and lets a site's own server ask for them. Made at first start when absent. */
  DIRECT_LINE_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Folder of the knowledge base. */
  KNOWLEDGE_DIR: folder.optional(),
  /** Folder of flows, cues and phrases. */
  DIALOGS_DIR: folder.optional(),
  /** Folder where trained models are kept. */
  MODEL_DIR: folder.optional(),
  /** File with the agents' names and password hashes; default `agents.json` in DATA_DIR. */
  AGENTS_FILE: folder.optional(),
  /** Address under which clients reach the service, when it stands behind a proxy: `https://chat.example.com`. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Base address of an OpenAI-compatible embeddings server: `http://127.0.0.1:8080/v1`. Turns matching by meaning on. */
  EMBEDDINGS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Name of the server's model. */
  EMBEDDINGS_MODEL: z.string().min(1).optional(),
  /** Key of the server, sent as a bearer token. */
  EMBEDDINGS_KEY: z.string().min(1).optional(),
  /** Folder of a local ONNX model, instead of a server. */
  EMBEDDINGS_FOLDER: folder.optional(),
  /** How the local model's vectors of words become one. */
  EMBEDDINGS_POOLING: z.enum(['mean', 'cls']).default('mean'),
  /** Put before every text: `query: ` for e5 models. */
  EMBEDDINGS_PREFIX: z.string().default(''),
  /** How long a turn waits for the meaning of a message, in ms. */
  EMBEDDINGS_TIMEOUT_MS: z.coerce.number().int().min(1).max(10_000).default(300),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const checked = schema.superRefine((config, context) => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (config.EMBEDDINGS_URL !== undefined && config.EMBEDDINGS_MODEL === undefined)
    refuse('EMBEDDINGS_MODEL', 'is needed with EMBEDDINGS_URL: the name of the server’s model');
  if (config.EMBEDDINGS_URL !== undefined && config.EMBEDDINGS_FOLDER !== undefined)
    refuse('EMBEDDINGS_FOLDER', 'is another model than EMBEDDINGS_URL: set one of them');
});

/** The service's settings. Only this file reads the environment. */
export type Config = z.infer<typeof schema>;

/** Reads and checks the environment. Throws `configInvalid` that names every bad variable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  // An empty variable means "not set": that is how shells and containers leave things out.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = checked.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('configInvalid', `The environment is not right. ${problems.join('; ')}`);
}
