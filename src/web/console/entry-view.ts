import type { Entry } from '../../conversation/entry.ts';
import type { Attachment } from '../../conversation/message.ts';
import { el } from '../shared/dom.ts';
import { renderLinkedText, renderMarkdown, renderText } from '../shared/markdown-view.ts';
import type { Me } from './api.ts';
import { decisionView } from './decision-view.ts';
import type { ConsoleTexts } from './texts.ts';
import type { Times } from './times.ts';

/** What entries are shown with. */
export interface EntryViewDeps {
  readonly texts: ConsoleTexts;
  readonly times: Times;
  readonly me: Me;
  readonly titles: Readonly<Record<string, string>>;
  readonly now: () => number;
}

/** One entry of a transcript; undefined for what agents need not see. */
export function entryView(entry: Entry, deps: EntryViewDeps): HTMLElement | undefined {
  const { content } = entry;
  if (content.kind === 'event' || content.kind === 'call' || content.kind === 'called') return undefined;
  if (content.kind === 'owner') return ownerLine(content, entry, deps);
  return el(
    'article',
    { class: `entry ${entry.author.role}`, 'data-seq': entry.seq },
    headerOf(entry, deps),
    content.text === '' ? undefined : bubble(entry, content),
    ...(content.attachments ?? []).map((attachment) => attachmentView(attachment)),
    content.choices === undefined ? undefined : choicesLine(content.choices, deps.texts),
    entry.delivery === 'failed' ? el('p', { class: 'failed' }, deps.texts.notDelivered) : undefined,
    entry.decision === undefined ? undefined : decisionView(entry.decision, deps),
  );
}

type MessageContent = Extract<Entry['content'], { kind: 'message' }>;

function headerOf({ author, at, content }: Entry, { texts, times, now }: EntryViewDeps): HTMLElement {
  const isChoice = content.kind === 'message' && content.choice !== undefined;
  return el(
    'header',
    {},
    el('strong', { dir: 'auto' }, authorName(author, texts)),
    isChoice ? el('span', {}, texts.pressed) : undefined,
    el('time', { datetime: new Date(at).toISOString() }, times.clock(at, now())),
  );
}

function authorName({ role, name, id }: Entry['author'], texts: ConsoleTexts): string {
  if (role === 'customer') return name ?? texts.customer;
  return role === 'bot' ? texts.assistant : (name ?? id);
}

function bubble({ author }: Entry, { text, format, language }: MessageContent): HTMLElement {
  const markdown = author.role === 'bot' && format === 'markdown';
  const body = markdown ? renderMarkdown(text) : author.role === 'customer' ? renderText(text) : renderLinkedText(text);
  return el('div', { class: markdown ? 'bubble' : 'bubble plain', dir: 'auto', lang: language }, body);
}

function choicesLine(choices: readonly { readonly title: string }[], texts: ConsoleTexts): HTMLElement {
  const items = choices.map(({ title }) => el('li', { dir: 'auto' }, title));
  return el('ul', { class: 'offered', 'aria-label': texts.offered }, ...items);
}

const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Only pictures that this service keeps are shown in place: others could tell strangers who reads, and when. */
function attachmentView({ contentType, contentUrl, name }: Attachment): HTMLElement {
  const label = name ?? contentType;
  const url = contentUrl === undefined ? undefined : webUrl(contentUrl);
  if (url === undefined) return el('span', { class: 'file', dir: 'auto' }, label);
  const shown = url.origin === location.origin && pictures.has(contentType);
  const inside = shown ? el('img', { src: url.href, alt: label, loading: 'lazy' }) : label;
  const props = { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'auto' };
  return el('a', { ...props, class: shown ? 'picture' : 'file' }, inside);
}

function webUrl(text: string): URL | undefined {
  try {
    const url = new URL(text, location.href);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

type OwnerContent = Extract<Entry['content'], { kind: 'owner' }>;

function ownerLine({ to, cause, agentId }: OwnerContent, { at }: Entry, deps: EntryViewDeps): HTMLElement {
  const { texts, times, now, me } = deps;
  const why = (texts.reasons as Readonly<Record<string, string | undefined>>)[cause];
  const what = texts.owners[to].replace('{agent}', agentName(agentId ?? '', me));
  const text = why === undefined || to !== 'queue' ? what : `${what} – ${why}`;
  return el('p', { class: 'owner' }, text, ' ', el('time', {}, times.clock(at, now())));
}

/** Of other agents the service tells the account only. */
export function agentName(agentId: string, me: Me): string {
  return agentId === me.id ? me.name : agentId;
}
