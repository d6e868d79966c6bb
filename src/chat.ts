import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Entry } from './conversation/entry.ts';
import { keyText, type ConversationKey, type Message } from './conversation/message.ts';
import type { Brain } from './service/brain.ts';
import { nearestPhraseOf } from './service/nearest-phrase.ts';
import { readCode } from './service/resume-codes.ts';
import type { Snapshot, Store } from './service/store.ts';
import { resultOf, type AskBackOffice } from './service/calls.ts';
import { think, thinkCalled, type Thought } from './service/think.ts';
import { awaitsCode, isOrderNumber, thinkCode } from './service/think-code.ts';
import { confidenceFeatureNames } from './matching/confidence.ts';
import type { Contribution } from './matching/explain.ts';

/** What a talk in the terminal needs. */
export interface ChatDeps extends TalkDeps {
  readonly input: Readable;
  readonly output: Writable;
  /** Shows language, matches, evidence and decision of every turn. */
  readonly explain: boolean;
  readonly locale?: string;
}

interface TalkDeps {
  readonly brain: Brain;
  readonly store: Store;
  readonly ask: AskBackOffice;
  readonly now: () => number;
}

/** Talks to the bot line by line until the input ends. Nothing is kept. */
export async function chat(deps: ChatDeps): Promise<void> {
  const { store, output } = deps;
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
    const thought = await turnOf(snapshot, message, deps);
    await store.commit(thought.outcome, snapshot.conversation?.version ?? 0);
    const entries = [...thought.outcome.entries, ...(await answersOf(deps, key))];
    if (deps.explain && 'decision' in thought) output.write(explanation(thought, deps.brain));
    choices = [];
    for (const { author, content } of entries) {
      if (content.kind === 'owner') output.write(`[${content.from} → ${content.to}: ${content.cause}]\n`);
      if (deps.explain && content.kind === 'called') output.write(`[${content.operation}: ${content.result}]\n`);
      if (content.kind !== 'message' || author.role !== 'bot') continue;
      // What is asked last is what a number answers.
      choices = content.choices ?? [];
      output.write(`${content.text}\n${choices.map(({ title }, index) => `  ${index + 1}. ${title}\n`).join('')}`);
    }
    lines.prompt();
  }
  output.write('\n');
}

/** One turn. A code leads nowhere from a terminal, which is said instead of calling it not understood. */
async function turnOf(
  snapshot: Snapshot,
  message: Message,
  { brain, now }: TalkDeps,
): Promise<Thought | Pick<Thought, 'outcome'>> {
  const facts = { now: now(), delivery: 'none' } as const;
  const isCode = readCode(message.text) !== undefined && awaitsCode(snapshot.conversation);
  if (isCode && message.choice === undefined && !isOrderNumber(message, brain)) {
    return { outcome: thinkCode(snapshot, message, { kind: 'asked' }, brain, facts) };
  }
  return think(snapshot, message, brain, { ...facts, vector: await brain.prepare(message.text) });
}

/** Lets the back office answer what the dialog asks of it, until it asks no more. Gives the entries. */
async function answersOf({ store, brain, ask, now }: TalkDeps, key: ConversationKey): Promise<readonly Entry[]> {
  const { conversation } = await store.load(key);
  const call = conversation?.calls?.[0];
  if (conversation === undefined || call === undefined) return [];
  const { language = 'en', proof } = conversation;
  const about = { conversationId: keyText(key), language, ...(proof === undefined ? {} : { proof }) };
  const result = await resultOf(() => ask(call, about));
  const outcome = thinkCalled(conversation, { call, result }, brain, { now: now(), delivery: 'none' });
  await store.commit(outcome, conversation.version);
  return [...outcome.entries, ...(await answersOf({ store, brain, ask, now }, key))];
}

function explanation({ utterance, matches, decision }: Thought, { explain, article }: Brain): string {
  const language = `${utterance.language} (${percent(utterance.languageConfidence)})`;
  const signals = [...utterance.signals].join(', ') || '–';
  const ranked = matches.slice(0, 3).map((match) => {
    const { words, characters, concepts, nearest, exact, meaning, semantic } = match.evidence;
    const phrase = nearestPhraseOf(match, article(match.articleId), utterance.language);
    const translation = phrase?.translation === undefined ? '' : ` = ${phrase.translation}`;
    const near =
      phrase === undefined
        ? ''
        : `\n      nearest ${nearest.toFixed(2)}: ${phrase.text} (${phrase.language})${translation}`;
    const inMeaning = semantic === undefined ? '' : `  nearest in meaning ${semantic.toFixed(2)}`;
    const parts = `words ${signed(words)}  characters ${signed(characters)}  concepts ${signed(concepts)}  exact ${exact}${meaning === undefined ? '' : `  meaning ${signed(meaning)}`}${inMeaning}`;
    return `    ${percent(match.confidence).padStart(4)}  ${match.articleId}\n      ${parts}${near}`;
  });
  const facts = (matches[0]?.confidenceFeatures ?? []).map(
    (value, index) => `${confidenceFeatureNames[index]} ${value.toFixed(2)}`,
  );
  const [first, second] = matches;
  const spoke = first === undefined ? undefined : explain(utterance, first.articleId, second?.articleId);
  const list = (title: string, all: readonly Contribution[]) =>
    all.length === 0
      ? []
      : [`  ${title} ${all.map(({ text, pro, contra }) => `${text} ${signed(pro)}/${signed(contra)}`).join(', ')}`];
  return [
    `  language ${language}   signals ${signals}`,
    `  stems    ${utterance.stems.join(' ')}`,
    ...ranked,
    ...(second === undefined ? [] : [`  for ${first!.articleId} / for ${second.articleId}:`]),
    ...list('words   ', spoke?.words ?? []),
    ...list('concepts', spoke?.concepts ?? []),
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
