import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Milliseconds an uploaded file is kept. */
const uploadLifetimeMs = 24 * 60 * 60 * 1000;

/** Types that keep their name; all others are served as bytes to download. */
const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'video/mp4': 'mp4',
};

const inlineTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** A file ready to be served. */
export interface StoredFile {
  readonly content: Readable;
  readonly contentType: string;
  readonly bytes: number;
  /** True for pictures that a browser may show; everything else must be downloaded. */
  readonly isInline: boolean;
}

/**
 * Files that customers sent. On disk they have names made here: the time, an unguessable id and the conversation's
 * hash, nothing of the client's.
 */
export interface UploadFolder {
  /**
   * Writes a file and tells its id. `onBytes` is told how much came before it is written and may throw to stop;
   * a file that was begun is then removed.
   */
  save(
    conversationId: string,
    contentType: string,
    content: Readable,
    onBytes: (count: number) => void,
  ): Promise<string>;
  /** Undefined when there is none, when it belongs to another conversation, and when it is too old. */
  read(conversationId: string, id: string): Promise<StoredFile | undefined>;
  remove(conversationId: string, id: string): Promise<void>;
  /** Removes the files that are too old. */
  sweep(): Promise<void>;
}

/** Makes one over `dir`, which is made when first needed. */
export function createUploadFolder(dir: string, now: () => number, newId: () => string): UploadFolder {
  const pathOf = (conversationId: string, id: string) => join(dir, `${sha256(conversationId).slice(0, 16)}-${id}`);
  const isOld = (time: number) => now() - time >= uploadLifetimeMs;

  return {
    async save(conversationId, contentType, content, onBytes) {
      await mkdir(dir, { recursive: true });
      const id = `${now().toString(36)}-${sha256(newId())}.${extensions[contentType.toLowerCase()] ?? 'bin'}`;
      const path = pathOf(conversationId, id);
      try {
        await write(path, content, onBytes);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return id;
    },
    async read(conversationId, id) {
      const parts = partsOf(id);
      if (parts === undefined || isOld(parts.time)) return undefined;
      const path = pathOf(conversationId, id);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) return undefined;
      const { contentType } = parts;
      const isInline = inlineTypes.has(contentType);
      return { content: createReadStream(path), contentType, bytes: found.size, isInline };
    },
    async remove(conversationId, id) {
      if (partsOf(id) !== undefined) await rm(pathOf(conversationId, id), { force: true });
    },
    async sweep() {
      const names = await readdir(dir).catch(() => []);
      for (const name of names) {
        const parts = partsOf(name.slice(17));
        if (parts !== undefined && isOld(parts.time)) await rm(join(dir, name), { force: true });
      }
    },
  };
}

/** Reads chunk by chunk without destroying the source on failure: a request must live on to be answered. */
async function write(path: string, content: Readable, onBytes: (count: number) => void): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content.iterator({ destroyOnReturn: false })) {
      onBytes((chunk as Buffer).length);
      await file.writeFile(chunk as Buffer);
    }
  } finally {
    await file.close();
  }
}

/** What an id says; undefined for anything `save` could not have made, such as a path. */
function partsOf(id: string): { readonly time: number; readonly contentType: string } | undefined {
  const match = /^([0-9a-z]{1,11})-[0-9a-f]{64}\.([a-z0-9]{3,4})$/.exec(id);
  const [, time, extension] = match ?? [];
  if (time === undefined) return undefined;
  const known = Object.entries(extensions).find(([, one]) => one === extension);
  return { time: parseInt(time, 36), contentType: known?.[0] ?? 'application/octet-stream' };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
