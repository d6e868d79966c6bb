import type { z } from 'zod';
import type { Grant } from './grant.ts';
import type { Operation } from './operation.ts';
import { identityOperations } from './operations/identity.ts';
import { lineOperations } from './operations/line.ts';
import { moneyOperations } from './operations/money.ts';
import { planOperations } from './operations/plan.ts';
import { accountOperations, contactOperations, outageOperations } from './operations/service.ts';

/** Everything a back office can be asked, by name. The one place that says what exists. */
export const operations = {
  ...identityOperations,
  ...lineOperations,
  ...planOperations,
  ...moneyOperations,
  ...outageOperations,
  ...accountOperations,
  ...contactOperations,
} as const;

/** Name of an operation, such as `line.status`. */
export type OperationName = keyof typeof operations;

/** All names, in the order of the table. */
export const operationNames = Object.keys(operations) as OperationName[];

/** True for the name of an operation. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** The declaration of an operation, without the types of its own schemas. */
export function operationOf(name: OperationName): Operation {
  return operations[name];
}

/** What a caller gives: fields with a default may be left out. */
export type Input<Name extends OperationName> = z.input<(typeof operations)[Name]['input']>;

/** What an implementation receives: checked, defaults filled in. */
export type Checked<Name extends OperationName> = z.output<(typeof operations)[Name]['input']>;

/** What an implementation gives back; it is checked before anybody sees it. */
export type Answer<Name extends OperationName> = z.input<(typeof operations)[Name]['output']>;

/** What a caller gets. */
export type Output<Name extends OperationName> = z.output<(typeof operations)[Name]['output']>;

/** What goes with every call. */
export interface CallContext {
  readonly providerId: string;
  readonly conversationId: string;
  /** BCP-47 tag of the customer's language; texts in an answer should be in it. */
  readonly language: string;
  /** What the customer has proven so far. */
  readonly grant: Grant;
  /** Names one wish of the customer: needed by every `keyed` operation, the same for every try of that wish. */
  readonly idempotencyKey?: string;
}

/** What an implementation gets beside the input. */
export interface HandlerContext extends CallContext {
  /** Set where the caller has given up; work that has not begun should not begin. */
  readonly signal: AbortSignal;
}

/** One system of a provider, as the caller (`call.ts`) sees it. Failures are `BackOfficeError`s. */
export interface BackOffice {
  /** For logs: `demo`, `http`, `airalo` … */
  readonly name: string;
  /** What it can do; all else is answered with NOT_SUPPORTED without asking it. */
  readonly abilities: ReadonlySet<string>;
  /** Whether the same idempotency key never does a thing twice, even after a crash; else the caller keeps the results. */
  readonly keepsKeys: boolean;
  /** Does one thing. Input is checked, the level is enough, and the ability is there. */
  perform<Name extends OperationName>(name: Name, input: Checked<Name>, context: HandlerContext): Promise<Answer<Name>>;
}

/** Implementations of some operations, each under its name. */
export type Handlers = {
  readonly [Name in OperationName]?: (input: Checked<Name>, context: HandlerContext) => Promise<Answer<Name>>;
};
