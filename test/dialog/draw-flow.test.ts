import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawFlow } from '../../src/dialog/draw-flow.ts';
import { projectDir } from '../../src/paths.ts';
import { ownFlows } from '../support/flow-script.ts';

describe('docs/flows.md', () => {
  it('shows every flow as it is; `simpatico flows draw` prints what belongs there', async () => {
    const { book } = await ownFlows();
    const page = readFileSync(join(projectDir, 'docs', 'flows.md'), 'utf8');
    const shown = [...page.matchAll(/<!-- flow ([a-z-]+) -->\s+```mermaid\n([^]*?)\n```\s+<!-- end -->/g)];
    expect(Object.fromEntries(shown.map(([, id, drawing]) => [id, drawing]))).toEqual(
      Object.fromEntries([...book.flows.values()].map((flow) => [flow.id, drawFlow(flow, book.flows)])),
    );
  });
});
