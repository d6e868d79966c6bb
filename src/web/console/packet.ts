import type { StepResult } from '../../conversation/flow-position.ts';
import type { ConsoleConversation } from '../../http/console-api.ts';

/** A value an operation answered with, by the path of its field. */
export type Field = readonly [name: string, value: string | number | boolean | Money];

/** An amount as back offices give it. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** What an agent must know at once about a request, read from everything that is known. */
export interface PacketFacts {
  /** What the customer said it is about, in their own words. */
  readonly wish?: string;
  readonly order?: string;
  /** Last four digits. */
  readonly line?: string;
  readonly plan?: string;
  readonly device?: string;
  readonly place?: string;
  readonly contact?: string;
  readonly intent?: { readonly articleId: string; readonly confidence?: number };
  /** Whether the customer agreed to be contacted; absent where nobody asked. */
  readonly consent?: 'yes' | 'no';
  readonly tries: readonly StepResult[];
  /** Answers of the back office by the name the dialog gave them. */
  readonly groups: readonly { readonly name: string; readonly fields: readonly Field[] }[];
  /** What was answered beside the above. */
  readonly slots: readonly (readonly [name: string, value: string])[];
}

/** Reads the facts of a conversation that was handed over. */
export function packetFacts({ conversation, ticket, entries }: ConsoleConversation): PacketFacts {
  const packet = ticket?.packet;
  const all: Readonly<Record<string, string>> = { ...conversation.slots, ...packet?.slots };
  // "I don't know" is an answer, but no order number and no device.
  const slots = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value !== 'unknown' || !shownAbove.has(name)),
  );
  const results = packet?.results ?? {};
  const item = at(results, 'orderIdItem') ?? at(results, 'order', 'orders', '0');
  const intent = intentOf(entries, ticket?.articleId ?? conversation.topic);
  const facts = {
    wish: slots.summary ?? slots.evidence ?? wordsBehind(entries, intent?.articleId),
    order: textAt(item, 'orderId') ?? slots.orderNumber,
    line: textAt(results, 'line', 'iccidLast4') ?? textAt(item, 'items', '0', 'lineId')?.slice(-4),
    plan: textAt(results, 'line', 'planId') ?? textAt(item, 'items', '0', 'planId'),
    device: slots.newDevice ?? slots.device ?? textAt(results, 'line', 'installedOn'),
    place: slots.place,
    contact: [slots.email, slots.phone].filter((text) => text !== undefined).join(' · ') || undefined,
    intent,
    consent: slots.consent === 'yes' || slots.consent === 'no' ? slots.consent : undefined,
  } as const;
  return {
    ...facts,
    tries: packet?.stepResults ?? [],
    groups: Object.entries(results)
      .filter(([name]) => !told.has(name) && !name.endsWith('Item'))
      .map(([name, value]) => ({ name, fields: fieldsOf(value) }))
      .filter(({ fields }) => fields.length > 0),
    slots: Object.entries(slots).filter(([name, value]) => !shownAbove.has(name) && value !== facts.wish),
  };
}

/** Answers that are shown in another form, and lists that were only there to choose from. */
const told: ReadonlySet<string> = new Set(['order', 'identity', 'sentCode', 'times', 'offers', 'catalogue', 'promos']);

const shownAbove: ReadonlySet<string> = new Set(
  'orderNumber orderId email phone device newDevice place consent summary evidence'.split(' '),
);

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  );
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

type Entries = ConsoleConversation['entries'];

/** What it was understood as, with how surely it was when it was; what was written later says nothing of that. */
function intentOf(entries: Entries, articleId: string | undefined): PacketFacts['intent'] {
  const decisions = entries.flatMap(({ decision }) => decision ?? []);
  const chosen = decisions.findLast(
    (one) => one.confidence !== undefined && (articleId ?? one.articleId) === one.articleId,
  );
  const id = articleId ?? chosen?.articleId;
  if (id === undefined) return undefined;
  const leading = decisions.find(({ candidates }) => candidates[0]?.articleId === id)?.candidates[0];
  const confidence = chosen?.confidence ?? leading?.confidence;
  return confidence === undefined ? { articleId: id } : { articleId: id, confidence };
}

/** The customer's words that led to what was understood, else the last ones that were typed. */
function wordsBehind(entries: Entries, articleId: string | undefined): string | undefined {
  const answer = entries.findLast(({ decision }) => articleId !== undefined && decision?.articleId === articleId);
  const typed = entries.filter(
    ({ author, content }) => author.role === 'customer' && content.kind === 'message' && content.choice === undefined,
  );
  const said = typed.find(({ seq }) => seq === answer?.replyTo) ?? typed.at(-1);
  return said?.content.kind === 'message' && said.content.text !== '' ? said.content.text : undefined;
}

/** Fields two levels deep; of a list of things the first three. */
function fieldsOf(value: unknown, prefix = '', depth = 0): Field[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value === '' ? [] : [[prefix, value]];
  if (typeof value !== 'object' || value === null) return [];
  if (isMoney(value)) return [[prefix, value]];
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return value.length === 0 ? [] : [[prefix, value.join(', ')]];
    return value.slice(0, 3).flatMap((item: unknown) => fieldsOf(item, '', depth + 1));
  }
  if (depth > 2) return [];
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, name, depth + 1));
}

function isMoney(value: object): value is Money {
  return 'amount' in value && typeof value.amount === 'number' && 'currency' in value;
}
