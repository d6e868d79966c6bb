import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { BackOfficeError } from '../back-office-error.ts';
import { createTurnstile } from '../in-turn.ts';
import type { Ledger } from '../ledger.ts';
import { maskGiven } from '../mask.ts';
import type { Answer, Checked } from '../operations.ts';
import type { Outbox } from '../outbox.ts';
import type { CustomerRef } from '../values.ts';
import { codeText } from './code-text.ts';

const owner = z.object({ customerId: z.string(), orderIds: z.array(z.string()), lineIds: z.array(z.string()) });

/** What a ledger of codes holds. Names are keyed hashes: neither codes nor addresses can be read from it. */
export const codesSchema = z.object({
  codes: z.record(
    z.string(),
    z.object({ hash: z.string(), expiresAt: z.number(), triesLeft: z.int(), owner: owner.optional() }),
  ),
  sends: z.record(z.string(), z.array(z.number())),
  /** Answers by idempotency key; `input` is a keyed hash too. */
  kept: z
    .record(
      z.string(),
      z.object({ input: z.string(), expiresAt: z.number(), triesLeft: z.int().optional(), owner: owner.optional() }),
    )
    .default({}),
});

/** See {@link codesSchema}. */
export type CodesState = z.infer<typeof codesSchema>;

/** A customer as far as sending a code goes. */
export interface CodeOwner extends z.infer<typeof owner> {
  readonly email?: string;
  readonly phone?: string;
  /** The phone is the number of a line of this provider that is lost, suspended or without service. */
  readonly isPhoneDead?: boolean;
}

/** One-time codes. */
export interface Codes {
  send(input: Checked<'identity.sendCode'>, from: Asker): Promise<Answer<'identity.sendCode'>>;
  /** `from` may be left out where the same try is never made twice. */
  check(
    input: Checked<'identity.checkCode'>,
    from?: Pick<Asker, 'idempotencyKey'>,
  ): Promise<Answer<'identity.checkCode'>>;
}

/** In which conversation, and in which language, somebody asks. */
export interface Asker {
  readonly conversationId: string;
  readonly language: string;
  /** Names one wish: asked again under it, because the process ended in between, it is answered the same and counts once. */
  readonly idempotencyKey?: string;
}

/** What codes are made of. */
export interface CodesDeps {
  readonly ledger: Ledger<CodesState>;
  /** Secret of the server, at least 32 characters; without it the stored hashes cannot be tried out. */
  readonly key: string;
  readonly now: () => number;
  /** Six random digits, for a wish without an idempotency key. */
  readonly newCode: () => string;
  /** A random token of at least 128 bits. */
  readonly newToken: () => string;
  readonly outbox: Outbox;
  /** Who is meant, or undefined where nobody fits. */
  readonly find: (ref: CustomerRef) => Promise<CodeOwner | undefined>;
  /** Told when a code could not be handed to the carrier. */
  readonly onUndelivered: (error: unknown) => void;
}

const lifeMs = 10 * 60_000;
const tries = 3;
const hourMs = 60 * 60_000;
/** Codes an hour for one target, and for one conversation whatever the targets. */
const sendsAnHour = { target: 3, conversation: 5 };

/**
 * Codes of 6 digits, hashed with the server's key, valid 10 minutes and for 3 tries; 3 an hour to one target and 5 from
 * one conversation. Whether the target exists shows neither in the answer nor in the time it takes.
 */
