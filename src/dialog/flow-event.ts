import type { OperationError } from '../conversation/flow-position.ts';
import type { Utterance } from '../language/analyze.ts';

/** What happens to a flow that is open. */
export type FlowEvent =
  | {
      readonly kind: 'message';
      readonly utterance: Utterance;
      /** Value of a pressed button. */
      readonly choice?: string;
      /** When it was written, milliseconds since the epoch. */
      readonly at: number;
      /** The article the message surely means, if any, with the dialog it leads to. */
      readonly sure?: { readonly articleId: string; readonly dialog?: string };
    }
  /** A call succeeded. */
  | { readonly kind: 'result'; readonly key: string; readonly output: unknown; readonly at: number }
  /** A call failed. */
  | { readonly kind: 'error'; readonly key: string; readonly error: OperationError; readonly at: number }
  /** The customer has not answered for so long that an urgent flow calls for a person; others stay as they are. */
  | { readonly kind: 'silence'; readonly at: number }
  /** The flow was left alone for so long that it ends. */
  | { readonly kind: 'expired'; readonly at: number }
  /** The customer goes on with it on another device: what is open is said again. */
  | { readonly kind: 'resumed'; readonly at: number };
