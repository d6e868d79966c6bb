import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { authoredLanguages } from '../../src/knowledge/parse.ts';
import { projectDir } from '../../src/paths.ts';
import { ownFlows, play, type Script, type ScriptTurn } from '../support/flow-script.ts';

const folder = join(projectDir, 'test', 'dialogs');
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8'), { merge: true }) as Script[]);

let flows: Awaited<ReturnType<typeof ownFlows>>;

beforeAll(async () => {
  flows = await ownFlows();
});

describe('the guided dialogs', () => {
  it.each(scripts.map((script) => [`${script.flow}, ${script.language ?? 'en'}: ${script.name}`, script] as const))(
    '%s',
    (_name, script) => {
      const played = play(script, flows);
      (script.turns ?? []).forEach((turn, index) => {
        if (typeof turn !== 'string') expectTurn(turn, played.positions[index + 1], played.turns[index + 1] ?? []);
      });
      const exit = played.effects.find((effect) => effect.kind === 'exit');
      if (script.exit !== undefined) {
        expect(exit).toMatchObject({ exit: script.exit.kind, packet: { step: script.exit.step } });
        const { kind: _kind, step: _step, reason, ...packet } = script.exit;
        expect(exit).toMatchObject({ packet, ...(reason === undefined ? {} : { reason }) });
      }
      if (script.answers !== undefined) {
        expect(played.effects.flatMap((effect) => (effect.kind === 'answer' ? [effect.articleId] : []))).toEqual(
          script.answers,
        );
      }
      if (script.calls !== undefined) {
        expect(played.effects.flatMap((effect) => (effect.kind === 'call' ? [effect.operation] : []))).toEqual(
          script.calls,
        );
      }
      // Nothing is said that has no words in the language.
      for (const effect of played.effects) {
        if (effect.kind !== 'say') continue;
        const text = flows.say(script.language ?? 'en', effect.key, effect.values as Record<string, string>);
        expect(text).not.toBe(effect.key);
        expect(text).not.toMatch(/undefined|\[object|\{\{(?!provider|plan)/);
      }
    },
  );

  it('are walked to every exit in English', () => {
    const walked = new Set(
      scripts.filter(({ language = 'en' }) => language === 'en').map(({ flow, exit }) => `${flow} ${exit?.step}`),
    );
    const exits = [...flows.book.flows.values()]
      .filter(({ part }) => !part)
      .flatMap((flow) => flow.steps.filter((step) => step.exit !== undefined).map((step) => `${flow.id} ${step.id}`));
    expect(exits.filter((exit) => !walked.has(exit))).toEqual([]);
  });

  it.each(authoredLanguages)('are walked to an end in %s', (language) => {
    const walked = new Set(
      scripts
        .filter((script) => script.exit !== undefined && (script.language ?? 'en') === language)
        .map(({ flow }) => flow),
    );
    const all = [...flows.book.flows.values()].filter(({ part }) => !part).map(({ id }) => id);
    expect(all.filter((id) => !walked.has(id))).toEqual([]);
  });
});

function expectTurn(
  { step, says, slots }: ScriptTurn,
  position: ReturnType<typeof play>['position'],
  effects: ReturnType<typeof play>['effects'],
): void {
  if (step !== undefined) expect(position?.step).toBe(step);
  if (slots !== undefined) expect(position?.slots).toMatchObject(slots);
  if (says === undefined) return;
  expect(
    effects.flatMap((effect) => (effect.kind === 'say' ? [effect.key.replace(/^flows\.[^.]+\.say\./, '')] : [])),
  ).toEqual(says);
}