export function createCodes(deps: CodesDeps): Codes {
  const { ledger, now } = deps;
  const inTurn = createTurnstile();
  const keyed = (...parts: readonly string[]) =>
    createHmac('sha256', deps.key).update(parts.join('\u0000')).digest('base64url');

  const load = async (): Promise<CodesState> =>
    pruned((await ledger.load()) ?? { codes: {}, sends: {}, kept: {} }, now());

  async function send({ customerRef, channel, lostLineId }: Checked<'identity.sendCode'>, from: Asker) {
    // Refused whoever asks: a lost phone must never get the code, and the refusal must tell nothing of what is on file.
    if (channel === 'sms' && lostLineId !== undefined)
      throw new BackOfficeError('NOT_ALLOWED', 'customer', 'No code by SMS while a line is lost.', {
        reason: 'use-email',
      });
    const target = keyed('target', nameOf(customerRef));
    const names = { target, conversation: keyed('conversation', from.conversationId) };
    const state = await load();
    const wish = wishOf('send', from, keyed(target, channel));
    const before = keptFor(state, wish);
    if (before === undefined) checkSends(state, names, now());
    const found = await deps.find(customerRef);
    const code = codeFor(target, wish);
    const expiresAt = before?.expiresAt ?? now() + lifeMs;
    const answer = {
      sent: true,
      maskedTarget: maskGiven(customerRef, channel),
      expiresAt: new Date(expiresAt).toISOString(),
    };
    if (before !== undefined) {
      // The process ended before it was known that the code went out. It is the same code: a second copy does no harm.
      if (found !== undefined) deliver(found, channel, code, from.language, wish);
      return answer;
    }
    // Somebody unknown gets an entry too: what follows must look the same.
    const entry = {
      hash: keyed(target, code),
      expiresAt,
      triesLeft: tries,
      ...(found ? { owner: ownerOf(found) } : {}),
    };
    await ledger.save({
      codes: { ...state.codes, [target]: entry },
      sends: withSends(state.sends, Object.values(names), now()),
      kept: withKept(state, wish, { expiresAt }),
    });
    if (found !== undefined) deliver(found, channel, code, from.language, wish);
    return answer;
  }

  function wishOf(what: 'send' | 'check', { idempotencyKey }: Pick<Asker, 'idempotencyKey'>, input: string): Wish {
    return { ...(idempotencyKey === undefined ? {} : { name: keyed(what, idempotencyKey) }), input };
  }

  /** The code of a wish follows from its key: asked again after a crash, the customer has only one code to type. */
  function codeFor(target: string, { name }: Wish): string {
    if (name === undefined) return deps.newCode();
    const number = Buffer.from(keyed('code', target, name), 'base64url').readUIntBE(0, 6);
    return String(number % 1_000_000).padStart(6, '0');
  }

  /** Not waited for: how long a mail server takes would tell that there is somebody to write to. */
  function deliver(found: CodeOwner, channel: 'email' | 'sms', code: string, language: string, { name }: Wish): void {
    const to = targetOf(found, channel);
    if (to === undefined) return;
    const id = name === undefined ? {} : { id: `code ${name}` };
    const message = { ...id, to, kind: 'code' as const, language, ...codeText(language, code, lifeMs / 60_000) };
    deps.outbox.send(message).catch(deps.onUndelivered);
  }

  async function check({ customerRef, code }: Checked<'identity.checkCode'>, from: Pick<Asker, 'idempotencyKey'>) {
    const target = keyed('target', nameOf(customerRef));
    const state = await load();
    const wish = wishOf('check', from, keyed(target, code));
    const before = keptFor(state, wish);
    if (before !== undefined) return checked(before.owner, before.triesLeft ?? 0);
    const entry = state.codes[target];
    if (entry === undefined || entry.triesLeft === 0) return { verified: false, triesLeft: 0 };
    const isRight = entry.owner !== undefined && isSame(entry.hash, keyed(target, code));
    const { [target]: _used, ...others } = state.codes;
    const triesLeft = entry.triesLeft - 1;
    // Saved before it is answered: a crash gives no further try, and a right code works once.
    const right = isRight ? entry.owner : undefined;
    await ledger.save({
      ...state,
      codes: isRight ? others : { ...others, [target]: { ...entry, triesLeft } },
      kept: withKept(state, wish, { expiresAt: now() + lifeMs, triesLeft, ...(right ? { owner: right } : {}) }),
    });
    return checked(right, triesLeft);
  }

  const checked = (right: CodesState['codes'][string]['owner'], triesLeft: number) =>
    right === undefined
      ? { verified: false, triesLeft }
      : { verified: true, triesLeft, token: deps.newToken(), ...right };

  return {
    send: (input, from) => inTurn(() => send(input, from)),
    check: (input, from = {}) => inTurn(() => check(input, from)),
  };
}

/** A code never goes by SMS to a line that is lost or dead: then the e-mail on file gets it. */
function targetOf({ email, phone, isPhoneDead = false }: CodeOwner, channel: 'email' | 'sms') {
  if (channel === 'sms' && phone !== undefined && !isPhoneDead) return { phone };
  return email === undefined ? undefined : { email };
}

function checkSends(state: CodesState, names: Readonly<Record<keyof typeof sendsAnHour, string>>, now: number): void {
  for (const kind of ['target', 'conversation'] as const) {
    const times = state.sends[names[kind]] ?? [];
    const oldest = times[times.length - sendsAnHour[kind]];
    if (oldest !== undefined)
      throw new BackOfficeError('LIMIT', 'customer', 'Too many codes were asked for.', {
        reason: `codes-per-${kind}`,
        retryAfterMs: oldest + hourMs - now,
      });
  }
}

const withSends = (sends: CodesState['sends'], names: readonly string[], now: number): CodesState['sends'] => ({
  ...sends,
  ...Object.fromEntries(names.map((name) => [name, [...(sends[name] ?? []), now]])),
});

/** What is asked for: its name, where it has one, and the input it must come with. */
interface Wish {
  readonly name?: string;
  readonly input: string;
}

function keptFor({ kept }: CodesState, { name, input }: Wish): CodesState['kept'][string] | undefined {
  const before = name === undefined ? undefined : kept[name];
  if (before === undefined || before.input === input) return before;
  throw new BackOfficeError('CONFLICT', 'us', 'This idempotency key was used with another input.', {
    reason: 'key-reused',
  });
}

function withKept(
  { kept }: CodesState,
  { name, input }: Wish,
  answer: Omit<CodesState['kept'][string], 'input'>,
): CodesState['kept'] {
  return name === undefined ? kept : { ...kept, [name]: { input, ...answer } };
}

function pruned({ codes, sends, kept }: CodesState, now: number): CodesState {
  const recent = Object.entries(sends).map(([name, times]) => [name, times.filter((at) => at > now - hourMs)] as const);
  return {
    codes: Object.fromEntries(Object.entries(codes).filter(([, { expiresAt }]) => expiresAt > now)),
    sends: Object.fromEntries(recent.filter(([, times]) => times.length > 0)),
    kept: Object.fromEntries(Object.entries(kept).filter(([, { expiresAt }]) => expiresAt > now)),
  };
}

const ownerOf = ({ customerId, orderIds, lineIds }: CodeOwner) => ({ customerId, orderIds, lineIds });

const nameOf = ({ email, phone, orderNumber }: CustomerRef) =>
  [email?.trim().toLowerCase(), phone?.replace(/[^\d+]/g, ''), orderNumber?.trim().toUpperCase()].join('|');

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
