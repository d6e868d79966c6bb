import type { Utterance } from '../language/analyze.ts';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import type { FlowRun } from './flow-run.ts';
import { commonTexts } from './flow-texts.ts';
import { itemName, kindOf, type Step } from './flow.ts';
import type { Slot } from './flow-slot.ts';
import { isOnlyOrderNumber } from './overhear.ts';
import { complete, goTo } from './walk-flow.ts';

/** What a message did to the open question. */
export type Taken = 'answered' | 'asks-more' | 'no';

/** Reads a message as the answer to the open question and, if it is one, goes on from there. */
export function takeAnswer(run: FlowRun, utterance: Utterance, choice: string | undefined): Taken {
  const { step } = run;
  switch (kindOf(step)) {
    case 'ask':
      return takeSlot(run, step, utterance, choice);
    case 'try':
      return takeTry(run, step, utterance, choice);
    case 'confirm':
      return takeConfirmation(run, step, utterance, choice);
    case 'say':
    case 'call':
    case 'go':
    case 'exit':
      return 'no';
  }
}

function takeSlot(run: FlowRun, step: Step, utterance: Utterance, choice: string | undefined): Taken {
  const name = step.ask ?? '';
  const slot = run.slot(name);
  if (slot === undefined) return 'no';
  const value =
    choice ?? numbered(run, slot, utterance) ?? unknownIn(step, utterance) ?? slotIn(run, name, slot, utterance);
  if (value === undefined) return 'no';
  if (step.options !== undefined && value !== 'unknown') {
    const field = step.options.value;
    const item = run.items(step).find((each) => String(each[field]) === value);
    if (item === undefined) return 'no';
    run.state.results = { ...run.state.results, [itemName(name)]: item };
  }
  run.fill(name, value);
  complete(run);
  return 'answered';
}

function slotIn(run: FlowRun, name: string, slot: Slot, utterance: Utterance): string | undefined {
  // Items of a result are only known by their buttons.
  if (slot.type === 'choice' && slot.options === undefined) return undefined;
  // No village, device, number or code, although each of them could be read in it.
  if (slot.type !== 'order-number' && slot.type !== 'text' && isOnlyOrderNumber(run, utterance)) return undefined;
  return run.book.readSlot(utterance, { flow: run.state.flow, name, slot, isAsked: true, at: run.at });
}

function unknownIn(step: Step, { signals }: Utterance): string | undefined {
  return step.unknown && signals.has('dontKnow') ? 'unknown' : undefined;
}

/** The value of the button whose title was typed word by word. */
export function titled(run: FlowRun, utterance: Utterance): string | undefined {
  const words = utterance.tokens.join(' ');
  if (words === '') return undefined;
  const found = run.state.offered.find(({ title }) => tokenize(fold(title)).join(' ') === words);
  return found?.value.slice(run.token.length);
}

/** A button's number, where a number is no answer by itself. */
function numbered(run: FlowRun, slot: Slot | undefined, utterance: Utterance): string | undefined {
  const isNumeric = slot !== undefined && ['number', 'code', 'phone', 'eid', 'iccid'].includes(slot.type);
  const number = isNumeric ? undefined : /^\s*([1-9])\s*[.)]?\s*$/.exec(utterance.normalized)?.[1];
  return run.state.offered[Number(number ?? 0) - 1]?.value.slice(run.token.length);
}

const outcomes = ['worked', 'not-helped', 'not-found'] as const;
const outcomeSlot: Slot = { type: 'choice', options: [...outcomes], keep: false, listen: true, past: false };

function takeTry(run: FlowRun, step: Step, utterance: Utterance, choice: string | undefined): Taken {
  const said = choice ?? numbered(run, undefined, utterance) ?? outcomeIn(run, utterance);
  const result = outcomes.find((each) => each === said);
  if (result === undefined) {
    if (!utterance.signals.has('done')) return 'no';
    run.put({ phrase: 'did-it-help', from: commonTexts });
    return 'asks-more';
  }
  const shown = `help:${run.state.flow}/${step.id}`;
  if (result === 'not-found' && step.help !== undefined && run.count(shown) === 0) {
    run.setCount(shown, 1);
    run.put({ phrase: step.help });
    return 'asks-more';
  }
  run.state.stepResults = [...run.state.stepResults, { flow: run.state.flow, step: step.id, result, at: run.at }];
  const target = step.worked ?? run.flow.success;
  if (result === 'worked' && target !== undefined) goTo(run, target);
  else complete(run);
  return 'answered';
}

function outcomeIn(run: FlowRun, utterance: Utterance): string | undefined {
  const { signals } = utterance;
  // "No, it works" and "yes, still nothing": the words about the problem count more than the yes or no.
  if (signals.has('notHelped')) return 'not-helped';
  if (signals.has('cantFind')) return 'not-found';
  if (signals.has('helps')) return 'worked';
  const request = { flow: commonTexts, name: 'try', slot: outcomeSlot, isAsked: true, at: run.at };
  const words = run.book.readSlot(utterance, request);
  if (words !== undefined) return words;
  const yesNo = run.book.readSlot(utterance, { ...request, name: 'yesNo', slot: { ...outcomeSlot, type: 'yes-no' } });
  return yesNo === undefined ? undefined : yesNo === 'yes' ? 'worked' : 'not-helped';
}

/** Only the button, or a yes and nothing else, directly after the summary. */
function takeConfirmation(run: FlowRun, step: Step, utterance: Utterance, choice: string | undefined): Taken {
  const { signals } = utterance;
  const said = choice ?? numbered(run, undefined, utterance);
  const isYes = said === 'yes' || (said === undefined && signals.has('yes') && !signals.has('no'));
  const isNo = said === 'no' || (said === undefined && signals.has('no') && !signals.has('yes'));
  if (!isYes && !isNo) return 'no';
  if (isYes) complete(run);
  else goTo(run, step.no ?? run.flow.failure);
  return 'answered';
}
