import { toMessage } from './activity.ts';
import type { ActivitySet } from './direct-line.ts';
import type { Log, Memory } from './memory.ts';
import { changeMessage, withMessage, type ChatMessage } from './message.ts';

/** The messages on show and how far the conversation was read, kept over reloads. */
export interface Transcript {
  messages(): readonly ChatMessage[];
  /** Undefined when nothing of this conversation was read yet. */
  watermark(conversationId: string): string | undefined;
  /** Takes what the service sent; what is known already is recognized. Returns the messages that are new. */
  take(set: ActivitySet, conversationId: string): readonly ChatMessage[];
  put(message: ChatMessage): void;
  change(key: string, change: Partial<ChatMessage>): void;
  /** Forgets everything: another conversation is shown. */
  clear(): void;
  /** Takes over what another tab saved. */
  reload(): void;
}

export interface TranscriptDeps {
  readonly memory: Pick<Memory, 'log' | 'saveLog'>;
  readonly now: () => number;
  readonly onChange: () => void;
}

export function createTranscript(deps: TranscriptDeps): Transcript {
  const { memory } = deps;
  let log: Log = memory.log() ?? { conversationId: '', messages: [] };

  function keep(next: Partial<Log>): void {
    log = { ...log, ...next };
    memory.saveLog(log);
    deps.onChange();
  }

  /** A watermark is worth nothing in another conversation, and another tab may have saved its own. */
  function watermark(conversationId: string): string | undefined {
    return log.conversationId === conversationId ? log.watermark : undefined;
  }

  return {
    messages: () => log.messages,
    watermark,
    take({ activities = [], watermark: next }, conversationId) {
      const known = new Map(log.messages.map((message) => [message.key, message]));
      const shown = activities.flatMap((activity) => toMessage(activity, deps.now()) ?? []);
      const fresh = shown.filter(({ key }) => known.get(key)?.settled !== true);
      let messages = log.messages;
      for (const message of fresh) messages = withMessage(messages, { ...known.get(message.key), ...message });
      // A missing watermark says nothing about how far was read.
      const before = watermark(conversationId);
      const after = next ?? before;
      if (fresh.length > 0 || after !== before) keep({ conversationId, messages, watermark: after });
      return fresh.filter(({ key }) => !known.has(key));
    },
    put: (message) => keep({ messages: withMessage(log.messages, message) }),
    change: (key, change) => keep({ messages: changeMessage(log.messages, key, change) }),
    clear: () => keep({ conversationId: '', messages: [], watermark: undefined }),
    reload() {
      log = memory.log() ?? log;
      deps.onChange();
    },
  };
}
