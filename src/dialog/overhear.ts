import type { Utterance } from '../language/analyze.ts';
import type { FlowRun } from './flow-run.ts';
import type { Slot } from './flow-slot.ts';

/**
 * Fills slots that a message names beside the question, so that they are not asked for; returns whether there were any.
 * Where two slots of the flow could take the same thing, neither does. An order number or e-mail address that only
 * another flow asks for is kept for it.
 */
export function overhear(run: FlowRun, utterance: Utterance, except: readonly string[] = []): boolean {
  const open = Object.entries(run.flow.slots).filter(
    ([name, slot]) => slot.listen && !except.includes(name) && run.state.slots[name] === undefined,
  );
  const taken = except.map((name) => run.slot(name)).filter((slot) => slot !== undefined);
  let isFilled = false;
  for (const [name, slot] of open) {
    const alike = (other: Slot) => other.type === slot.type && other.unit === slot.unit && !isNamed(slot);
    if (taken.some(alike) || open.some(([other, each]) => other !== name && alike(each))) continue;
    const request = { flow: run.state.flow, name, slot, isAsked: false, at: run.at };
    const value = run.book.readSlot(utterance, request);
    if (value === undefined) continue;
    run.fill(name, value);
    isFilled = true;
  }
  return hearForOthers(run, utterance, taken) || isFilled;
}

/**
 * Whether a message is an order number and nothing else. One of digits alone could be anything: it counts only where it
 * is asked for.
 */
export function isOnlyOrderNumber(run: FlowRun, utterance: Utterance): boolean {
  const found = orderNumberIn(run, utterance);
  return found !== undefined && signsOf(found) === signsOf(utterance.normalized);
}

/** What this flow has no slot for, but a flow it leads to, or a later one, would ask for. */
function hearForOthers(run: FlowRun, utterance: Utterance, taken: readonly Slot[]): boolean {
  let isFilled = false;
  for (const [name, slot] of keptSlots(run)) {
    const isKnown = run.state.slots[name] !== undefined && run.state.slots[name] !== 'unknown';
    const isOwn = Object.values(run.flow.slots).some(({ type }) => type === slot.type);
    if (isKnown || isOwn || taken.some(({ type }) => type === slot.type)) continue;
    const request = { flow: run.state.flow, name, slot, isAsked: false, at: run.at };
    const value = slot.type === 'order-number' ? orderNumberIn(run, utterance) : run.book.readSlot(utterance, request);
    if (value === undefined) continue;
    run.fill(name, value);
    isFilled = true;
  }
  return isFilled;
}

/** Types that are told by their form, whatever was asked. */
const byForm: ReadonlySet<Slot['type']> = new Set(['order-number', 'email']);

function keptSlots(run: FlowRun): ReadonlyMap<string, Slot> {
  return new Map(
    [...run.book.flows.values()].flatMap(({ slots }) =>
      Object.entries(slots).filter(([, { keep, listen, type }]) => keep && listen && byForm.has(type)),
    ),
  );
}

function orderNumberIn(run: FlowRun, utterance: Utterance): string | undefined {
  const slot: Slot = { type: 'order-number', keep: true, listen: true, past: false };
  const request = { flow: run.state.flow, name: 'orderNumber', slot, isAsked: false, at: run.at };
  const found = run.book.readSlot(utterance, request);
  return found !== undefined && /\p{L}/u.test(found) ? found : undefined;
}

/** Letters and digits alone: `AL-1001` and "al 1001." are the same. */
function signsOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Slots that are recognized by words of their own, not by their type. */
function isNamed({ type }: Slot): boolean {
  return type === 'choice' || type === 'yes-no';
}
