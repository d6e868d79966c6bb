import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Fault } from './fault.ts';

/** A data file as read from disk. */
export interface SourceFile {
  /** Path inside the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A parsed YAML file that can tell the line of every value. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Line of the value at a path of keys and indexes; the nearest known line above when there is none. */
  lineOf(path: readonly (string | number)[]): number;
}

/** Parses a file; syntax errors become faults and the value is what could be read. */
export function parseYamlFile(source: SourceFile, faults: Fault[]): YamlFile {
  const counter = new LineCounter();
  const document = parseDocument(source.text, {
    lineCounter: counter,
    uniqueKeys: true,
  });
  for (const error of [...document.errors, ...document.warnings]) {
    faults.push({
      file: source.path,
      line: error.linePos?.[0].line ?? 0,
      message: `YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'cannot be read'}`,
      remedy: 'Put texts between double quotes and check the indentation',
    });
  }
  return {
    path: source.path,
    value: document.errors.length > 0 ? undefined : (document.toJS() as unknown),
    lineOf: (path) => lineOf(document, counter, path),
  };
}

/** Checks the value of a file, or a part of it, against a schema; every issue becomes a fault with its line. */
export function checkSchema<T>(
  file: YamlFile,
  value: unknown,
  schema: z.ZodType<T>,
  at: readonly (string | number)[],
  faults: Fault[],
): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = [...at, ...(issue.path as (string | number)[])];
    faults.push({
      file: file.path,
      line: file.lineOf(path),
      message: `${path.join('.') || 'file'}: ${issue.message}`,
      remedy: 'See knowledge-base/README.md for the fields and their values',
    });
  }
  return undefined;
}

function lineOf(document: Document, counter: LineCounter, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let line = 1;
  for (const step of path) {
    let next: unknown;
    let offset: number | undefined;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      next = pair?.value;
      if (isNode(pair?.key)) offset = pair.key.range?.[0];
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
      if (isNode(next)) offset = next.range?.[0];
    }
    if (offset !== undefined) line = counter.linePos(offset).line;
    if (next === undefined || next === null) break;
    node = next;
  }
  return line;
}
