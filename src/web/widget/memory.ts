import type { Grant } from './direct-line.ts';
import type { ChatMessage } from './message.ts';

/** The conversation this browser is in. */
export interface Session extends Grant {
  /** When the token was given, milliseconds since the epoch. */
  readonly grantedAt: number;
  /** False until the service knows the conversation. */
  readonly started: boolean;
}

/** What was received so far. */
export interface Log {
  readonly conversationId: string;
  readonly watermark?: string;
  readonly messages: readonly ChatMessage[];
}

/** A message that waits to be sent. */
export interface Outgoing {
  /** The client's id: the service says a message with the same id once. */
  readonly id: string;
  readonly text: string;
  readonly value?: string;
  readonly locale: string;
  readonly at: number;
}

/** What a reload must not lose. Where the browser keeps nothing for a site, it lasts as long as the page. */
export interface Memory {
  session(): Session | undefined;
  saveSession(session: Session | undefined): void;
  log(): Log | undefined;
  saveLog(log: Log): void;
  /** In the order they were written. */
  outgoing(): readonly Outgoing[];
  saveOutgoing(message: Outgoing): void;
  removeOutgoing(id: string): void;
  /** Language the reader chose. */
  language(): string | undefined;
  saveLanguage(language: string): void;
  /** Whether the panel is open in this tab; undefined when it was neither opened nor closed yet. */
  isOpen(): boolean | undefined;
  saveOpen(isOpen: boolean): void;
  /** Whether a storage event tells that another tab changed the conversation. */
  isSessionKey(key: string | null): boolean;
}

/**
 * Keeps everything in `storage` under the service's origin, but in `ofTab` what concerns one tab only. Each waiting message has its own key, so that two tabs never
 * overwrite each other's.
 */
export function createMemory(origin: string, storage: Storage, ofTab: Storage): Memory {
  const prefix = `simpatico:${origin}:`;
  const waiting = `${prefix}out:`;

  function read<T>(key: string, from = storage): T | undefined {
    try {
      const text = from.getItem(key);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  }

  function write(key: string, value: unknown, to = storage): void {
    try {
      if (value === undefined) to.removeItem(key);
      else to.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage must not stop the conversation.
    }
  }

  return {
    session: () => read<Session>(`${prefix}session`),
    saveSession: (session) => write(`${prefix}session`, session),
    log: () => read<Log>(`${prefix}log`),
    saveLog: (log) => write(`${prefix}log`, log),
    outgoing: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(waiting))
        .flatMap((key) => read<Outgoing>(key) ?? [])
        .sort((a, b) => a.at - b.at),
    saveOutgoing: (message) => write(`${waiting}${message.id}`, message),
    removeOutgoing: (id) => write(`${waiting}${id}`, undefined),
    language: () => read<string>(`${prefix}language`),
    saveLanguage: (language) => write(`${prefix}language`, language),
    isOpen: () => read<boolean>(`${prefix}open`, ofTab),
    saveOpen: (isOpen) => write(`${prefix}open`, isOpen, ofTab),
    isSessionKey: (key) => key === `${prefix}session`,
  };
}

/** The browser's storage of the site, or one that lasts as long as the page where the browser refuses it. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage {
  try {
    window[kind].getItem('simpatico');
    return window[kind];
  } catch {
    return pageStorage();
  }
}

function pageStorage(): Storage {
  const values: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => values[key] ?? null,
    setItem: (key: string, value: string) => void (values[key] = value),
    removeItem: (key: string) => void delete values[key],
  };
  // Keys are enumerable, as those of a real storage are; the methods are not.
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(values, name, { value });
  return values as unknown as Storage;
}
