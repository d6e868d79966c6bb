import type { Conversation } from '../conversation/conversation.ts';
import type { Entry } from '../conversation/entry.ts';
import type { ConversationKey, Message } from '../conversation/message.ts';
import { resumeMarks } from '../dialog/respond.ts';
import { keyText } from '../conversation/message.ts';
import type { Feed } from './feed.ts';
import type { Resume } from './resume.ts';
import { groupedCode } from './resume-codes.ts';
import type { Store } from './store.ts';
import type { Turns } from './turn.ts';

/** Conversations as their customers see and use them. */
export interface CustomerView {
  /** Takes a message into the conversation it belongs to; tells its place in the view. */
  receive(message: Message): Promise<{ seq: number }>;
  /** Entries with `seq` above `after`, oldest first, at most `limit`. */
  entriesAfter(key: ConversationKey, after: number, limit: number): Promise<readonly Entry[]>;
  /** Calls `listener` after each commit that changes the view; returns how to stop. */
  subscribe(key: ConversationKey, listener: (entries: readonly Entry[]) => void): () => void;
}

export interface CustomerViewDeps {
  readonly store: Pick<Store, 'load' | 'entriesAfter'>;
  readonly turns: Pick<Turns, 'handleMessage'>;
  readonly feed: Pick<Feed, 'subscribe'>;
  readonly resume: Pick<Resume, 'reveal'>;
  /** The address that a link's text makes. */
  readonly addressOf: (link: string) => string;
  readonly onError: (error: unknown) => void;
}

/** A conversation that is seen through another one. */
interface Part {
  readonly conversation: Conversation | undefined;
  readonly key: ConversationKey;
  /** What places of it are moved by in the view. */
  readonly offset: number;
}

const mostParts = 8;

/**
 * The view of a conversation in which a code was typed is its own transcript up to there, and behind it the whole one of
 * the conversation that goes on: since nothing is added to the former any more, places are simply counted on. What the
 * transcript must not hold, codes and links, is put in on the way out.
 */
export function createCustomerView(deps: CustomerViewDeps): CustomerView {
  const { store, turns, feed } = deps;

  async function partsOf(key: ConversationKey): Promise<Part[]> {
    const parts: Part[] = [];
    let next: { key: ConversationKey; offset: number } | undefined = { key, offset: 0 };
    while (next !== undefined && parts.length < mostParts) {
      const { conversation }: { conversation?: Conversation } = await store.load(next.key);
      parts.push({ ...next, conversation });
      const continues: Conversation['continues'] = conversation?.continues;
      next = continues === undefined ? undefined : { key: continues.key, offset: next.offset + continues.after };
    }
    return parts;
  }

  return {
    async receive(message) {
      const parts = await partsOf(message.key);
      for (const part of parts) {
        const { key, offset } = part;
        // A code that is sent again, since the answer got lost, belongs where it was typed.
        if (part !== parts.at(-1) && !(await store.load(key, { externalId: message.externalId })).seen) continue;
        const { seq } = await turns.handleMessage({ ...message, key });
        return { seq: seq + offset };
      }
      return turns.handleMessage(message);
    },
    async entriesAfter(key, after, limit) {
      const page: Entry[] = [];
      for (const { conversation, key: own, offset } of await partsOf(key)) {
        if (page.length >= limit) break;
        const entries = await store.entriesAfter(own, Math.max(0, after - offset), limit - page.length);
        page.push(...entries.map((entry) => filled(moved(entry, offset), conversation, deps)));
      }
      return page;
    },
    subscribe(key, listener) {
      const stops = new Map<string, () => void>();
      let isStopped = false;

      async function followAll(): Promise<void> {
        const parts = await partsOf(key);
        for (const { key: own } of parts) follow(own, true);
      }

      function follow(own: ConversationKey, tells: boolean): void {
        if (isStopped || stops.has(keyText(own))) return;
        const heard = (entries: readonly Entry[]): void => {
          listener(entries);
          followAll().catch(deps.onError);
        };
        stops.set(keyText(own), feed.subscribe(own, heard));
        // What was committed before anybody listened.
        if (tells) listener([]);
      }

      follow(key, false);
      followAll().catch(deps.onError);
      return () => {
        isStopped = true;
        for (const stop of stops.values()) stop();
      };
    },
  };
}

function moved(entry: Entry, offset: number): Entry {
  if (offset === 0) return entry;
  const { replyTo } = entry;
  return { ...entry, seq: entry.seq + offset, ...(replyTo === undefined ? {} : { replyTo: replyTo + offset }) };
}

/** A link of Markdown that leads nowhere any more. */
const spentLink = new RegExp(`\\[([^\\]]+)\\]\\(${resumeMarks.link}\\)`, 'g');

/** The entry with code and link in place of their marks, as long as they work. */
function filled(entry: Entry, conversation: Conversation | undefined, deps: CustomerViewDeps): Entry {
  const { content, decision } = entry;
  if (content.kind !== 'message' || decision?.kind !== 'resume' || !content.text.includes(resumeMarks.code))
    return entry;
  const offer = conversation === undefined ? undefined : deps.resume.reveal(conversation);
  const text =
    offer === undefined
      ? content.text.replace(spentLink, '$1')
      : content.text
          .replaceAll(resumeMarks.code, groupedCode(offer.code))
          .replaceAll(resumeMarks.link, deps.addressOf(offer.link));
  return { ...entry, content: { ...content, text } };
}
