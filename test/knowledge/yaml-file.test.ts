import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultText, type Fault } from '../../src/knowledge/fault.ts';
import { checkSchema, parseYamlFile } from '../../src/knowledge/yaml-file.ts';

const text = `first: 1
list:
  - a
  # a comment

  - b: deep
    c: |
      many
      lines
last: "x"
`;

describe('a YAML file', () => {
  it('tells the line of every value, by keys and indexes', () => {
    const { lineOf } = parseYamlFile({ path: 'f.yaml', text }, []);
    expect(lineOf([])).toBe(1);
    expect(lineOf(['list'])).toBe(2);
    expect(lineOf(['list', 0])).toBe(3);
    expect(lineOf(['list', 1])).toBe(6);
    expect(lineOf(['list', 1, 'c'])).toBe(7);
    expect(lineOf(['last'])).toBe(10);
  });

  it('tells the nearest known line above a value that is not there', () => {
    const { lineOf } = parseYamlFile({ path: 'f.yaml', text }, []);
    expect(lineOf(['list', 1, 'missing', 'deeper'])).toBe(6);
    expect(lineOf(['nothing'])).toBe(1);
  });

  it('turns syntax errors into faults with their line, and has no value then', () => {
    const faults: Fault[] = [];
    const file = parseYamlFile({ path: 'f.yaml', text: 'a: 1\nb: "open\n' }, faults);
    expect(file.value).toBeUndefined();
    expect(faults[0]).toMatchObject({ file: 'f.yaml', message: expect.stringMatching(/^YAML: /) });
    expect(faults[0]?.line).toBeGreaterThan(0);
  });

  it('reports a key that is written twice', () => {
    const faults: Fault[] = [];
    parseYamlFile({ path: 'f.yaml', text: 'a: 1\nb: 2\na: 3\n' }, faults);
    expect(faults).toEqual([expect.objectContaining({ line: 3, message: expect.stringContaining('unique') })]);
  });
});

describe('checking a file against a schema', () => {
  const schema = z.object({ first: z.string(), list: z.array(z.string()) });

  it('makes a fault of every issue, with its line and path', () => {
    const faults: Fault[] = [];
    const file = parseYamlFile({ path: 'f.yaml', text }, faults);
    expect(checkSchema(file, file.value, schema, [], faults)).toBeUndefined();
    expect(faults.map(({ line, message }) => `${line} ${message.split(':')[0]}`)).toEqual(['1 first', '6 list.1']);
  });

  it('gives the data as the schema makes them', () => {
    const file = parseYamlFile({ path: 'f.yaml', text: 'a: " x "' }, []);
    expect(checkSchema(file, file.value, z.object({ a: z.string().trim() }), [], [])).toEqual({ a: 'x' });
  });
});

describe('faultText', () => {
  it('says where, what and what to do in one line', () => {
    const fault = { file: 'knowledge-base/en/plan.yaml', line: 7, message: 'answer is missing', remedy: 'Write it' };
    expect(faultText(fault)).toBe('knowledge-base/en/plan.yaml:7  answer is missing. Write it.');
  });
});
