import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { hashPassword } from './passwords.ts';

const schema = z.array(
  z.strictObject({
    /** Name to log in with. */
    id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9, dot, hyphen, underscore'),
    /** Name that customers read. */
    name: z.string().trim().min(1).max(60),
    passwordHash: z.string().startsWith('scrypt$'),
  }),
);

/** Someone who may log in to the console. */
export type AgentAccount = z.infer<typeof schema>[number];

/** Accounts of the file; undefined when there is no file. Throws `configInvalid` for a file that cannot be read. */
export async function readAgents(path: string): Promise<readonly AgentAccount[] | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AppError('configInvalid', `Cannot read the agents file ${path}.`, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('configInvalid', `The agents file ${path} is not right. Mend it or use "simpatico agent add".`, {
      cause: error,
    });
  }
}

/** Adds an account, or gives an existing one a new name and password. */
export async function saveAgent(path: string, account: { id: string; name: string; password: string }): Promise<void> {
  const others = ((await readAgents(path)) ?? []).filter(({ id }) => id !== account.id);
  const added = { id: account.id, name: account.name, passwordHash: await hashPassword(account.password) };
  const result = schema.safeParse([...others, added]);
  if (!result.success) {
    throw new AppError('badRequest', `The account cannot be saved: ${result.error.issues[0]?.message ?? 'not valid'}.`);
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.unfinished`, `${JSON.stringify(result.data, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.unfinished`, path);
}

/** A password that is easy to type off a screen: four groups of four, 80 bits. */
export function randomPassword(): string {
  const alphabet = '23456789abcdefghjkmnpqrstuvwxyz-'.replace('-', '');
  const bytes = randomBytes(64);
  let password = '';
  for (const byte of bytes) {
    // Bytes above the largest multiple would make some letters likelier.
    if (byte >= 256 - (256 % alphabet.length)) continue;
    password += alphabet[byte % alphabet.length] ?? '';
    if (password.length === 16) break;
  }
  return password.match(/.{4}/g)?.join('-') ?? password;
}
