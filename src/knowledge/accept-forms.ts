import { isMap, isScalar, isSeq, parseDocument, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { languageCodes, type LanguageCode } from '../language/languages.ts';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import type { Fault } from './fault.ts';
import type { Concept } from './glossary.ts';
import type { AcceptedForms } from './suggestions-file.ts';

/** The glossary with more forms. */
export interface Accepted {
  /** The whole text; comments, order and quotes of what stood there are kept. */
  readonly text: string;
  /** Forms that were added; those that stood there already are not counted. */
  readonly added: number;
}

interface Insertion {
  readonly at: number;
  /** Place of the language in the order of codes: what goes to one place stands in this order. */
  readonly rank: number;
  readonly text: string;
}

/**
 * Writes forms into the text of a glossary. A concept that is not there, or a form that belongs to another concept of its
 * language, becomes a fault with the line of `file`; the text is not to be used then.
 */
export function acceptForms(
  text: string,
  glossary: readonly Concept[],
  accepted: readonly AcceptedForms[],
  file: string,
  faults: Fault[],
): Accepted {
  const nodes = conceptNodes(text);
  const owners = ownersOf(glossary);
  const insertions: Insertion[] = [];
  let added = 0;
  for (const { concept, language, forms, line } of accepted) {
    const fault = (message: string, remedy: string) => faults.push({ file, line, message, remedy });
    const node = nodes.get(concept);
    if (node === undefined) {
      fault(`the glossary has no concept ${concept}`, 'Write the concept into the glossary first');
      continue;
    }
    const fresh = forms.filter((form) => {
      const key = keyOf(language, form);
      const owner = owners.get(key);
      if (owner !== undefined && owner !== concept) {
        fault(`${concept}: "${form}" (${language}) belongs to ${owner} already`, 'Keep it with one concept');
      }
      owners.set(key, owner ?? concept);
      return owner === undefined;
    });
    added += fresh.length;
    if (fresh.length > 0) {
      insertions.push({ ...insertionOf(text, node, language, fresh), rank: rankOf(language) });
    }
  }
  return { text: insertAll(text, insertions), added };
}

function keyOf(language: LanguageCode, form: string): string {
  return `${language}/${tokenize(fold(form)).join(' ')}`;
}

function ownersOf(glossary: readonly Concept[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { id, forms } of glossary) {
    for (const [language, list] of Object.entries(forms)) {
      for (const form of list) owners.set(keyOf(language as LanguageCode, form), id);
    }
  }
  return owners;
}

function conceptNodes(text: string): Map<string, YAMLMap> {
  const { contents } = parseDocument(text);
  const nodes = isSeq(contents) ? contents.items.filter((item) => isMap(item)) : [];
  return new Map(nodes.map((node) => [String(node.get('id')), node]));
}

function insertionOf(
  text: string,
  node: YAMLMap,
  language: LanguageCode,
  forms: readonly string[],
): Omit<Insertion, 'rank'> {
  const pairs = node.items;
  const own = pairs.find((pair) => keyName(pair) === language)?.value;
  const quoted = forms.map((form) => JSON.stringify(form)).join(', ');
  if (isSeq(own)) return behindLast(text, own, forms, quoted);
  const before = pairs.findLast((pair) => rankOf(keyName(pair)) < rankOf(language)) ?? pairs[0]!;
  const at = endOf(before);
  if (node.flow === true) return { at, text: `, ${language}: [${quoted}]` };
  const key = isScalar(before.key) ? (before.key.range?.[0] ?? 0) : 0;
  const indent = ' '.repeat(key - (text.lastIndexOf('\n', key - 1) + 1));
  return { at: lineEnd(text, at), text: `\n${indent}${language}: [${quoted}]` };
}

/** Into the list itself, as it is written: between brackets, or one form a line. */
function behindLast(text: string, list: YAMLSeq, forms: readonly string[], quoted: string): Omit<Insertion, 'rank'> {
  const last = list.items.at(-1);
  const [start = 0, end = 0] = (isScalar(last) ? last.range : list.range) ?? [];
  if (list.flow === true) return { at: end, text: `, ${quoted}` };
  const dash = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return { at: lineEnd(text, end), text: forms.map((form) => `\n${dash}${JSON.stringify(form)}`).join('') };
}

function keyName(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

/** Languages stand in the order of their codes, behind the id. */
function rankOf(name: string): number {
  return (languageCodes as readonly string[]).indexOf(name);
}

/** Where a pair's value ends; of a list over several lines, where its last item does. */
function endOf({ value }: Pair): number {
  if (isSeq(value) && value.flow !== true) {
    const last = value.items.at(-1);
    return isScalar(last) ? (last.range?.[1] ?? 0) : 0;
  }
  return isSeq(value) || isScalar(value) ? (value.range?.[1] ?? 0) : 0;
}

/** A comment behind the value stays with it. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** From the back, so that places stay true. */
function insertAll(text: string, insertions: readonly Insertion[]): string {
  const fromBack = [...insertions].sort((a, b) => b.at - a.at || b.rank - a.rank);
  let result = text;
  for (const { at, text: part } of fromBack) result = result.slice(0, at) + part + result.slice(at);
  return result;
}
