import { describe, expect, it } from 'vitest';
import { parseFlowFiles } from '../../src/dialog/flow-files.ts';
import { lintFlows } from '../../src/dialog/lint-flow.ts';
import { faultText, type Fault } from '../../src/knowledge/fault.ts';

/** Faults of one flow, without those of texts. */
function check(steps: string, head = 'failure: end'): string[] {
  const faults: Fault[] = [];
  const text = `id: test\ntitle: Test\n${head}\nslots: { a: { type: yes-no } }\nsteps:\n${steps}\n  - { id: end, exit: failure }\n`;
  const files = parseFlowFiles([{ path: 'dialogs/flows/test.yaml', text }], faults);
  const found = lintFlows(files, { articleIds: new Set(['known']), facts: new Set() });
  return [...faults, ...found].filter(({ file }) => !file.includes('phrases')).map(faultText);
}

const ask = '  - { id: one, ask: a }';

describe('the check of flows', () => {
  it('accepts a plain flow', () => {
    expect(check(ask)).toEqual([]);
  });

  it.each([
    ['an unknown slot', `${ask}\n  - { id: two, ask: b }`, /:7 +test: step two: there is no slot b\. Declare it/],
    ['an unknown operation', `${ask}\n  - { id: two, call: line.fly }`, /there is no operation line\.fly\. Use one of/],
    [
      'an unknown input',
      `${ask}\n  - { id: two, call: line.status, with: { line: a } }`,
      /line\.status has no input line/,
    ],
    [
      'an unknown field',
      `${ask}\n  - { id: two, call: line.status, into: line, when: [{ if: { line.sate: x }, go: end }] }`,
      /does not answer with sate/,
    ],
    ['an unknown step', `  - { id: one, ask: a, when: [{ go: nowhere }] }`, /there is no step nowhere/],
    ['an unknown flow', `  - { id: one, ask: a, when: [{ go: { flow: other } }] }`, /there is no flow other/],
    ['an unknown article', `${ask}\n  - { id: two, exit: info, article: unknown }`, /there is no article unknown/],
    [
      'a step nobody gets to',
      `  - { id: one, ask: a, when: [{ go: end }] }\n  - { id: two, say: hello }`,
      /step two: nothing leads here/,
    ],
    [
      'a circle',
      `${ask}\n  - { id: two, say: hello, when: [{ go: one }] }`,
      /step one: the dialog can come round to it again/,
    ],
    ['a try without an end', `${ask}\n  - { id: two, try: this }`, /leads nowhere when it works/],
    ['two things at once', `  - { id: one, ask: a, say: hello }`, /must do exactly one of .* it has say and ask/],
    ['a field of another kind', `  - { id: one, ask: a, risk: money }`, /is a `ask` and cannot have `risk`/],
    [
      'a confirmation without its no',
      `${ask}\n  - { id: two, confirm: sure, risk: money }`,
      /needs `risk` .* and `no`/,
    ],
  ])('finds %s', (_what, steps, fault) => {
    expect(check(steps).join('\n')).toMatch(fault);
  });

  it('finds questions about outages that are no articles, and such as propose outages without being about them', () => {
    const text = `orderNumbers: ['@@-####']
timeZone: UTC
incidents:
  country: ES
  intents: { known: [data], gone: [calls] }
  proposal: { intents: [known, alone], conversations: 3, minutes: 30 }
`;
    const files = parseFlowFiles([{ path: 'dialogs/flows/settings.yaml', text }], []);
    const found = lintFlows(files, { articleIds: new Set(['known']), facts: new Set() });
    const [unknown = '', alone = '', ...rest] = found.map(faultText);
    expect(unknown).toMatch(/there is no article gone/);
    expect(alone).toMatch(/alone proposes outages but is no question about them/);
    expect(rest).toEqual([]);
  });

  describe('with operations that only this provider offers', () => {
    const schema = (properties: string) => `{ type: object, properties: { ${properties} } }`;
    const body = (field: string, properties: string) =>
      `{ content: { application/json: { schema: { properties: { ${field}: ${schema(properties)} } } } } }`;
    const declared = (path: string, does = 'write') => `openapi: 3.1.0
paths:
  ${path}:
    post:
      { summary: Rings, x-does: ${does}, x-needs: none, x-retry: keyed, requestBody: ${body('input', 'tone: { type: string }')},
        responses: { 200: ${body('output', 'rung: { type: boolean }')} } }
`;
    const found = (operations: string, steps: string) => {
      const faults: Fault[] = [];
      const text = `id: test\ntitle: Test\nfailure: end\nslots: { a: { type: yes-no } }\nsteps:\n${steps}\n  - { id: end, exit: failure }\n`;
      const sources = [
        { path: 'dialogs/flows/test.yaml', text },
        { path: 'dialogs/flows/operations.yaml', text: operations },
      ];
      const files = parseFlowFiles(sources, faults);
      const linted = lintFlows(files, { articleIds: new Set(), facts: new Set() });
      return [...faults, ...linted]
        .filter(({ file }) => !file.includes('phrases'))
        .map(faultText)
        .join('\n');
    };
    const ring = `${ask}\n  - { id: two, call: bell.ring, with: { tone: a }, into: bell, when: [{ if: { bell.rung: true }, go: end }] }`;

    it('lets a dialog call them with their inputs and use their answers', () => {
      expect(found(declared('/v1/bell.ring'), ring)).toBe('');
    });

    it.each([
      ['an input they have not', ring.replace('tone: a', 'loud: a'), /bell\.ring has no input loud. Use tone/],
      ['an answer they do not give', ring.replace('bell.rung', 'bell.broken'), /does not answer with broken/],
    ])('finds %s', (_what, steps, fault) => {
      expect(found(declared('/v1/bell.ring'), steps)).toMatch(fault);
    });

    it.each([
      ['the name of a common operation', declared('/v1/line.status'), /is an operation of every back office already/],
      ['a path without a name', declared('/bell'), /must be \/v1\/ and a name/],
      ['no word of what it does', declared('/v1/bell.ring', 'sing'), /x-does/],
      [
        'a schema that is none',
        declared('/v1/bell.ring').replace('{ type: string }', '{ type: sound }'),
        /no JSON Schema that can be checked by/,
      ],
    ])('refuses %s', (_what, operations, fault) => {
      expect(found(operations, ask)).toMatch(fault);
    });
  });

  it('allows coming back by a counted `again`', () => {
    expect(check('  - { id: one, ask: a, when: [{ if: { a: no }, again: one, most: 2 }] }')).toEqual([]);
  });

  it('finds a dialog that stops without an exit', () => {
    const text =
      'id: test\ntitle: Test\nfailure: end\nslots: { a: { type: yes-no } }\nsteps: [{ id: end, exit: failure }, { id: one, ask: a }]\n';
    const files = parseFlowFiles([{ path: 'dialogs/flows/test.yaml', text }], []);
    const found = lintFlows(files, { articleIds: new Set(), facts: new Set() }).map(faultText).join('\n');
    expect(found).toMatch(/step one: the dialog ends here without an exit/);
  });

  it('finds missing phrases and titles in every language, and names nobody knows', () => {
    const flow =
      'id: test\ntitle: Test\nfailure: end\nslots: { a: { type: yes-no } }\nsteps: [{ id: one, ask: a }, { id: end, exit: failure }]\n';
    const text = (say: string) => `title: T\nsay: { ${say} }\n`;
    const files = parseFlowFiles(
      [
        { path: 'dialogs/flows/test.yaml', text: flow },
        { path: 'dialogs/flows/phrases/en/test.yaml', text: text('one: "{{b}}?", end: "Bye"') },
        { path: 'dialogs/flows/phrases/es/test.yaml', text: text('one: "¿Sí?"') },
      ],
      [],
    );
    const found = lintFlows(files, { articleIds: new Set(), facts: new Set() }).filter(({ file }) =>
      file.endsWith('test.yaml'),
    );
    expect(found.map(faultText)).toEqual([
      expect.stringMatching(/en\/test\.yaml:0 +the phrase one fills in \{\{b\}\}, which is not known/),
      expect.stringMatching(/es\/test\.yaml:0 +the phrase end is missing/),
    ]);
  });
});
