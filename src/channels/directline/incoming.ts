import { z } from 'zod';
import type { Attachment, ConversationKey, Message } from '../../conversation/message.ts';
import { AppError } from '../../errors.ts';
import { missingProperty } from './errors.ts';

/** Characters a serialised activity may have. */
export const mostActivityCharacters = 256 * 1024;

const mostClientIdCharacters = 200;
const mostNameCharacters = 100;
/** Deeper nesting than people's programs send; much deeper, and writing it out again overflows the stack. */
const deepestJson = 100;

const attachmentSchema = z.looseObject({
  contentType: z.string().max(200),
  // Whoever reads the transcript may click: nothing that runs there.
  contentUrl: z
    .string()
    .regex(/^(https?:|data:)/i)
    .nullish(),
  name: z.string().nullish(),
  content: z.unknown().optional(),
});

/** What matters here; everything else is accepted and ignored, as the protocol demands. */
const activitySchema = z.looseObject({
  type: z.string().nullish(),
  from: z.looseObject({ id: z.string().max(256).nullish(), name: z.string().nullish() }).nullish(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  attachments: z.array(attachmentSchema).max(50).nullish(),
  locale: z.unknown().optional(),
  localTimezone: z.unknown().optional(),
  channelData: z.unknown().optional(),
});

type ParsedActivity = z.infer<typeof activitySchema>;

/**
 * What a client posted. Only messages mean something to the bot: `typing` and events such as `webchat/join` are
 * acknowledged and neither stored nor passed on. So is `endOfConversation`: it does not close the conversation, the
 * customer may go on writing at any time.
 */
export type Incoming =
  { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'ignored'; readonly type: string };

/** What is known of an activity beside its text. */
export interface ActivityContext {
  readonly key: ConversationKey;
  /** The token's user, who speaks whatever the activity says. */
  readonly userId?: string;
  /** Who speaks if neither token nor activity says. */
  readonly fallbackUserId?: string;
  /** Files that were uploaded with the activity. */
  readonly uploaded?: readonly Attachment[];
  /** Network address of the client. */
  readonly address?: string;
  readonly now: number;
  readonly newId: () => string;
}

/** Reads an activity. Throws `badRequest`, or `payloadTooLarge` for one of more than 256 K characters. */
export function parseActivityText(text: string, context: ActivityContext): Incoming {
  if (text.length > mostActivityCharacters)
    throw new AppError('payloadTooLarge', `An activity may have at most ${mostActivityCharacters} characters.`);
  return parseActivity(parseJson(text), context);
}

/** Reads an activity that is parsed already. Throws `badRequest`. */
export function parseActivity(json: unknown, context: ActivityContext): Incoming {
  const result = activitySchema.safeParse(json);
  if (!result.success) throw new AppError('badRequest', `The activity is not valid. ${z.prettifyError(result.error)}`);
  const activity = result.data;
  if (!activity.type) throw missingProperty('type');
  const senderId = context.userId ?? (activity.from?.id || context.fallbackUserId);
  if (!senderId) throw missingProperty('from.id');
  if (activity.type !== 'message') return { kind: 'ignored', type: activity.type };
  return { kind: 'message', message: toMessage(activity, senderId, context) };
}

/** JSON, or `badRequest`, also for JSON that is nested too deeply to be stored. */
export function parseJson(text: string): unknown {
  const json = jsonOf(text);
  if (isDeeper(json, deepestJson))
    throw new AppError('badRequest', `The body is nested more than ${deepestJson} levels deep.`);
  return json;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('badRequest', 'The body is not valid JSON.');
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function toMessage(activity: ParsedActivity, senderId: string, context: ActivityContext): Message {
  const { text, choice } = saidIn(activity);
  const attachments = [...attachmentsOf(activity), ...(context.uploaded ?? [])];
  const name = activity.from?.name?.slice(0, mostNameCharacters);
  const hasValue = activity.value !== undefined && activity.value !== null;
  if (text.trim() === '' && choice === undefined && !hasValue && attachments.length === 0)
    throw missingProperty('text');
  return {
    key: context.key,
    externalId: clientIdOf(activity.channelData) ?? context.newId(),
    sender: { id: senderId, ...(name ? { name } : {}) },
    text,
    ...(choice === undefined ? {} : { choice }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...localeOf(activity.locale),
    ...timeZoneOf(activity.localTimezone),
    ...(context.address === undefined ? {} : { clientAddress: context.address }),
    at: context.now,
    ...(activity.channelData === undefined ? {} : { channelData: activity.channelData }),
  };
}

/**
 * Text and pressed choice. `messageBack` comes with both; a `postBack` comes from Web Chat as a text that was never
 * shown, marked in the channel data: it is a choice, not something the customer typed.
 */
function saidIn({ text, value, channelData }: ParsedActivity): { text: string; choice?: string } {
  const said = text ?? '';
  if (typeof value === 'string' && value !== '') return { text: said, choice: value };
  const postBack = fieldOf(channelData, 'postBack');
  if (typeof postBack === 'string' && postBack !== '') return { text: said, choice: postBack };
  return postBack === true && said !== '' ? { text: '', choice: said } : { text: said };
}

/** An attachment without content announces a file of the same upload: that file speaks for itself. */
function attachmentsOf({ attachments }: ParsedActivity): Attachment[] {
  return (attachments ?? []).flatMap(({ contentType, contentUrl, name, content }) => {
    const hasContent = content !== undefined && content !== null;
    if (!contentUrl && !hasContent) return [];
    return {
      contentType,
      ...(contentUrl ? { contentUrl } : {}),
      ...(name ? { name } : {}),
      ...(hasContent ? { content } : {}),
    };
  });
}

/** A client that repeats a post repeats this id: that is how one message stays one. */
function clientIdOf(channelData: unknown): string | undefined {
  const id = fieldOf(channelData, 'clientActivityID');
  return typeof id === 'string' && id !== '' && id.length <= mostClientIdCharacters ? id : undefined;
}

/** A locale is a hint: one that is none is left out. */
export function localeOf(value: unknown): { readonly locale?: string } {
  return typeof value === 'string' && /^[a-z]{2,3}(-[a-z0-9]{1,8}){0,4}$/i.test(value) ? { locale: value } : {};
}

/** A zone is a hint: one that is none is left out. */
function timeZoneOf(value: unknown): { readonly timeZone?: string } {
  if (typeof value !== 'string' || value.length > 60) return {};
  try {
    return { timeZone: new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone };
  } catch {
    return {};
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
