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
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** The service's settings. Only this file reads the environment. */
export type Config = z.infer<typeof schema>;

/** Reads and checks the environment. Throws `configInvalid` that names every bad variable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  // An empty variable means "not set": that is how shells and containers leave things out.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('configInvalid', `The environment is not right. ${problems.join('; ')}`);
}
