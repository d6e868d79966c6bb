/** How a dialog may end. */
export type ExitKind = 'success' | 'info' | 'failure' | 'abandoned' | 'handed-over';

/** Who takes over after a dialog. */
export type Queue = 'support' | 'network' | 'security' | 'billing' | 'sales';

export type Urgency = 'normal' | 'high' | 'critical';

/** Errors every operation of a back office may end with. */
export type OperationError =
  'NOT_FOUND' | 'NOT_VERIFIED' | 'NOT_ALLOWED' | 'LIMIT' | 'CONFLICT' | 'UNAVAILABLE' | 'NOT_SUPPORTED';

/** A place in a flow. */
export interface FlowPlace {
  readonly flow: string;
  /** Version of the flow the place belongs to. */
  readonly version: string;
  readonly step: string;
}

/** A flow that waits for another one to end, with the steps to go on with. */
export interface Return extends Omit<FlowPlace, 'step'> {
  readonly steps: Readonly<Partial<Record<ExitKind, string>>>;
}

/** How a "do this, did it help?" went. */
export interface StepResult {
  readonly flow: string;
  readonly step: string;
  readonly result: 'worked' | 'not-helped' | 'not-found';
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A question that was asked, to go back to. */
export interface Asked {
  readonly flow: string;
  readonly step: string;
  readonly stack: readonly Return[];
  /** Slots filled from its answer. */
  readonly filled: readonly string[];
  /** Number of step results before it. */
  readonly tried: number;
}

/** A call whose result has not come yet. */
export interface OpenCall {
  readonly key: string;
  readonly flow: string;
  readonly step: string;
  readonly retry: number;
}

/** A button as it was shown, so that its title or number can be typed too. */
export interface Offered {
  readonly value: string;
  readonly title: string;
}

/** What must be known to continue a flow: plain data, kept with the conversation. */
export interface FlowPosition extends FlowPlace {
  /** Unique id of this run of the flow. */
  readonly run: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly slots: Readonly<Record<string, string>>;
  /** Answers of operations by the name the call gave them. */
  readonly results: Readonly<Record<string, unknown>>;
  readonly stepResults: readonly StepResult[];
  /** Flows to return to, innermost last. */
  readonly stack: readonly Return[];
  /** Questions asked so far, the open one last. */
  readonly history: readonly Asked[];
  /** How often each `flow/step` was entered by a call, and each `again` and `whenever` branch was taken. */
  readonly counts: Readonly<Record<string, number>>;
  /** What the next message is read as. */
  readonly waiting: 'answer' | 'call' | 'go-on' | 'language';
  readonly calls: readonly OpenCall[];
  readonly offered: readonly Offered[];
  /** Number of questions put so far: a button belongs to one of them. */
  readonly serial: number;
  /** Messages in a row that were not understood. */
  readonly misses: number;
  /** Why the failure exit is being taken; `reached` while it is not. */
  readonly reason: ExitReason;
}

/** What an agent gets to know of a dialog that ended. Secrets of operations (tokens, activation codes, links) are left out. */
export interface FlowPacket {
  readonly flow: string;
  readonly step: string;
  readonly slots: Readonly<Record<string, string>>;
  readonly stepResults: readonly StepResult[];
  readonly results: Readonly<Record<string, unknown>>;
  readonly urgency: Urgency;
  readonly queue: Queue;
}

/** What is to be done after a turn, in this order. */
export type FlowEffect =
  /** Say a phrase (`Say` key and values), with buttons. */
  | {
      readonly kind: 'say';
      readonly key: string;
      readonly values: Readonly<Record<string, unknown>>;
      readonly choices: readonly Offered[];
    }
  /** Call an operation; its result comes back as a `result` event with the same key. */
  | {
      readonly kind: 'call';
      readonly key: string;
      readonly operation: string;
      readonly input: Readonly<Record<string, unknown>>;
      /** 1 when the same call failed before because the back office was not available. */
      readonly retry: number;
    }
  /** Answer an article; the flow goes on afterwards unless an exit follows. */
  | { readonly kind: 'answer'; readonly articleId: string }
  /** Speak another language from here on. */
  | { readonly kind: 'language'; readonly language: string }
  /** Danger: say the words of safety before all else. */
  | { readonly kind: 'safety'; readonly danger: 'violence' | 'medical' }
  | {
      readonly kind: 'exit';
      readonly exit: ExitKind;
      readonly reason: ExitReason;
      readonly packet: FlowPacket;
    };

/** Why a flow ended. */
export type ExitReason =
  | 'reached'
  | 'wants-human'
  | 'danger'
  | 'stopped'
  | 'not-understood'
  | 'no-progress'
  | 'silence'
  | 'expired'
  | 'gone'
  | OperationError;
