import { createConnection, type Status } from './connection.ts';
import { Refused, type DirectLine, type Offer } from './direct-line.ts';
import type { Memory } from './memory.ts';
import type { ChatMessage, Choice } from './message.ts';
import { createOutbox, type Letter } from './outbox.ts';
import { createSessionKeeper } from './session-keeper.ts';
import { createTranscript } from './transcript.ts';

/** What the widget shows. */
export interface ChatState {
  readonly messages: readonly ChatMessage[];
  readonly status: Status;
  /** True while messages wait to be sent. */
  readonly isSending: boolean;
}

/** A conversation that survives reloads, lost connections and restarts of the service. */
export interface Chat {
  state(): ChatState;
  sendText(text: string, locale: string): void;
  choose(choice: Choice, locale: string): void;
  sendFile(file: File, locale: string): void;
  /** Sends a failed message again. */
  retry(key: string): void;
  /** Picks up a conversation of an earlier page; makes none. */
  resume(): void;
  /** The page or, `network`, the connection of the device came back. */
  nudge(what: 'page' | 'network'): void;
  /** How to go on elsewhere; undefined when there is no conversation yet. Throws what `DirectLine` throws. */
  offer(): Promise<Offer | undefined>;
  /** Goes on here with a conversation that began elsewhere. Throws what `DirectLine` throws. */
  continueFrom(by: { readonly code: string } | { readonly link: string }): Promise<void>;
  /** Another tab changed the conversation. */
  adopt(): void;
}

export interface ChatDeps {
  readonly directLine: DirectLine;
  readonly memory: Memory;
  readonly now: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  readonly isHidden: () => boolean;
  readonly onChange: () => void;
  /** Messages of the other side that were not known before. */
  readonly onArrival: (messages: readonly ChatMessage[]) => void;
}

export function createChat(deps: ChatDeps): Chat {
  const { directLine, memory, now, newId } = deps;
  let status: Status = 'idle';
  let lastAt = 0;
  /** What this page sent, for trying again. */
  const letters = new Map<string, Letter>();
  /** Ids of what was asked to continue here. */
  const wishes = new Map<string, string>();
  const transcript = createTranscript({ memory, now, onChange: deps.onChange });
  const keeper = createSessionKeeper({
    directLine,
    memory,
    now,
    onFresh: () => transcript.put(freshNote(newId(), now())),
  });
  const connection = createConnection({
    directLine,
    session: () => keeper.listen(),
    onEnded: async (session) => {
      await keeper.replace(session);
      outbox.nudge();
    },
    watermark: ({ conversationId }) => transcript.watermark(conversationId),
    onActivities: (set, { conversationId }) => {
      const fresh = transcript.take(set, conversationId);
      for (const { channelData } of set.activities ?? []) {
        if (channelData?.clientActivityID !== undefined) outbox.confirm(channelData.clientActivityID);
      }
      if (fresh.length > 0) deps.onArrival(fresh.filter(({ from }) => from === 'bot' || from === 'agent'));
    },
    onStatus: (next) => {
      status = next;
      if (next === 'online') outbox.nudge();
      deps.onChange();
    },
    isHidden: deps.isHidden,
    now,
    random: deps.random,
  });
  const outbox = createOutbox({
    memory,
    send,
    onState: (id, state) => transcript.change(id, { state }),
    random: deps.random,
  });
  markLostFiles();

  async function send(letter: Letter): Promise<void> {
    const session = await keeper.open(letter.locale);
    if (status === 'idle') connection.nudge();
    const activity = activityOf(letter);
    try {
      if (letter.file === undefined) await directLine.post(session, activity);
      else await directLine.upload(session, activity, letter.file);
    } catch (error) {
      if (error instanceof Refused && error.ended) {
        await keeper.replace(session);
        connection.restart();
      }
      throw error;
    }
  }

  function write(letter: Omit<Letter, 'id' | 'at'>, shown: Partial<ChatMessage> = {}): void {
    const id = newId();
    // The order of waiting messages is the order of their times.
    lastAt = Math.max(now(), lastAt + 1);
    const whole: Letter = { id, at: lastAt, ...letter };
    letters.set(id, whole);
    const { text, locale: language } = letter;
    transcript.put({
      key: id,
      from: 'customer',
      text,
      language,
      format: 'plain',
      at: lastAt,
      settled: false,
      ...shown,
    });
    outbox.add(whole);
  }

  /** A file cannot be kept over a reload: its message says so instead of waiting for ever. */
  function markLostFiles(): void {
    for (const { key, state, files } of transcript.messages()) {
      if (state !== 'sending' || outbox.has(key)) continue;
      const lost = files?.map(({ name, contentType }) => ({ name, contentType }));
      transcript.change(key, { state: 'failed', ...(lost === undefined ? {} : { files: lost }) });
    }
  }

  return {
    state: () => ({ messages: transcript.messages(), status, isSending: !outbox.isEmpty() }),
    sendText: (text, locale) => write({ text, locale }),
    choose: ({ title, value }, locale) => write({ text: title, value, locale }),
    sendFile: (file, locale) => {
      const shown = { name: file.name, contentType: file.type, url: URL.createObjectURL(file) };
      write({ text: '', locale, file }, { files: [shown] });
    },
    retry(key) {
      const message = transcript.messages().find((one) => one.key === key);
      const { text = '', language: locale = 'en' } = message ?? {};
      const letter: Letter = letters.get(key) ?? { id: key, text, locale, at: now() };
      if (letter.text !== '' || letter.file !== undefined) outbox.add(letter);
    },
    resume() {
      if (keeper.current()?.started === true || !outbox.isEmpty()) connection.nudge();
      outbox.nudge();
    },
    nudge(what) {
      // A socket does not notice by itself that the device is in another network.
      if (what === 'network' && status !== 'idle') connection.restart();
      else if (status !== 'idle') connection.nudge();
      outbox.nudge();
    },
    async offer() {
      const session = await keeper.listen();
      return session === undefined ? undefined : directLine.offer(session);
    },
    async continueFrom(by) {
      // The same wish twice, since its answer got lost, is one.
      const name = JSON.stringify(by);
      const id = wishes.get(name) ?? newId();
      wishes.set(name, id);
      const grant = await directLine.resume(by, id);
      if (keeper.current()?.conversationId !== grant.conversationId) transcript.clear();
      keeper.take(grant);
      connection.restart();
    },
    adopt() {
      const before = keeper.current()?.conversationId;
      keeper.reload();
      if (keeper.current()?.conversationId === before) return;
      transcript.reload();
      connection.restart();
    },
  };
}

function activityOf({ id, text, value, locale }: Letter): object {
  return {
    type: 'message',
    from: { id: 'dl_customer' },
    locale,
    localTimezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    text,
    ...(value === undefined ? {} : { value }),
    channelData: { clientActivityID: id, postBack: false },
  };
}

function freshNote(id: string, at: number): ChatMessage {
  return { key: id, from: 'note', note: 'fresh', text: '', format: 'plain', at, settled: true };
}
