import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Utterance } from '../language/analyze.ts';
import type { Cues } from '../language/cues.ts';
import type { LanguageCode } from '../language/languages.ts';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import { isEid, isIccid } from './check-digits.ts';
import { createDeviceFinder } from './devices.ts';
import type { FlowFiles } from './flow-files.ts';
import type { Slot } from './flow-slot.ts';
import { commonTexts, type FlowTexts } from './flow-texts.ts';
import type { Mask } from './mask.ts';
import { readOrderNumber } from './order-numbers.ts';
import { createPlaceFinder } from './places.ts';
import { readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import { readTimeZone } from './zones.ts';

/** A slot that is to be filled from a message. */
export interface SlotRequest {
  readonly flow: string;
  readonly name: string;
  readonly slot: Slot;
  /** The message answers the question for this slot. Else it speaks of something else, and only sure signs count. */
  readonly isAsked: boolean;
  /** When the message was written, milliseconds since the epoch. */
  readonly at: number;
}

/** The value a message gives a slot; undefined when it gives none. */
export type ReadSlot = (utterance: Utterance, request: SlotRequest) => string | undefined;

/** Longest free text that is kept, in characters. */
const longestText = 500;

type Reader = (utterance: Utterance, request: SlotRequest) => string | undefined;

/** Makes the reader of one published version of the dialogs. */
export function createSlotReader(
  { texts, settings, places, devices }: Pick<FlowFiles, 'texts' | 'settings' | 'places' | 'devices'>,
  cues: Cues,
  mask: Mask,
): ReadSlot {
  const findPlace = createPlaceFinder(places);
  const findDevice = createDeviceFinder(devices);
  const wordsOf = createWords(texts);
  const leadsWith = createLeadIn(cues);
  const byWords: Reader = (utterance, { flow, name, isAsked }) =>
    longestMatch(
      utterance,
      wordsOf(flow, name, utterance.language).filter(({ isTitle }) => isAsked || !isTitle),
    );
  const readers: Readonly<Record<Slot['type'], Reader>> = {
    text: (utterance, { isAsked, slot }) => {
      const text = mask(utterance.text.trim(), slot.type).text.slice(0, longestText);
      return isAsked && text !== '' ? text : undefined;
    },
    choice: byWords,
    'yes-no': (utterance, request) =>
      byWords(utterance, request) ?? (request.isAsked ? leadsWith(utterance) : undefined),
    date: (utterance, { slot, at }) =>
      readDate(utterance.normalized, utterance.language, { at, timeZone: settings.timeZone, past: slot.past }),
    place: (utterance, { isAsked }) => findPlace(utterance.folded) ?? (isAsked ? shortText(utterance) : undefined),
    device: (utterance, { isAsked }) => findDevice(utterance.folded) ?? (isAsked ? shortText(utterance) : undefined),
    'order-number': ({ normalized }) => readOrderNumber(normalized, settings.orderNumbers),
    email: ({ text }) => /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24}/u.exec(text)?.[0],
    phone: ({ normalized }) => readPhone(normalized),
    iccid: ({ normalized }) => digitsIn(normalized, 18, 20).find(isIccid),
    eid: ({ normalized }) => digitsIn(normalized, 32, 32).find(isEid),
    number: ({ normalized }, { slot, isAsked }) => {
      const number = readNumber(normalized, slot.unit, !isAsked);
      return number === undefined ? undefined : String(number);
    },
    'time-zone': (utterance, { isAsked, at }) => (isAsked ? readTimeZone(utterance, at) : undefined),
    code: ({ normalized }, { isAsked }) => {
      const code = /(?<!\d)\d{3}[\s-]?\d{3}(?!\d)|(?<!\d)\d{4,8}(?!\d)/.exec(normalized)?.[0];
      return isAsked ? code?.replace(/\D/g, '') : undefined;
    },
  };
  return (utterance, request) => readers[request.slot.type](utterance, request);
}

