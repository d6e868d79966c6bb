import type { Author, Content, Entry } from '../../conversation/entry.ts';
import type { Attachment } from '../../conversation/message.ts';
import type { Choice } from '../../conversation/reply.ts';

/** An activity as clients read it. */
export interface Activity {
  readonly type: 'message' | 'event' | 'typing';
  readonly id: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly channelId: 'directline';
  readonly conversation: { readonly id: string };
  readonly from: { readonly id: string; readonly name?: string; readonly role: 'user' | 'bot' };
  readonly replyToId?: string;
  readonly channelData?: unknown;
  /** Of an event. */
  readonly name?: string;
  readonly value?: unknown;
  readonly text?: string;
  readonly textFormat?: 'markdown' | 'plain';
  readonly locale?: string;
  readonly attachments?: readonly Attachment[];
  readonly suggestedActions?: { readonly to: readonly string[]; readonly actions: readonly CardAction[] };
  readonly inputHint?: 'acceptingInput' | 'expectingInput';
}

/** A button. */
export interface CardAction {
  readonly type: 'imBack' | 'messageBack';
  readonly title: string;
  readonly value: string;
  readonly text?: string;
  readonly displayText?: string;
}

/** Id of the activity that an entry becomes; sorting ids of one conversation sorts its activities. */
export function activityId(conversationId: string, seq: number): string {
  return `${conversationId}|${String(seq).padStart(7, '0')}`;
}

/** An entry of the transcript as an activity. What the bot thought stays inside. */
export function toActivity(conversationId: string, entry: Entry): Activity {
  const { author, content } = entry;
  return {
    type: typeOf(content),
    id: activityId(conversationId, entry.seq),
    timestamp: new Date(entry.at).toISOString(),
    channelId: 'directline',
    conversation: { id: conversationId },
    from: senderOf(author),
    ...(entry.replyTo === undefined ? {} : { replyToId: activityId(conversationId, entry.replyTo) }),
    ...optional('channelData', channelDataOf(entry)),
    ...fieldsOf(content, entry),
  };
}

/** While the back office is asked the bot is busy: what it asks and hears is nobody else's concern. */
function typeOf({ kind }: Content): Activity['type'] {
  if (kind === 'message') return 'message';
  return kind === 'call' || kind === 'called' ? 'typing' : 'event';
}

/** An agent's id is what they log in with: customers read the name only. */
function senderOf({ role, id, name }: Author): Activity['from'] {
  return { id: role === 'agent' ? 'agent' : id, ...optional('name', name), role: role === 'customer' ? 'user' : 'bot' };
}

function fieldsOf(content: Content, entry: Entry): Partial<Activity> {
  switch (content.kind) {
    case 'message':
      return messageFields(content, entry.author.role === 'customer');
    case 'owner':
      return ownerFields(content, entry.author.name);
    case 'event':
      return { name: content.name, ...optional('value', content.value) };
    case 'call':
    case 'called':
      return {};
  }
}

function messageFields(content: Extract<Content, { kind: 'message' }>, isCustomer: boolean): Partial<Activity> {
  const { choices = [], attachments = [] } = content;
  return {
    text: content.text,
    textFormat: content.format,
    ...optional('locale', content.language),
    ...optional('value', content.choice),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(choices.length === 0 ? {} : { suggestedActions: { to: [], actions: choices.map(toCardAction) } }),
    ...(isCustomer ? {} : { inputHint: choices.length === 0 ? 'acceptingInput' : 'expectingInput' }),
  };
}

/** `imBack` sends the title, so it only serves where the value is the same; `messageBack` shows one, sends both. */
function toCardAction({ title, value }: Choice): CardAction {
  if (value === title) return { type: 'imBack', title, value };
  return { type: 'messageBack', title, text: title, displayText: title, value };
}

/** The handoff protocol knows a request, its acceptance and its end; all other changes of owner have a name of ours. */
function ownerFields(
  { from, to, cause }: Extract<Content, { kind: 'owner' }>,
  agentName: string | undefined,
): Partial<Activity> {
  if (from === 'bot' && to === 'queue') return { name: 'handoff.initiate', value: { reason: cause } };
  if (from === 'queue' && to === 'agent')
    return { name: 'handoff.status', value: { state: 'accepted', ...optional('agent', agentName) } };
  if (from === 'agent' && to === 'nobody') return { name: 'handoff.status', value: { state: 'completed' } };
  return { name: 'simpatico.owner', value: { from, to, cause } };
}

/**
 * Clients find their own message again by what they sent along, show a person other than a machine, and know when what is
 * written answers a step of a dialog.
 */
function channelDataOf({ author, content, decision, channelData }: Entry): unknown {
  if (author.role === 'customer') return channelData;
  if (author.role === 'bot')
    return content.kind === 'message' && decision?.kind === 'step' ? { dialog: true } : undefined;
  return author.role === 'agent' ? { agent: { ...optional('name', author.name) } } : undefined;
}

function optional<K extends string, T>(name: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, T>);
}
