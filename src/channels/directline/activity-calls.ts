import type { Request, RequestHandler, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../errors.ts';
import { activityId } from './activity.ts';
import { bodyText } from './body.ts';
import { keyOf, type DirectLineDeps } from './deps.ts';
import { callerOf } from './guard.ts';
import { parseActivity, parseActivityText, type ActivityContext, type Incoming } from './incoming.ts';
import { attachmentUrl, originOf } from './links.ts';
import { readUpload, removeUpload, type UploadedFile } from './upload.ts';
import type { UploadFolder } from './upload-folder.ts';

/** What the calls on activities need. */
export type ActivityCallsDeps = Pick<DirectLineDeps, 'receive' | 'now' | 'newId' | 'publicUrl'> & {
  readonly folder: UploadFolder;
};

/** Handlers by call; the first two expect a caller that was let through. */
export interface ActivityCalls {
  readonly post: RequestHandler<{ id: string }>;
  readonly upload: RequestHandler<{ id: string }>;
  readonly attachment: RequestHandler<{ id: string; attachmentId: string }>;
}

/** The calls that take activities and files, and give files back. */
export function createActivityCalls(deps: ActivityCallsDeps): ActivityCalls {
  const { receive, folder, now, newId } = deps;

  /** Resolves with the activity's id once it is stored: only then may the client believe it was sent. */
  async function take(conversationId: string, incoming: Incoming): Promise<string> {
    if (incoming.kind === 'ignored') return `${conversationId}|${newId()}`;
    try {
      const { seq } = await receive(incoming.message);
      return activityId(conversationId, seq);
    } catch (cause) {
      throw new AppError('botRejectedActivity', 'The bot could not take the activity. Send it again.', { cause });
    }
  }

  function contextOf(conversationId: string, request: Pick<Request, 'ip'>, response: Response): ActivityContext {
    const caller = callerOf(response);
    const userId = caller.kind === 'token' ? caller.userId : undefined;
    return {
      key: keyOf(conversationId),
      ...(userId === undefined ? {} : { userId }),
      ...(request.ip === undefined ? {} : { address: request.ip }),
      now: now(),
      newId,
    };
  }

  return {
    async post(request, response) {
      const { id } = request.params;
      const incoming = parseActivityText(bodyText(request), contextOf(id, request, response as Response));
      response.json({ id: await take(id, incoming) });
    },
    async upload(request, response) {
      const { id } = request.params;
      const { activity, files } = await readUpload(request, id, folder);
      const origin = originOf(request, deps.publicUrl);
      const { userId: fallbackUserId } = request.query;
      const context: ActivityContext = {
        ...contextOf(id, request, response as Response),
        ...(typeof fallbackUserId === 'string' ? { fallbackUserId } : {}),
        uploaded: files.map((file) => toAttachment(file, origin, id)),
      };
      try {
        const incoming =
          activity === undefined ? parseActivity({ type: 'message' }, context) : parseActivityText(activity, context);
        if (incoming.kind === 'ignored')
          throw new AppError('badRequest', 'Files come with an activity of type "message" only.');
        response.json({ id: await take(id, incoming) });
      } catch (error) {
        await removeUpload({ files }, id, folder);
        throw error;
      }
    },
    async attachment(request, response) {
      const { id, attachmentId } = request.params;
      const file = await folder.read(id, attachmentId);
      if (file === undefined) throw new AppError('notFound', 'There is no such file; files are kept for 24 hours.');
      response.set({
        'Content-Type': file.contentType,
        'Content-Length': String(file.bytes),
        // A file from a stranger is never a page of this site: not guessed to be one, not run as one.
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
        ...(file.isInline ? {} : { 'Content-Disposition': 'attachment' }),
      });
      await pipeline(file.content, response);
    },
  };
}

function toAttachment({ id, contentType, name }: UploadedFile, origin: string, conversationId: string) {
  const contentUrl = attachmentUrl(origin, conversationId, id);
  return { contentType, contentUrl, ...(name === undefined ? {} : { name }) };
}
