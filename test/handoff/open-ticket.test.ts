import { describe, expect, it } from 'vitest';
import { openTicket, type TicketRequest } from '../../src/handoff/open-ticket.ts';
import { dangerIn, higher, wantsHuman } from '../../src/handoff/policy.ts';
import { defaultServiceLevels } from '../../src/handoff/sla.ts';
import { isActive } from '../../src/handoff/ticket.ts';
import { keyOf } from '../support/conversations.ts';

const request: TicketRequest = {
  key: keyOf('a'),
  seq: 7,
  reason: 'wants-human',
  language: 'es',
  priority: 'high',
  now: 1_000_000,
};
const open = (rest: Partial<TicketRequest> = {}) => openTicket({ ...request, ...rest }, defaultServiceLevels);

describe('a new ticket', () => {
  it('is open, and due as the service level of its priority says', () => {
    expect(open()).toMatchObject({ status: 'open', dueAt: 1_000_000 + 30 * 60_000, createdAt: 1_000_000 });
    expect(open({ priority: 'critical' }).dueAt).toBeLessThan(open().dueAt);
    expect(open({ priority: 'normal' }).dueAt).toBeGreaterThan(open().dueAt);
  });

  it('is named after its conversation and entry, so that opening it again gives the same one', () => {
    expect(open()).toEqual(open());
    expect(open().id).toBe('test:a#7');
    expect(open({ now: 5, reason: 'danger' })).toMatchObject({ id: open().id, reference: open().reference });
  });

  it('has another id and reference for another conversation or entry', () => {
    const ids = [open(), open({ seq: 8 }), open({ key: keyOf('b') })];
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
    expect(new Set(ids.map(({ reference }) => reference)).size).toBe(3);
  });

  it('has a reference that people can read out', () => {
    for (let seq = 0; seq < 500; seq += 1) {
      expect(open({ seq }).reference).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    }
  });

  it('seldom shares its reference with another', () => {
    const references = new Set(
      Array.from({ length: 5000 }, (_, at) => open({ key: keyOf(`c${at}`), seq: 3 }).reference),
    );
    expect(references.size).toBe(5000);
  });

  it('names the article it is about only when there is one', () => {
    expect(open({ articleId: 'refund' }).articleId).toBe('refund');
    expect('articleId' in open()).toBe(false);
  });
});

describe('the policy', () => {
  it('grants a person on request, by words or by a button', () => {
    expect(wantsHuman(new Set(['human']), undefined)).toBe(true);
    expect(wantsHuman(new Set(), 'human')).toBe(true);
    expect(wantsHuman(new Set(['yes']), 'none')).toBe(false);
  });

  it('sees violence before a medical emergency, and neither in other signals', () => {
    expect(dangerIn(new Set(['medical', 'violence']))).toBe('violence');
    expect(dangerIn(new Set(['medical']))).toBe('medical');
    expect(dangerIn(new Set(['human']))).toBeUndefined();
  });

  it('knows which priority is higher', () => {
    expect(higher('normal', 'high')).toBe('high');
    expect(higher('critical', 'high')).toBe('critical');
    expect(higher('normal', 'normal')).toBe('normal');
  });

  it('holds open and claimed tickets for active, others not', () => {
    const active = (['open', 'claimed', 'resolved', 'cancelled'] as const).filter((status) => isActive({ status }));
    expect(active).toEqual(['open', 'claimed']);
  });
});
