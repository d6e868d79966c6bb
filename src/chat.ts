import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Message } from './conversation/message.ts';
import type { Brain } from './service/brain.ts';
import type { Store } from './service/store.ts';
import { think, type Thought } from './service/think.ts';
import { confidenceFeatureNames } from './matching/confidence.ts';

/** Talks to the bot line by line until the input ends. Nothing is kept. */
export async function chat(deps: {
  readonly brain: Brain;
  readonly store: Store;
  readonly input: Readable;
  readonly output: Writable;
  readonly now: () => number;
  /** Shows language, matches, evidence and decision of every turn. */
  readonly explain: boolean;
  readonly locale?: string;
}): Promise<void> {
  const { brain, store, output } = deps;
  const key = { channel: 'terminal', id: 'chat' };
  let choices: readonly { title: string; value: string }[] = [];
  const lines = createInterface({ input: deps.input, output, prompt: '> ' });
  lines.prompt();
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (line.trim() === '') {
      lines.prompt();
      continue;
    }
    const pressed = choices[Number(line.trim()) - 1];
    const message: Message = {
      key,
      externalId: String(count),
      sender: { id: 'you' },
      text: pressed?.title ?? line,
      ...(pressed === undefined ? {} : { choice: pressed.value }),
      ...(deps.locale === undefined ? {} : { locale: deps.locale }),
      at: deps.now(),
    };
    const snapshot = await store.load(key);
    const thought = think(snapshot, message, brain, {
      now: deps.now(),
      delivery: 'none',
      vector: await brain.prepare(message.text),
    });
    await store.commit(thought.outcome, snapshot.conversation?.version ?? 0);
    if (deps.explain) output.write(explanation(thought));
    choices = [];
    for (const { author, content } of thought.outcome.entries) {
      if (content.kind === 'owner') output.write(`[${content.from} → ${content.to}: ${content.cause}]\n`);
      if (content.kind !== 'message' || author.role !== 'bot') continue;
      choices = content.choices ?? [];
      output.write(`${content.text}\n${choices.map(({ title }, index) => `  ${index + 1}. ${title}\n`).join('')}`);
    }
    lines.prompt();
  }
  output.write('\n');
}

function explanation({ utterance, matches, decision }: Thought): string {
  const language = `${utterance.language} (${percent(utterance.languageConfidence)})`;
  const signals = [...utterance.signals].join(', ') || '–';
  const ranked = matches.slice(0, 3).map((match) => {
    const { words, characters, concepts, nearest, exact, semantic } = match.evidence;
    const near =
      match.nearestPhrase === undefined ? '' : `\n      nearest ${nearest.toFixed(2)}: ${match.nearestPhrase.text}`;
    const parts = `words ${signed(words)}  characters ${signed(characters)}  concepts ${signed(concepts)}  exact ${exact}${semantic === undefined ? '' : `  meaning ${signed(semantic)}`}`;
    return `    ${percent(match.confidence).padStart(4)}  ${match.articleId}\n      ${parts}${near}`;
  });
  const facts = (matches[0]?.confidenceFeatures ?? []).map(
    (value, index) => `${confidenceFeatureNames[index]} ${value.toFixed(2)}`,
  );
  return [
    `  language ${language}   signals ${signals}`,
    `  words    ${utterance.stems.join(' ')}`,
    ...ranked,
    ...(facts.length === 0 ? [] : [`  because  ${facts.join(', ')}`]),
    `  decision ${decision.kind}: ${decision.reason}${'articleId' in decision ? ` ${decision.articleId ?? ''}` : ''}`,
    '',
  ].join('\n');
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(2)}`;
}
