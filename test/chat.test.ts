import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { chat } from '../src/chat.ts';
import type { Brain } from '../src/service/brain.ts';
import { CallFailed } from '../src/service/calls.ts';
import { createMemoryStore } from '../src/storage/memory/memory-store.ts';
import { smallBrain } from './support/small-brain.ts';

describe('a chat in the terminal', () => {
  let brain: Brain;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  async function session(
    lines: readonly string[],
    options: { explain?: boolean; locale?: string } = {},
  ): Promise<string> {
    const output = new PassThrough();
    const shown = text(output);
    await chat({
      brain,
      store: createMemoryStore(),
      ask: () => Promise.reject(new CallFailed('NOT_SUPPORTED', undefined)),
      input: Readable.from(lines.map((line) => `${line}\n`)),
      output,
      now: () => 0,
      explain: options.explain === true,
      ...(options.locale === undefined ? {} : { locale: options.locale }),
    });
    output.end();
    return shown;
  }

  it('answers line by line, offers choices by number, and tells changes of hands', async () => {
    const shown = await session(['how much is it', '2', 'anyone?', '1', 'hello']);
    expect(shown).toContain("A plan costs €10.\n  1. That helped\n  2. That didn't help\n");
    const order = [
      'A plan costs',
      "I'm sorry that didn't solve it.",
      '[bot → queue: not-helped]',
      'number 1 in the queue',
      '[queue → bot: customer-goes-on-with-bot]',
      'the assistant of Alondra',
    ].map((words) => shown.indexOf(words));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('ignores empty lines, takes a number without choices for words, and ends with the input', async () => {
    const shown = await session(['', '   ', '7']);
    expect(shown).not.toContain('undefined');
    expect(shown.endsWith('\n')).toBe(true);
  });

  it('ends at once when there is no input', async () => {
    expect(await session([])).toBe('> \n');
  });

  it('says that a conversation cannot be continued elsewhere when that is asked for, and when a code is given', async () => {
    const unavailable = brain.say('en', 'resume.unavailable');
    const shown = await session(['continue on another device', 'K7P-2XD']);
    expect(shown.split(unavailable)).toHaveLength(3);
  });

  it('speaks the language of the locale until it hears another', async () => {
    const shown = await session(['👋', 'my data does not work'], { locale: 'es-MX' });
    expect(shown).toContain(brain.say('es', 'social.greeting'));
    expect(shown).toContain('Turn on roaming');
  });

  it('explains language, signals, evidence and decision of a turn when asked to', async () => {
    const shown = await session(['my data does not work', 'thanks'], { explain: true });
    expect(shown).toMatch(/language en \(\d+ %\)/);
    expect(shown).toMatch(
      /9\d % {2}no-data\n +words [+-]\d\.\d\d {2}characters [+-]\d\.\d\d {2}concepts [+-]\d\.\d\d {2}exact 1/,
    );
    expect(shown).toContain('nearest 1.00: my data does not work');
    expect(shown).toMatch(/for no-data \/ for [a-z-]+:\n +words +.*data [+-]\d\.\d\d\/[+-]\d\.\d\d/);
    expect(shown).toContain('decision answer: sure no-data');
    expect(shown).toContain('signals thanks');
    expect(await session(['my data does not work'])).not.toContain('decision');
  });
});
