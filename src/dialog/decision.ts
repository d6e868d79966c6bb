import type { HandoffReason } from '../handoff/ticket.ts';

/** For messages that ask two things. */
interface Twofold {
  /** Article that is answered before the rest is done: the message asks about it too. */
  readonly answersFirst?: string;
}

/** What the bot does this turn, and why. */
export type Decision =
  /** A person holds the conversation: the message is kept for them and the bot is silent. */
  | { readonly kind: 'relay'; readonly reason: 'agent-owns' }
  /** The conversation waits in the queue: the bot keeps company but answers nothing. */
  | { readonly kind: 'wait'; readonly reason: 'queued' | 'stop-waiting' }
  /** Danger: 112 before anything else; a person is alerted as well. */
  | { readonly kind: 'safety'; readonly reason: 'violence' | 'medical' }
  | ({
      readonly kind: 'handoff';
      readonly reason: HandoffReason;
      readonly articleId?: string;
    } & Twofold)
  | ({
      readonly kind: 'answer';
      readonly reason: 'sure' | 'chosen';
      readonly articleId: string;
    } & Twofold)
  /** A guided dialog is open or begins: its own step says what happens. */
  | { readonly kind: 'step'; readonly reason: 'open' }
  | ({
      readonly kind: 'step';
      readonly reason: 'sure' | 'chosen';
      readonly flow: string;
      /** Article that leads to it. */
      readonly articleId?: string;
    } & Twofold)
  | {
      readonly kind: 'clarify';
      /** `two-questions`: both are meant, and the customer is asked which one comes first. */
      readonly reason: 'near-tie' | 'two-questions';
      readonly articleIds: readonly string[];
    }
  /** The customer asks how to go on elsewhere, or gave a code for that. */
  | {
      readonly kind: 'resume';
      readonly reason: 'asked' | 'back' | 'waiting' | 'continued' | 'same' | 'refused' | 'limited';
    }
  | { readonly kind: 'social'; readonly reason: SocialTopic }
  /** Not understood: ask once for other words. */
  | {
      readonly kind: 'fallback';
      readonly reason: 'not-understood' | 'attachment-only';
    };

/** Small talk and feedback that is answered in kind. */
export type SocialTopic = 'greeting' | 'thanks' | 'goodbye' | 'botQuestion' | 'smallTalk' | 'helped' | 'yesNo';
