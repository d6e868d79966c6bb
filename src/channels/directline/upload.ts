import busboy, { type FileInfo } from 'busboy';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AppError } from '../../errors.ts';
import { missingProperty } from './errors.ts';
import { mostActivityCharacters } from './incoming.ts';
import type { UploadFolder } from './upload-folder.ts';

/** Bytes that the files of one upload may have together. */
export const mostUploadBytes = 10 * 1024 * 1024;

const mostFiles = 10;
const activityType = 'application/vnd.microsoft.activity';

/** A file as it was saved. The name is the client's, for people to read and nothing else. */
export interface UploadedFile {
  readonly id: string;
  readonly contentType: string;
  readonly name?: string;
}

/** What one upload brought. */
export interface Upload {
  /** The activity the files belong to, as it came. */
  readonly activity?: string;
  readonly files: readonly UploadedFile[];
}

/**
 * Saves the files of an upload: one raw file as the body, or a multipart form with files, which stay in their order, and
 * at most one activity.
 * Either all files are kept or none. Throws `badRequest`, or `payloadTooLarge` above 10 MB or ten files.
 */
export async function readUpload(
  request: IncomingMessage,
  conversationId: string,
  folder: UploadFolder,
): Promise<Upload> {
  const places: (UploadedFile | undefined)[] = [];
  const save = createSaver(conversationId, folder, places);
  const filesOf = () => places.filter((file) => file !== undefined);
  try {
    const isForm = /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');
    const activity = isForm ? await readForm(request, save) : await readRaw(request, save);
    const files = filesOf();
    if (files.length === 0) throw missingProperty('file');
    return { ...(activity === undefined ? {} : { activity }), files };
  } catch (error) {
    await removeUpload({ files: filesOf() }, conversationId, folder);
    throw error;
  }
}

/** Removes the files of an upload that came to nothing. */
export async function removeUpload(
  { files }: Pick<Upload, 'files'>,
  conversationId: string,
  folder: UploadFolder,
): Promise<void> {
  for (const { id } of files) await folder.remove(conversationId, id);
}

type Save = (content: Readable, contentType: string, name: string | undefined) => Promise<void>;

/** Saves files into `places`, in the order in which they begin: they may be done in another. */
function createSaver(conversationId: string, folder: UploadFolder, places: (UploadedFile | undefined)[]): Save {
  let total = 0;
  return async (content, declaredType, declaredName) => {
    const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(declaredType) ? declaredType : 'application/octet-stream';
    const place = places.push(undefined) - 1;
    const id = await folder.save(conversationId, contentType, content, (count) => {
      total += count;
      if (total > mostUploadBytes)
        throw new AppError('payloadTooLarge', `The files of an upload may have at most ${mostUploadBytes} bytes.`);
    });
    const name = cleanName(declaredName);
    places[place] = { id, contentType, ...(name === undefined ? {} : { name }) };
  };
}

async function readRaw(request: IncomingMessage, save: Save): Promise<undefined> {
  const isEmpty = request.headers['content-length'] === '0' || !hasBody(request);
  if (isEmpty) throw missingProperty('file');
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  await save(request, contentType, nameIn(request.headers['content-disposition']));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/** Tells the activity's text, after all files were saved. */
function readForm(request: IncomingMessage, save: Save): Promise<string | undefined> {
  const form = createForm(request);
  const parts: Promise<void>[] = [];
  let activity: string | undefined;
  let failure: AppError | undefined;

  const stop = (error: unknown) => {
    failure ??= toFormError(error);
    request.unpipe(form);
    form.destroy();
  };
  const take = async (content: Readable, { mimeType, filename }: FileInfo) => {
    if (mimeType === activityType) activity = await textOf(content);
    else await save(content, mimeType, filename);
  };
  form.on('file', (_name, content, info) => {
    // Whoever reads it hears of a failure; nobody else must be brought down by it.
    content.on('error', () => undefined);
    parts.push(take(content, info).catch(stop));
  });
  form.on('field', (name, value, { mimeType }) => {
    if (mimeType === activityType || name === 'activity') activity = value;
  });
  form.on('filesLimit', () => stop(new AppError('payloadTooLarge', `An upload has at most ${mostFiles} files.`)));
  form.on('error', stop);
  request.on('close', () => {
    if (!request.complete) stop(new Error('The client went away.'));
  });

  return new Promise((done, fail) => {
    // Files that were under way are saved, or gone again, before anybody hears how it went.
    const end = () => (failure === undefined ? done(activity) : fail(failure));
    form.on('close', () => void Promise.all(parts).then(end));
    request.pipe(form);
  });
}

function createForm({ headers }: IncomingMessage): busboy.Busboy {
  try {
    const limits = { files: mostFiles + 1, fields: 10, fieldSize: mostActivityCharacters * 4, parts: 30 };
    return busboy({ headers, limits, defParamCharset: 'utf8' });
  } catch (error) {
    throw toFormError(error);
  }
}

function toFormError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  // A code is the system's: the disk's fault, not the form's.
  if (code !== undefined) return new AppError('internal', 'The upload could not be saved.', { cause: error });
  return new AppError('badRequest', 'The multipart form cannot be read.', { cause: error });
}

async function textOf(content: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    // No text of so many bytes is short enough; how long it may be exactly is decided where it is read.
    if (bytes > mostActivityCharacters * 4)
      throw new AppError('payloadTooLarge', `An activity may have at most ${mostActivityCharacters} characters.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function nameIn(disposition: string | undefined): string | undefined {
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
}

/** The last part of a name without control characters, at most 200 characters. */
function cleanName(name: string | undefined): string | undefined {
  const clean = name
    ?.split(/[/\\]/)
    .at(-1)

    ?.replace(/[\u0000-\u001f\u007f]/g, '')
    .slice(0, 200);
  return clean === '' ? undefined : clean;
}
