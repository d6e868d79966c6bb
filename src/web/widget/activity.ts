import type { ChatMessage, Choice, FileLink, NoteKind } from './message.ts';
import { safeUrl } from '../shared/links.ts';

/** What of a Direct Line activity the widget reads. Everything may be missing: it comes from outside. */
export interface Activity {
  readonly id?: string;
  readonly type?: string;
  readonly timestamp?: string;
  readonly from?: { readonly id?: string; readonly role?: string; readonly name?: string };
  readonly text?: string;
  readonly textFormat?: string;
  readonly locale?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly attachments?: readonly { contentType?: string; contentUrl?: string; name?: string }[];
  readonly suggestedActions?: { readonly actions?: readonly { title?: string; value?: unknown }[] };
  readonly channelData?: {
    readonly clientActivityID?: string;
    readonly agent?: { readonly name?: string };
    readonly dialog?: boolean;
  };
}

/** The message an activity shows, or undefined when it shows nothing. `now` stands in for a missing time. */
export function toMessage(activity: Activity, now: number): ChatMessage | undefined {
  const at = Date.parse(activity.timestamp ?? '') || now;
  if (activity.type === 'event') return noteOf(activity, at);
  if (activity.type !== 'message' || activity.id === undefined) return undefined;
  const own = activity.from?.role === 'user' || (activity.from?.id ?? '').startsWith('dl_');
  const agent = activity.channelData?.agent;
  const files = filesOf(activity);
  const choices = choicesOf(activity);
  return {
    key: (own ? activity.channelData?.clientActivityID : undefined) ?? activity.id,
    from: own ? 'customer' : agent === undefined ? 'bot' : 'agent',
    ...(agent?.name === undefined ? {} : { name: agent.name }),
    text: activity.text ?? '',
    format: !own && activity.textFormat === 'markdown' ? 'markdown' : 'plain',
    ...(activity.locale === undefined ? {} : { language: activity.locale }),
    at,
    ...(choices.length > 0 ? { choices } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(!own && activity.channelData?.dialog === true ? { inDialog: true as const } : {}),
    ...(own ? { state: 'sent' as const } : {}),
    settled: true,
  };
}

function noteOf(activity: Activity, at: number): ChatMessage | undefined {
  const { agent, state, from, to } = (activity.value ?? {}) as Record<string, unknown>;
  const note = noteKindOf(activity.name, { state, from, to });
  if (note === undefined || activity.id === undefined) return undefined;
  return {
    key: activity.id,
    from: 'note',
    note,
    text: '',
    ...(typeof agent === 'string' ? { name: agent } : {}),
    format: 'plain',
    at,
    settled: true,
  };
}

function noteKindOf(name: string | undefined, value: Record<string, unknown>): NoteKind | undefined {
  if (name === 'handoff.initiate') return 'waiting';
  if (name === 'handoff.status') return value.state === 'accepted' ? 'joined' : 'left';
  if (name === 'simpatico.resumed') return 'resumed';
  if (name !== 'simpatico.owner') return undefined;
  if (value.from === 'agent') return 'left';
  return value.from === 'queue' && value.to === 'bot' ? 'assistant' : undefined;
}

function choicesOf({ suggestedActions }: Activity): Choice[] {
  return (suggestedActions?.actions ?? []).flatMap(({ title, value }) =>
    typeof title === 'string' ? [{ title, value: typeof value === 'string' ? value : title }] : [],
  );
}

function filesOf({ attachments }: Activity): FileLink[] {
  return (attachments ?? []).map(({ contentType, contentUrl, name }) => ({
    name: name ?? 'file',
    contentType: contentType ?? 'application/octet-stream',
    ...(contentUrl !== undefined && safeUrl(contentUrl) !== undefined ? { url: contentUrl } : {}),
  }));
}
