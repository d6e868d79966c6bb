import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

const schema = z.strictObject({ directLineSecret: z.string().min(16), sessionSecret: z.string().min(16) });

/** Secrets that the service made for itself and keeps in its data folder. */
export type Secrets = z.infer<typeof schema>;

/** Reads `secrets.json` of the data folder, or makes it with fresh random values, readable by the owner only. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new AppError('configInvalid', `${path} cannot be read. Restore it, or delete it to end all sessions.`, {
        cause: error,
      });
    }
  }
  const secrets = { directLineSecret: randomSecret(), sessionSecret: randomSecret() };
  await mkdir(dataDir, { recursive: true });
  await writeFile(`${path}.unfinished`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.unfinished`, path);
  return secrets;
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
