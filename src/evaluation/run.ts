import { decide } from '../dialog/decide.ts';
import { newConversation } from '../conversation/conversation.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Brain } from '../service/brain.ts';
import type { LabelledUtterance } from './dataset.ts';

/** What the bot would do with one labelled utterance as a first message. */
export interface Outcome {
  readonly item: LabelledUtterance;
  readonly language: LanguageCode;
  /** Article ids, best first. */
  readonly ranked: readonly string[];
  readonly confidence: number;
  /** Article the bot would answer with, or hand over for, outright; undefined when it asks or gives up. */
  readonly answered?: string;
  readonly decision: string;
}

/**
 * Asks the bot each utterance as the first message of a new conversation, through the same code as in production.
 * `vectors`: the meaning of each, where it is to be looked at.
 */
export function runDataset(
  items: readonly LabelledUtterance[],
  brain: Brain,
  vectors: readonly Float32Array[] = [],
): Outcome[] {
  return items.map((item, index) => askOne(item, brain, vectors[index]));
}

/** Asks one question as a first message. The locale is that of the writer's client. */
export function askOne(
  item: Pick<LabelledUtterance, 'text'> & { lang?: LanguageCode; intent?: string },
  brain: Brain,
  vector?: Float32Array,
): Outcome {
  const utterance = brain.analyze(item.text, item.lang === undefined ? {} : { locale: item.lang });
  const matches = brain.rank(utterance, 5, vector);
  const decision = decide({
    conversation: newConversation({ channel: 'evaluation', id: 'one' }, { id: 'dl_evaluation' }, 0),
    utterance,
    hasAttachment: false,
    matches,
    thresholds: brain.thresholds(utterance.language),
    article: brain.article,
  });
  const outright = decision.kind === 'answer' || decision.kind === 'handoff' ? decision.articleId : undefined;
  const answered = decision.kind === 'handoff' && decision.reason === 'wants-human' ? 'contact-human' : outright;
  return {
    item: { text: item.text, lang: item.lang ?? utterance.language, intent: item.intent ?? '' },
    language: utterance.language,
    ranked: matches.map((match) => match.articleId),
    confidence: matches[0]?.confidence ?? 0,
    ...(answered === undefined ? {} : { answered }),
    decision: decision.kind,
  };
}
