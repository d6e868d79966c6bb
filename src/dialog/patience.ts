import type { FlowPosition } from '../conversation/flow-position.ts';
import type { FlowBook, FlowRun } from './flow-run.ts';
import { commonTexts } from './flow-texts.ts';
import type { Flow } from './flow.ts';

/** Milliseconds without an answer after which an urgent dialog calls for a person. */
const urgentMs = 30 * 60_000;

/** Milliseconds for which any dialog is kept. */
const keptMs = 24 * 3_600_000;

/** What happens to an open dialog that is left alone, and after how many milliseconds. */
export function patienceWith(
  book: Pick<FlowBook, 'flows'>,
  position: FlowPosition,
): { readonly afterMs: number; readonly event: 'silence' | 'expired' } {
  const isUrgent = urgentFlow(book, position) !== undefined;
  return isUrgent ? { afterMs: urgentMs, event: 'silence' } : { afterMs: keptMs, event: 'expired' };
}

/** Calls for a person where the dialog, or one it helps, is urgent. */
export function fallSilent(run: FlowRun, position: FlowPosition): void {
  const urgent = urgentFlow(run.book, position);
  if (urgent === undefined) return;
  run.reason = 'silence';
  run.speak('silence', { from: commonTexts });
  run.end('abandoned', urgent.urgency, urgent.queue);
}

/** The flow that cannot wait: the open one, or one that waits for it. None once the customer was helped. */
function urgentFlow({ flows }: Pick<FlowBook, 'flows'>, { flow, stack }: FlowPosition): Flow | undefined {
  const all = [flow, ...stack.toReversed().map((waiting) => waiting.flow)].flatMap((id) => flows.get(id) ?? []);
  return all.some(({ closing }) => closing === true) ? undefined : all.find(({ urgency }) => urgency !== 'normal');
}
