import { z } from 'zod';
import { createTurnstile } from './in-turn.ts';
import type { Ledger } from './ledger.ts';
import { maskEmail, maskPhone } from './mask.ts';
import type { Outbox, OutboxMessage } from './outbox.ts';

const sent = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  to: z.union([z.object({ email: z.string() }), z.object({ phone: z.string() })]),
  kind: z.enum(['code', 'activation', 'puk', 'invoice', 'guide', 'reset', 'confirmation']),
  language: z.string(),
  subject: z.string(),
  text: z.string(),
});

/** What a ledger of sent messages holds, oldest first. */
export const sentMessagesSchema = z.array(sent);

/** A message that was sent, with its id and when. */
export type SentMessage = z.infer<typeof sent>;

/** An outbox whose messages can be read, also after a crash. */
export interface KeptOutbox extends Outbox {
  /** The last messages, oldest first. */
  messages(): Promise<readonly SentMessage[]>;
  /** Tells of each message once it is kept; returns how to stop. */
  subscribe(listener: (message: SentMessage) => void): () => void;
}

/** What a kept outbox is made of. */
export interface KeptOutboxDeps {
  readonly ledger: Ledger<SentMessage[]>;
  readonly now: () => number;
  /** For messages without an id. */
  readonly newId: () => string;
  /** How many are kept; default 100. */
  readonly keep?: number;
}

/** Keeps what was sent in a ledger and sends nothing anywhere: for the demo provider, whose customers are made up. */
export function createKeptOutbox({ ledger, now, newId, keep = 100 }: KeptOutboxDeps): KeptOutbox {
  const inTurn = createTurnstile();
  const listeners = new Set<(message: SentMessage) => void>();
  const load = async (): Promise<SentMessage[]> => (await ledger.load()) ?? [];

  async function send({ id = newId(), ...message }: OutboxMessage): Promise<void> {
    const before = await load();
    if (before.some((other) => other.id === id)) return;
    const kept = { id, at: now(), ...message };
    await ledger.save([...before, kept].slice(-keep));
    for (const listener of [...listeners]) listener(kept);
  }

  return {
    messages: () => inTurn(load),
    send: (message) => inTurn(() => send(message)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A message as agents may see it: whom it went to is masked. */
export function shownMail({ to, ...message }: SentMessage): Omit<SentMessage, 'to'> & { readonly to: string } {
  return { ...message, to: 'email' in to ? maskEmail(to.email) : maskPhone(to.phone) };
}
