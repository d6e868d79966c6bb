import { beforeAll, describe, expect, it } from 'vitest';
import type { FlowBook, Voice } from '../../src/dialog/flow-run.ts';
import type { FlowEffect, FlowPosition } from '../../src/conversation/flow-position.ts';
import { continueFlow, startFlow, type FlowTurn } from '../../src/dialog/run-flow.ts';
import { ownFlows, scriptTime } from '../support/flow-script.ts';

let flows: Awaited<ReturnType<typeof ownFlows>>;
let voice: Voice;

beforeAll(async () => {
  flows = await ownFlows();
  voice = { language: 'en', say: flows.say };
});

const start = (flow: string, slots: Record<string, string> = {}): FlowTurn => {
  const turn = startFlow(flows.book, { flow, run: 'web:7#3', at: scriptTime, slots }, voice);
  if (turn === undefined) throw new Error(`no ${flow}`);
  return turn;
};
const say = (
  position: FlowPosition | undefined,
  text: string,
  choice?: string,
  book: FlowBook = flows.book,
): FlowTurn => {
  if (position === undefined) throw new Error('over');
  const utterance = flows.analyze(text, 'en');
  return continueFlow(book, position, { kind: 'message', utterance, at: scriptTime, ...(choice && { choice }) }, voice);
};
const phrases = ({ effects }: FlowTurn) =>
  effects.flatMap((effect) => (effect.kind === 'say' ? [effect.key.split('.').at(-1)] : []));
const calls = ({ effects }: FlowTurn) =>
  effects.filter((effect): effect is Extract<FlowEffect, { kind: 'call' }> => effect.kind === 'call');

describe('an open flow', () => {
  it('gives the same turn for the same position and event, and leaves the position as it was', () => {
    const { position } = start('callback');
    const before = JSON.stringify(position);
    expect(say(position, 'English')).toEqual(say(position, 'English'));
    expect(JSON.stringify(position)).toBe(before);
    expect(JSON.parse(before)).toEqual(position);
  });

  it('makes the key of a call of run, step and attempt, and repeats it when the back office was not available', () => {
    const first = start('password-reset', { email: 'a@example.org' });
    expect(calls(first)).toMatchObject([{ key: 'web:7#3/password-reset/pr-3/1', retry: 0 }]);
    const again = continueFlow(
      flows.book,
      first.position as FlowPosition,
      { kind: 'error', key: 'web:7#3/password-reset/pr-3/1', error: 'UNAVAILABLE', at: scriptTime },
      voice,
    );
    expect(calls(again)).toMatchObject([{ key: 'web:7#3/password-reset/pr-3/1', retry: 1 }]);
  });

  it('ignores results nobody waits for, and keeps the customer company while it waits', () => {
    const { position } = start('password-reset', { email: 'a@example.org' });
    const stray = continueFlow(
      flows.book,
      position as FlowPosition,
      { kind: 'result', key: 'x', output: {}, at: scriptTime },
      voice,
    );
    expect(stray).toMatchObject({ position, effects: [] });
    expect(phrases(say(position, 'hello?'))).toEqual(['one-moment']);
  });

  it('does not take the button of an earlier question for an answer', () => {
    const first = start('callback');
    const old = first.position?.offered[0]?.value;
    const second = say(first.position, '', old);
    expect(second.position?.step).toBe('cb-2');
    const stale = say(second.position, '', old);
    expect([stale.position?.step, stale.position?.misses]).toEqual(['cb-2', 0]);
  });

  it('begins again with a word of explanation when it was published anew, and asks for nothing it knows', () => {
    const { position } = say(start('callback').position, 'English');
    const turn = say({ ...(position as FlowPosition), version: 'older' }, 'hm');
    expect(phrases(turn)).toEqual(['changed', 'cb-2']);
    expect(turn.position?.slots.contactLanguage).toBe('english');
  });

  it('ends with a word and a person when the flow is gone', () => {
    const { position } = start('callback');
    const without = new Map(flows.book.flows);
    without.delete('callback');
    const turn = say(position, 'English', undefined, { ...flows.book, flows: without });
    expect(turn.position).toBeUndefined();
    expect(turn.effects.at(-1)).toMatchObject({ kind: 'exit', exit: 'failure', reason: 'gone' });
  });

  it('goes on in another language where it stands', () => {
    const { position } = say(start('callback').position, 'English');
    const spanish: Voice = { language: 'es', say: flows.say };
    const utterance = flows.analyze('???', 'es');
    const turn = continueFlow(
      flows.book,
      position as FlowPosition,
      { kind: 'message', utterance, at: scriptTime },
      spanish,
    );
    expect([turn.position?.step, turn.position?.offered[0]?.title]).toEqual(['cb-2', 'Llamada']);
  });

  it('keeps what holds beyond the flow, and tells agents no codes, tokens or whole numbers', () => {
    const eid = '89049032123451234512345678901235';
    const turn = say(
      start('device-check', { eid, code: '123456', device: 'Google Pixel 8' }).position,
      'I want to talk to a person',
    );
    expect(turn.learned).toEqual({ device: 'Google Pixel 8' });
    expect(turn.effects.at(-1)).toMatchObject({ packet: { slots: { eid: '…1235', device: 'Google Pixel 8' } } });
    expect(JSON.stringify(turn.effects)).not.toContain('123456');
  });
});
