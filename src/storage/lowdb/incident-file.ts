import { join } from 'node:path';
import { Low, type Adapter } from 'lowdb';
import { z } from 'zod';
import type { Incident } from '../../conversation/incident.ts';
import { AppError } from '../../errors.ts';
import { errnoOf, replaceFile, type FileSystem } from './durable-files.ts';

/** All incidents that are kept, in one file: they are few. */
export interface IncidentFile {
  /** As last written. */
  all(): readonly Incident[];
  /** Resolves when it would survive a crash. Throws `storageFailed`; then nothing has changed. */
  write(incidents: readonly Incident[]): Promise<void>;
}

/** Only the frame is checked: what is inside was written by this version of the format. */
const schema = z.object({
  format: z.literal(1),
  incidents: z.array(z.looseObject({ id: z.string(), version: z.int().positive(), state: z.string() })),
});

/** Opens `incidents.json` in the store's folder; without one there are no incidents. Throws `storageFailed`. */
export async function openIncidentFile(fs: FileSystem, dir: string, temporaryDir: string): Promise<IncidentFile> {
  const adapter = adapterFor(fs, join(dir, 'incidents.json'), join(temporaryDir, 'incidents.json'));
  const database = new Low<readonly Incident[]>(adapter, []);
  await database.read();
  return {
    all: () => database.data,
    async write(incidents) {
      const before = database.data;
      database.data = incidents;
      try {
        await database.write();
      } catch (error) {
        database.data = before;
        throw error;
      }
    },
  };
}

function adapterFor(fs: FileSystem, file: string, temporary: string): Adapter<readonly Incident[]> {
  const failed = (what: string, cause?: unknown) => new AppError('storageFailed', what, { cause, facts: { file } });
  return {
    async read() {
      let text: string;
      try {
        text = await fs.readFile(file, 'utf8');
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return null;
        throw failed(`Could not read ${file}.`, error);
      }
      try {
        return schema.parse(JSON.parse(text)).incidents as unknown as readonly Incident[];
      } catch (error) {
        throw failed(`${file} is not a list of incidents of format 1. Restore it from a backup.`, error);
      }
    },
    async write(incidents) {
      await replaceFile(fs, file, temporary, JSON.stringify({ format: 1, incidents })).catch((error: unknown) => {
        throw failed(`Could not write ${file}.`, error);
      });
    },
  };
}
