import { backoffMs } from './backoff.ts';
import { Refused } from './direct-line.ts';
import type { Memory, Outgoing } from './memory.ts';

/** A waiting message; a file cannot be kept over a reload. */
export interface Letter extends Outgoing {
  readonly file?: File;
}

/** Sends messages one after the other, each until the service has it. */
export interface Outbox {
  /** Also how a failed message is tried again: with its old id. */
  add(letter: Letter): void;
  /** The message was seen in the transcript: it need not be sent (again). */
  confirm(id: string): void;
  has(id: string): boolean;
  isEmpty(): boolean;
  /** Something changed for the better: try at once. */
  nudge(): void;
}

export interface OutboxDeps {
  readonly memory: Pick<Memory, 'outgoing' | 'saveOutgoing' | 'removeOutgoing'>;
  /** Resolves when the service has stored the message. */
  readonly send: (letter: Letter) => Promise<void>;
  readonly onState: (id: string, state: 'sending' | 'sent' | 'failed') => void;
  readonly random: () => number;
}

/** Refusals in a row after which a message is given back to its writer, so that it does not hold up the others. */
const mostRefusals = 8;

/** Makes an outbox with what an earlier page left in it. Nothing is sent before the first `add` or `nudge`. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { memory } = deps;
  let letters: readonly Letter[] = memory.outgoing();
  let running = false;
  let wake: (() => void) | undefined;

  function remove(id: string): void {
    letters = letters.filter((letter) => letter.id !== id);
    memory.removeOutgoing(id);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  /** Tries until the message is stored, confirmed from elsewhere, or refused for good. */
  async function deliver(letter: Letter): Promise<void> {
    let refusals = 0;
    for (let failures = 1; letters.some(({ id }) => id === letter.id); failures += 1) {
      try {
        await deps.send(letter);
        remove(letter.id);
        deps.onState(letter.id, 'sent');
        return;
      } catch (error) {
        const refused = error instanceof Refused ? error : undefined;
        if (refused !== undefined) refusals += 1;
        if (refused !== undefined && (isFinal(refused) || refusals >= mostRefusals)) {
          remove(letter.id);
          deps.onState(letter.id, 'failed');
          return;
        }
        await pause(refused?.retryAfterMs ?? backoffMs(failures, deps.random()));
      }
    }
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (let next = letters[0]; next !== undefined; next = letters[0]) await deliver(next);
    running = false;
  }

  return {
    add(letter) {
      if (letters.some(({ id }) => id === letter.id)) return;
      letters = [...letters, letter];
      if (letter.file === undefined) memory.saveOutgoing(letter);
      deps.onState(letter.id, 'sending');
      void run();
    },
    confirm(id) {
      if (letters.some((letter) => letter.id === id)) remove(id);
    },
    has: (id) => letters.some((letter) => letter.id === id),
    isEmpty: () => letters.length === 0,
    nudge() {
      wake?.();
      void run();
    },
  };
}

/** Waiting does not help against these; an ended conversation is replaced before it comes to this. */
function isFinal(refused: Refused): boolean {
  return !refused.passing && !refused.ended;
}
