import { createFlowBook, type FlowBook } from '../../src/dialog/flow-run.ts';
import type { FlowEffect, FlowPosition, OperationError } from '../../src/conversation/flow-position.ts';
import { withFlowPhrases } from '../../src/dialog/flow-texts.ts';
import { createSay, type Say } from '../../src/dialog/phrases.ts';
import type { FlowEvent } from '../../src/dialog/flow-event.ts';
import { continueFlow, startFlow, type FlowTurn } from '../../src/dialog/run-flow.ts';
import { utteranceOf, type Utterance } from '../../src/language/analyze.ts';
import { createCueSpotter } from '../../src/language/cues.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { fold } from '../../src/language/normalize.ts';
import { ownDialogs } from './small-brain.ts';

/** One turn of a script: what the customer does, and where that leads. */
export interface ScriptTurn {
  /** Text typed. */
  readonly user?: string;
  /** Option whose button is pressed. */
  readonly press?: string;
  /** Half an hour without an answer. */
  readonly silence?: boolean;
  /** A day without an answer. */
  readonly expired?: boolean;
  /** Going on on another device. */
  readonly resumed?: boolean;
  /** Article the text surely means. */
  readonly sure?: { readonly articleId: string; readonly dialog?: string };
  /** Step that waits afterwards. */
  readonly step?: string;
  /** Phrases said, in order. */
  readonly says?: readonly string[];
  readonly slots?: Readonly<Record<string, string>>;
}

/** A conversation written down in `test/dialogs/*.yaml`. */
export interface Script {
  readonly name: string;
  readonly flow: string;
  readonly language?: LanguageCode;
  readonly enter?: string;
  /** Message that led to the flow. */
  readonly first?: string;
  readonly known?: Readonly<Record<string, string>>;
  /** Answers of operations; the word of an error; or a list of either, one a call. */
  readonly stubs?: Readonly<Record<string, unknown>>;
  readonly turns?: readonly (string | ScriptTurn)[];
  readonly exit?: { readonly kind: string; readonly step: string } & Readonly<Record<string, unknown>>;
  /** Articles answered. */
  readonly answers?: readonly string[];
  readonly calls?: readonly string[];
}

/** Time of all scripts: a Wednesday morning in Madrid. */
export const scriptTime = Date.parse('2026-08-12T09:00:00Z');

/** The project's own flows, and what they say with the names of the facts in place of the facts. */
export async function ownFlows(): Promise<{
  book: FlowBook;
  say: Say;
  analyze: (text: string, language: LanguageCode) => Utterance;
}> {
  const { cues, phrases, flows } = await ownDialogs();
  const spot = createCueSpotter(cues);
  return {
    book: createFlowBook(flows, cues),
    say: createSay(withFlowPhrases(phrases, flows.texts), {}),
    analyze: (text, language) => ({ ...utteranceOf(text, language), signals: spot(fold(text)) }),
  };
}

/** What a script came to. */
export interface Played {
  readonly position?: FlowPosition;
  readonly effects: readonly FlowEffect[];
  /** Effects of each turn; the first are those of the start. */
  readonly turns: readonly (readonly FlowEffect[])[];
  readonly positions: readonly (FlowPosition | undefined)[];
}

/** Plays a script; calls are answered at once from its stubs. Throws when it calls what it has no stub for. */
export function play(script: Script, { book, say, analyze }: Awaited<ReturnType<typeof ownFlows>>): Played {
  const language = script.language ?? 'en';
  const voice = { language, say };
  const served = new Map<string, number>();
  const answer = (operation: string, key: string): FlowEvent => {
    const stub = script.stubs?.[operation];
    if (stub === undefined) throw new Error(`${script.name}: no stub for ${operation}`);
    const count = served.get(operation) ?? 0;
    served.set(operation, count + 1);
    const output: unknown = Array.isArray(stub) ? stub[Math.min(count, stub.length - 1)] : stub;
    return typeof output === 'string'
      ? { kind: 'error', key, error: output as OperationError, at: scriptTime }
      : { kind: 'result', key, output, at: scriptTime };
  };
  const settle = (turn: FlowTurn): FlowTurn => {
    let current = turn;
    const effects = [...turn.effects];
    for (let index = 0; index < effects.length; index += 1) {
      const effect = effects[index];
      if (effect?.kind !== 'call' || current.position === undefined) continue;
      current = continueFlow(book, current.position, answer(effect.operation, effect.key), voice);
      effects.push(...current.effects);
    }
    return { ...current, effects };
  };
  const started = startFlow(
    book,
    {
      flow: script.flow,
      run: 'test:1#1',
      at: scriptTime,
      slots: script.known ?? {},
      ...(script.enter === undefined ? {} : { step: script.enter }),
      ...(script.first === undefined ? {} : { utterance: analyze(script.first, language) }),
    },
    voice,
  );
  if (started === undefined) throw new Error(`no flow ${script.flow}`);
  let turn = settle(started);
  const turns = [turn.effects];
  const positions = [turn.position];
  for (const each of script.turns ?? []) {
    const { position } = turn;
    if (position === undefined) throw new Error(`${script.name}: over before "${JSON.stringify(each)}"`);
    turn = settle(
      continueFlow(
        book,
        position,
        eventOf(each, position, (text) => analyze(text, language)),
        voice,
      ),
    );
    turns.push(turn.effects);
    positions.push(turn.position);
  }
  return { position: turn.position, effects: turns.flat(), turns, positions };
}

function eventOf(turn: string | ScriptTurn, position: FlowPosition, analyze: (text: string) => Utterance): FlowEvent {
  const { user, press, silence, expired, resumed, sure } = typeof turn === 'string' ? readTurn(turn) : turn;
  if (silence === true) return { kind: 'silence', at: scriptTime };
  if (expired === true) return { kind: 'expired', at: scriptTime };
  if (resumed === true) return { kind: 'resumed', at: scriptTime };
  if (press === undefined)
    return { kind: 'message', utterance: analyze(user ?? ''), at: scriptTime, ...(sure && { sure }) };
  const offered = position.offered.find(({ value }) => value.endsWith(`:${press}`));
  if (offered === undefined) {
    throw new Error(
      `step ${position.step} has no button ${press}, but ${position.offered.map(({ value }) => value).join()}`,
    );
  }
  return { kind: 'message', utterance: analyze(offered.title), choice: offered.value, at: scriptTime };
}

/** `[worked]` presses a button, anything else is typed. */
function readTurn(turn: string): ScriptTurn {
  const press = /^\[(.+)\]$/.exec(turn)?.[1];
  return press === undefined ? { user: turn } : { press };
}
