import { z } from 'zod';
import { AppError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const folder = z.string().min(1);

const longSecret = z.string().min(32, 'must have at least 32 characters');
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const fields = z.object({
  /** TCP port of the HTTP server; 0 takes a free one. */
  PORT: port.default(3978),
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder for conversations, uploads and secrets. */
  DATA_DIR: folder.default('./data'),
  /** Secret that signs Direct Line tokens and lets a site's own server ask for them. Made at first start when absent. */
  DIRECT_LINE_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Secret with which the provider's monitoring declares outages at `/api/incidents`; without it only agents do. */
  INCIDENTS_SECRET: longSecret.optional(),
  /** Folder of the knowledge base. */
  KNOWLEDGE_DIR: folder.optional(),
  /** Folder of flows, cues and phrases. */
  DIALOGS_DIR: folder.optional(),
  /** Folder where trained models are kept. */
  MODEL_DIR: folder.optional(),
  /** File of sentence vectors in place of the one that comes along; `none` goes by words alone. */
  VECTORS_FILE: folder.optional(),
  /** File with the agents' names and password hashes; default `agents.json` in DATA_DIR. */
  AGENTS_FILE: folder.optional(),
  /** Address under which clients reach the service, when it stands behind a proxy: `https://chat.example.com`. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Page with the widget that links to continue on another device open. Default: the start page of this service. */
  RESUME_PAGE: httpUrl.optional(),
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
  /** The provider's system: `demo` is built in, `http` your own service, the others those of wholesalers. */
  BACKOFFICE: z.enum(['demo', 'http', 'airalo', 'esim-go']).default('demo'),
  /** `http`: where your service is, and the secret both share. */
  BACKOFFICE_URL: httpUrl.optional(),
  BACKOFFICE_SECRET: longSecret.optional(),
  /** `airalo`: credentials of the Partner API; the URL changes for its sandbox. */
  AIRALO_URL: httpUrl.default('https://partners-api.airalo.com'),
  AIRALO_CLIENT_ID: z.string().min(1).optional(),
  AIRALO_CLIENT_SECRET: z.string().min(1).optional(),
  /** `esim-go`: key of the API. */
  ESIM_GO_URL: httpUrl.default('https://api.esim-go.com/v2.4'),
  ESIM_GO_API_KEY: z.string().min(1).optional(),
  /** `esim-go`: what customers pay, as a multiple of what you pay; without it no plans are offered. */
  ESIM_GO_PRICE_FACTOR: z.coerce.number().min(1).max(20).optional(),
  /** `esim-go`: currency of your account there. */
  ESIM_GO_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be like USD')
    .default('USD'),
  /** Wholesalers: key of the customer marks in their orders; without it orders cannot be looked up. */
  CUSTOMER_KEY: longSecret.optional(),
  /** Mail server for one-time codes: `smtps://user:password@host`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps://' }).optional(),
  /** Sender of that mail. */
  SMTP_FROM: z.string().min(3).optional(),
});

/** Settings each back office cannot do without. */
const needed: Readonly<Record<string, readonly (keyof z.infer<typeof fields>)[]>> = {
  http: ['BACKOFFICE_URL', 'BACKOFFICE_SECRET'],
  airalo: ['AIRALO_CLIENT_ID', 'AIRALO_CLIENT_SECRET'],
  'esim-go': ['ESIM_GO_API_KEY'],
};

const schema = fields.superRefine((config, issues) => {
  const missing = (needed[config.BACKOFFICE] ?? []).filter((name) => config[name] === undefined);
  for (const name of missing)
    issues.addIssue({ code: 'custom', path: [name], message: `is needed with BACKOFFICE=${config.BACKOFFICE}` });
  if (config.SMTP_URL !== undefined && config.SMTP_FROM === undefined)
    issues.addIssue({ code: 'custom', path: ['SMTP_FROM'], message: 'is needed with SMTP_URL' });
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