/** An answer in a few words that is no question: a village, a phone nobody has heard of. */
function shortText({ text, tokens }: Utterance): string | undefined {
  const given = text.trim();
  if (given === '' || given.length > 60 || tokens.length > 14 || /[?？]/.test(given)) return undefined;
  return /\p{L}/u.test(given) ? given : undefined;
}

/** A number with its country code, in the form +34600000000. */
function readPhone(text: string): string | undefined {
  const found = /(?:\+|(?<!\d)00)[\d\s().-]{7,24}/.exec(text)?.[0];
  const number = found === undefined ? undefined : parsePhoneNumberFromString(found.trim().replace(/^00/, '+'));
  return number?.isValid() === true ? number.number : undefined;
}

/** Runs of digits of a length, which people group with spaces or hyphens. */
function digitsIn(text: string, shortest: number, longest: number): string[] {
  const runs = text.match(/(?<!\d)\d(?:[ -]?\d){15,40}(?!\d)/g) ?? [];
  return runs.map((run) => run.replace(/\D/g, '')).filter(({ length }) => length >= shortest && length <= longest);
}

interface OptionWords {
  readonly option: string;
  /** Folded words, joined by spaces. */
  readonly words: string;
  /** The title of a button ("Not yet") is an answer only where the button is. */
  readonly isTitle: boolean;
}

/** The titles and words of the options of a slot, in the language and in English. */
function createWords(texts: FlowTexts): (flow: string, slot: string, language: LanguageCode) => readonly OptionWords[] {
  const cache = new Map<string, readonly OptionWords[]>();
  return (flow, slot, language) => {
    const key = `${flow}/${slot}/${language}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    // Chinese is folded to Simplified, so that both scripts can share their words.
    const languages = new Set<LanguageCode>([language, 'en', ...chineseWith(language)]);
    const list = [...languages].flatMap((code) => {
      const own = texts[code]?.[flow];
      const common = texts[code]?.[commonTexts];
      const lists: Readonly<Record<string, string | readonly string[]>>[] = [
        own?.choices[slot] ?? {},
        own?.words[slot] ?? {},
        common?.choices[slot] ?? {},
        common?.words[slot] ?? {},
      ];
      return lists.flatMap((options) =>
        Object.entries(options).flatMap(([option, words]) =>
          (typeof words === 'string' ? [words] : words).map((text) => ({
            option,
            words: tokenize(fold(text)).join(' '),
            isTitle: typeof words === 'string',
          })),
        ),
      );
    });
    const sorted = list.filter(({ words }) => words !== '').sort((a, b) => b.words.length - a.words.length);
    cache.set(key, sorted);
    return sorted;
  };
}

function chineseWith(language: LanguageCode): LanguageCode[] {
  return language.startsWith('zh') ? ['zh-Hans', 'zh-Hant'] : [];
}

/** The option whose words stand in the message; the longest words win, and two options with equally long ones cancel out. */
function longestMatch({ tokens }: Utterance, options: readonly OptionWords[]): string | undefined {
  const text = ` ${tokens.join(' ')} `;
  const found = options.filter(({ words }) => text.includes(` ${words} `));
  const best = found[0];
  if (best === undefined) return undefined;
  const rival = found.find(({ option, words }) => option !== best.option && words.length === best.words.length);
  return rival === undefined ? best.option : undefined;
}

/** Reads "yes" and "no" by the cues: as the whole message, or as what stands before the first comma or full stop. */
function createLeadIn(cues: Cues): (utterance: Utterance) => 'yes' | 'no' | undefined {
  const collect = (name: 'yes' | 'no') =>
    new Set(Object.values(cues).flatMap((list) => (list[name] ?? []).map((text) => tokenize(fold(text)).join(' '))));
  const yes = collect('yes');
  const no = collect('no');
  return ({ signals, folded }) => {
    if (signals.has('yes') !== signals.has('no')) return signals.has('yes') ? 'yes' : 'no';
    const lead = tokenize(folded.split(/[,.;:!，。；：！、\n]/, 1)[0] ?? '').join(' ');
    if (yes.has(lead)) return 'yes';
    return no.has(lead) ? 'no' : undefined;
  };
}
