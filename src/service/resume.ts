import type { Conversation, ResumeOffer } from '../conversation/conversation.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import { AppError } from '../errors.ts';
import type { Brain } from './brain.ts';
import { changeConversation, type ChangeDeps, type LoadedSnapshot } from './change.ts';
import type { ResumeCodes } from './resume-codes.ts';
import type { Outcome, Store } from './store.ts';
import { thinkResumed } from './think-event.ts';
import type { TryLimit } from './try-limit.ts';
import type { TurnFacts } from './turn-context.ts';

/** How a customer takes a conversation to another device. */
export interface OpenOffer {
  readonly code: string;
  /** For the fragment of an address of a page with the widget. */
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Who gives a code or link. */
export interface Redeemer {
  /** The same for a repeated call whose answer got lost: a code is used up, but not for who used it. */
  readonly id: string;
  /** What failed tries are counted by: a client's address, a conversation. */
  readonly counted: readonly string[];
  /** The conversation the code was typed in, if any. */
  readonly from?: ConversationKey;
}

/** `refused` does not tell whether a code is unknown, used, replaced or too old. */
export type Redeemed =
  | { readonly kind: 'continued'; readonly conversation: Conversation }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number };

/** Continuing conversations on other devices. */
export interface Resume {
  /** Makes an offer, which replaces the one before. Throws `notFound`. */
  offer(key: ConversationKey): Promise<OpenOffer>;
  /** A turn in which the customer asked for it, with a new offer in it. */
  withOffer(outcome: Outcome): Outcome;
  /** The newest offer of a conversation in the clear; undefined when it is used or over. */
  reveal(conversation: Pick<Conversation, 'key' | 'offer'>): OpenOffer | undefined;
  redeemCode(code: string, by: Redeemer): Promise<Redeemed>;
  redeemLink(link: string, by: Redeemer): Promise<Redeemed>;
}

export interface ResumeDeps extends ChangeDeps {
  readonly store: Pick<Store, 'load' | 'commit' | 'findOffer'>;
  readonly codes: ResumeCodes;
  readonly brain: () => Brain;
  readonly now: () => number;
  readonly newNonce: () => string;
  readonly deliveryOn: (channel: string) => TurnFacts['delivery'];
  /** Failed tries of one client or conversation. */
  readonly limit: TryLimit;
  /** Failed tries of all together: what guessing from many addresses is held back by. */
  readonly limitOfAll: TryLimit;
}

/** Milliseconds for which a code or link works. */
export const offerLifetimeMs = 24 * 3_600_000;

const all = 'all';
/** More conversations than anybody leads on to one another. */
const mostHops = 8;

export function createResume(deps: ResumeDeps): Resume {
  const { store, codes, now, limit, limitOfAll } = deps;

  function newOffer(): ResumeOffer {
    const nonce = deps.newNonce();
    return { nonce, codeHash: codes.hashOf(codes.codeOf(nonce)), expiresAt: now() + offerLifetimeMs };
  }

  function reveal({ key, offer }: Pick<Conversation, 'key' | 'offer'>): OpenOffer | undefined {
    if (offer === undefined || offer.usedBy !== undefined || offer.expiresAt <= now()) return undefined;
    const { nonce, expiresAt } = offer;
    return { code: codes.codeOf(nonce), link: codes.linkOf({ key, nonce, expiresAt }), expiresAt };
  }

  function waitMs({ counted }: Redeemer): number {
    return Math.max(0, ...counted.map((name) => limit.waitMs(name)));
  }

  function refuse({ counted }: Redeemer): Redeemed {
    for (const name of counted) limit.fail(name);
    return { kind: 'refused' };
  }

  function refuseCode(by: Redeemer): Redeemed {
    limitOfAll.fail(all);
    return refuse(by);
  }

  /** Takes an offer up, if `isValid` says so of the newest state: two who give one code at once cannot both have it. */
  async function takeUp(
    key: ConversationKey,
    by: Redeemer,
    isValid: (offer: ResumeOffer) => boolean,
  ): Promise<Redeemed | 'invalid'> {
    let taken: Redeemed | undefined;
    await changeConversation(deps, key, (snapshot) => {
      taken = undefined;
      const { conversation } = snapshot;
      if (conversation.offer === undefined || !isValid(conversation.offer)) return undefined;
      if (by.from !== undefined && keyText(by.from) === keyText(key)) {
        taken = { kind: 'same' };
        return undefined;
      }
      taken = { kind: 'continued', conversation };
      return resumedOutcome(snapshot, conversation.offer, by);
    });
    return taken ?? 'invalid';
  }

  function resumedOutcome(snapshot: LoadedSnapshot, offer: ResumeOffer, { id }: Redeemer): Outcome {
    const facts = { now: now(), delivery: deps.deliveryOn(snapshot.conversation.key.channel) };
    // Stored once for each who comes, however often the call is repeated.
    const outcome = thinkResumed(snapshot, `resumed:${offer.nonce}:${id}`, deps.brain(), facts);
    return { ...outcome, conversation: { ...outcome.conversation, offer: { ...offer, usedBy: offer.usedBy ?? id } } };
  }

  /** Where the customer went on from a conversation, in the end. */
  async function latest(key: ConversationKey): Promise<ConversationKey> {
    let at = key;
    for (let hops = 0; hops < mostHops; hops += 1) {
      const next = (await store.load(at)).conversation?.continues?.key;
      if (next === undefined) return at;
      at = next;
    }
    return at;
  }

  return {
    async offer(key) {
      const target = await latest(key);
      let made: OpenOffer | undefined;
      await changeConversation(deps, target, ({ conversation }) => {
        const next = { ...conversation, offer: newOffer() };
        made = reveal(next);
        return { conversation: next, entries: [], tickets: [] };
      });
      if (made === undefined) throw new AppError('internal', 'An offer was over before it was made.');
      return made;
    },
    withOffer: (outcome) => ({ ...outcome, conversation: { ...outcome.conversation, offer: newOffer() } }),
    reveal,
    async redeemCode(code, by) {
      const retryAfterMs = Math.max(limitOfAll.waitMs(all), waitMs(by));
      if (retryAfterMs > 0) return { kind: 'limited', retryAfterMs };
      const key = await store.findOffer(codes.hashOf(code), now());
      if (key === undefined) return refuseCode(by);
      const taken = await takeUp(key, by, ({ nonce, expiresAt, usedBy }) => {
        const isFree = usedBy === undefined || usedBy === by.id;
        return codes.isCodeOf(nonce, code) && expiresAt > now() && isFree;
      });
      return taken === 'invalid' ? refuseCode(by) : taken;
    },
    async redeemLink(link, by) {
      // A link is no guess: what holds back guessing must not keep its owner out. Only who shows false ones has to wait.
      const retryAfterMs = waitMs(by);
      if (retryAfterMs > 0) return { kind: 'limited', retryAfterMs };
      const claim = codes.readLink(link);
      if (claim === undefined || (await store.load(claim.key)).conversation === undefined) return refuse(by);
      // It works as often as it is opened, until it is replaced or a day has passed.
      const taken = await takeUp(claim.key, by, ({ nonce, expiresAt }) => nonce === claim.nonce && expiresAt > now());
      return taken === 'invalid' ? refuse(by) : taken;
    },
  };
}
