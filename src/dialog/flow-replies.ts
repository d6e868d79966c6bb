import type { ExitReason, FlowEffect } from '../conversation/flow-position.ts';
import type { Choice, Reply } from '../conversation/reply.ts';
import { isLanguageCode } from '../language/languages.ts';
import type { HandoffReason } from '../handoff/ticket.ts';
import { articleText, join, markdown, say, stopChoice, type Wording } from './respond.ts';

/** An exit after which a person goes on. */
export type HandingOver = Extract<FlowEffect, { kind: 'exit' }>;

/** The exit among the effects of a turn that needs a person, if there is one. */
export function handingOver(effects: readonly FlowEffect[]): HandingOver | undefined {
  return effects.find(
    (effect): effect is HandingOver =>
      effect.kind === 'exit' &&
      (effect.exit === 'failure' ||
        effect.exit === 'handed-over' ||
        (effect.exit === 'abandoned' && effect.reason === 'silence')),
  );
}

/** Why a person is needed, in the words of tickets. */
export function reasonOfExit(reason: ExitReason): HandoffReason {
  return reason === 'wants-human' || reason === 'danger' || reason === 'not-understood' ? reason : 'dialog-ended';
}

/** Whether one of the texts names a telephone number. */
function namesNumber(texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && /\+\d[\d ]{6,}\d/.test(text));
}

/** Puts the effects of a dialog's turn into one message: what is said without a pause belongs together. */
export function flowReplies(effects: readonly FlowEffect[], wording: Wording): readonly Reply[] {
  let { language } = wording;
  let choices: readonly Choice[] = [];
  const parts: (string | undefined)[] = [];
  for (const effect of effects) {
    switch (effect.kind) {
      case 'say':
        parts.push(wording.say(language, effect.key, effect.values as Record<string, string>));
        if (effect.choices.length > 0) choices = effect.choices;
        break;
      case 'answer': {
        const article = wording.article(effect.articleId);
        parts.push(article === undefined ? undefined : articleText(article, language)?.answer);
        break;
      }
      case 'language':
        if (isLanguageCode(effect.language)) language = effect.language;
        break;
      case 'safety':
        parts.push(say({ ...wording, language }, `safety.${effect.danger}`));
        break;
      case 'call':
      case 'exit':
        break;
    }
  }
  const spoken = { ...wording, language };
  const exit = handingOver(effects);
  if (exit !== undefined) {
    const reason = exit.reason === 'wants-human' ? 'handoff.wantsHuman' : undefined;
    parts.push(reason === undefined ? undefined : say(spoken, reason));
    parts.push(say(spoken, 'handoff.next', { reference: wording.reference ?? '' }));
    // The dialog's own words may name a number already, perhaps that of another team: two would leave the choice to the customer.
    if (wording.priority !== 'normal' && !namesNumber(parts)) parts.push(say(spoken, 'handoff.urgent'));
    choices = [stopChoice(spoken)];
  }
  const text = join(...parts);
  if (text === '') return [];
  return [markdown(spoken, text, choices.length === 0 ? undefined : choices)];
}
