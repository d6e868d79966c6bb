import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError, errorCodes, messageOf } from '../src/errors.ts';
import { projectDir } from '../src/paths.ts';

describe('error codes', () => {
  it('are explained one by one, with their status, in docs/errors.md', () => {
    const page = readFileSync(join(projectDir, 'docs', 'errors.md'), 'utf8');
    const documented = Object.fromEntries(
      [...page.matchAll(/^\| `(\w+)`\s+\| (\d+)\s+\|/gm)].map((row) => [row[1], Number(row[2])]),
    );
    expect(documented).toEqual(errorCodes);
  });

  it('carry status, facts and cause', () => {
    const cause = new Error('disk');
    const error = new AppError('conflict', 'taken', { cause, facts: { agentId: 'ana' } });
    expect([error.status, error.facts, error.cause]).toEqual([409, { agentId: 'ana' }, cause]);
  });

  it('tell the message of whatever was thrown', () => {
    expect([messageOf(new Error('a')), messageOf('b'), messageOf(undefined)]).toEqual(['a', 'b', 'undefined']);
  });
});
