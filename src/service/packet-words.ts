import type { FlowPacket } from '../conversation/flow-position.ts';
import type { FlowBook } from '../dialog/flow-run.ts';
import { commonTexts, type FlowText } from '../dialog/flow-texts.ts';
import { phraseOf, type Flow } from '../dialog/flow.ts';
import type { LanguageCode } from '../language/languages.ts';

/** What a handoff packet holds as ids, in the words the customer was asked with. Ids without words are left out. */
export interface PacketWords {
  /** Title of the dialog, and what it said where it ended. */
  readonly flow?: string;
  readonly step?: string;
  /** What was to be tried, by `flow/step`. */
  readonly tries: Readonly<Record<string, string>>;
  /** The question of each slot that is filled. */
  readonly questions: Readonly<Record<string, string>>;
  /** The title of the chosen option, by slot. */
  readonly answers: Readonly<Record<string, string>>;
}

/** The words of a packet in a language, English where that language has none. Blanks to be filled in are shown as `…`. */
export function packetWords({ flows, texts }: FlowBook, packet: FlowPacket, language: LanguageCode): PacketWords {
  const textOf = (flow: string): readonly FlowText[] =>
    [texts[language]?.[flow], texts.en?.[flow]].filter((text) => text !== undefined);
  const said = (flow: string, step: string): string | undefined => {
    const declared = flows.get(flow)?.steps.find(({ id }) => id === step);
    const phrase = declared === undefined ? undefined : phraseOf(declared);
    return phrase === undefined ? undefined : plain(textOf(flow).find(({ say }) => say[phrase])?.say[phrase]);
  };
  const order = [packet.flow, ...flows.keys()];
  const ownersOf = (slot: string): Flow[] =>
    order.flatMap((id) => flows.get(id) ?? []).filter((flow) => flow.slots[slot] !== undefined);
  const question = (slot: string): string | undefined =>
    first(ownersOf(slot), (flow) => {
      const asking = flow.steps.find(({ ask }) => ask === slot);
      return asking === undefined ? undefined : said(flow.id, asking.id);
    });
  const answer = (slot: string, value: string): string | undefined =>
    first(
      ownersOf(slot).flatMap((flow) => textOf(flow.id)),
      ({ choices }) => choices[slot]?.[value],
    ) ?? first(textOf(commonTexts), ({ choices }) => choices.yesNo?.[value]);
  const slots = Object.entries(packet.slots);
  const flow = first(textOf(packet.flow), ({ title }) => title);
  // What an exit says is in the transcript anyway; of a question one wants to know which it was.
  const isExit = flows.get(packet.flow)?.steps.some(({ id, exit }) => id === packet.step && exit !== undefined) ?? true;
  const step = isExit ? undefined : said(packet.flow, packet.step);
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(step === undefined ? {} : { step }),
    tries: known(
      packet.stepResults.map((tried) => [`${tried.flow}/${tried.step}`, firstSentence(said(tried.flow, tried.step))]),
    ),
    questions: known(slots.map(([slot]) => [slot, question(slot)])),
    answers: known(slots.map(([slot, value]) => [slot, answer(slot, value)])),
  };
}

function first<T>(list: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function known(entries: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(entries.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** What is to be done comes first; why, and what happens meanwhile, comes after it. */
function firstSentence(text: string | undefined): string | undefined {
  return /^.+?[.!?。！？](?=\s|[^.\d]|$)/u.exec(text ?? '')?.[0] ?? text;
}

/** Without the signs of Markdown, and with `…` for what is filled in. */
function plain(text: string | undefined): string | undefined {
  return text?.replace(/\{\{[^}]*\}\}/g, '…').replace(/\*\*/g, '');
}
