import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incident } from '../../src/conversation/incident.ts';
import type { ConversationKey } from '../../src/conversation/message.ts';
import type { Store } from '../../src/service/store.ts';
import { entryOf, incidentOf, keyOf, outcomeOf, ticketOf } from '../support/conversations.ts';

/** What every store promises. `make` opens an empty store; the suite closes it. */
export function storeContract(name: string, make: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    const key = keyOf('a');
    let store: Store;

    beforeEach(async () => {
      store = await make();
    });

    afterEach(async () => {
      await store.close();
    });

    /** Commits `count` entries one commit each and tells the version. */
    async function talk(to: ConversationKey, count: number): Promise<number> {
      for (let seq = 1; seq <= count; seq += 1)
        expect(await store.commit(outcomeOf(to, [entryOf(seq)]), seq - 1)).toBe('committed');
      return count;
    }

    it('knows nothing of a conversation that was never committed', async () => {
      expect(await store.load(key, { externalId: 'x' })).toEqual({ recent: [], seen: false });
      expect(await store.entriesAfter(key, 0)).toEqual([]);
    });

    it('keeps a conversation without entries', async () => {
      await store.commit(outcomeOf(key, []), 0);
      const { conversation, recent } = await store.load(key);
      expect(conversation).toMatchObject({ key, version: 1, lastSeq: 0, owner: 'bot' });
      expect(recent).toEqual([]);
    });

    it('gives back what was committed, untrusted text and channel data included', async () => {
      const entry = entryOf(1, {
        externalId: 'x1',
        content: { kind: 'message', text: '\u0000 "quoted" 🛜 \ud800 <b>', format: 'plain', choice: 'v' },
        channelData: { nested: [1, null, { __proto__: null, a: 'b' }] },
        decision: { kind: 'answer', reason: 'sure', candidates: [] },
      });
      await store.commit(outcomeOf(key, [entry], { conversation: { slots: { plan: '5 GB' } } }), 0);
      const { conversation, recent } = await store.load(key);
      expect(conversation?.slots).toEqual({ plan: '5 GB' });
      expect(recent).toEqual([entry]);
    });

    it('sets the version to the number of commits, whatever the outcome says', async () => {
      await store.commit(outcomeOf(key, [entryOf(1)], { conversation: { version: 77 } }), 0);
      await store.commit(outcomeOf(key, [entryOf(2)], { conversation: { version: 0 } }), 1);
      expect((await store.load(key)).conversation?.version).toBe(2);
    });

    it('writes nothing on a version conflict', async () => {
      await talk(key, 2);
      const stale = outcomeOf(key, [entryOf(3)], { tickets: [ticketOf(key)] });
      expect(await store.commit(stale, 1)).toBe('conflict');
      expect(await store.commit(stale, 3)).toBe('conflict');
      expect((await store.load(key)).conversation).toMatchObject({ version: 2, lastSeq: 2 });
      expect(await store.entriesAfter(key, 0)).toHaveLength(2);
      expect(await store.findTickets({ statuses: ['open'] })).toEqual([]);
    });

    it('takes a first commit only for a conversation that is not there', async () => {
      expect(await store.commit(outcomeOf(key, [entryOf(1)]), 1)).toBe('conflict');
      expect((await store.load(key)).conversation).toBeUndefined();
    });

    it('writes nothing when an external id is already there', async () => {
      await store.commit(outcomeOf(key, [entryOf(1, { externalId: 'x' })]), 0);
      const again = outcomeOf(key, [entryOf(2), entryOf(3, { externalId: 'x' })], { tickets: [ticketOf(key)] });
      expect(await store.commit(again, 1)).toBe('duplicate');
      expect((await store.load(key)).conversation).toMatchObject({ version: 1, lastSeq: 1 });
      expect(await store.entriesAfter(key, 0)).toHaveLength(1);
      expect(await store.findTickets({ statuses: ['open'] })).toEqual([]);
    });

    it('tells whether an external id was seen, even far back, and keeps conversations apart', async () => {
      await store.commit(outcomeOf(key, [entryOf(1, { externalId: 'x' })]), 0);
      for (let seq = 2; seq <= 60; seq += 1) await store.commit(outcomeOf(key, [entryOf(seq)]), seq - 1);
      await store.commit(outcomeOf(keyOf('b'), [entryOf(1)]), 0);
      expect((await store.load(key, { externalId: 'x' })).seen).toBe(true);
      expect((await store.load(key, { externalId: 'y' })).seen).toBe(false);
      expect((await store.load(key)).seen).toBe(false);
      expect((await store.load(keyOf('b'), { externalId: 'x' })).seen).toBe(false);
    });

    it('loads at most the 50 newest entries, oldest first', async () => {
      const entries = Array.from({ length: 60 }, (_, index) => entryOf(index + 1));
      await store.commit(outcomeOf(key, entries), 0);
      const { recent } = await store.load(key);
      expect(recent.map(({ seq }) => seq)).toEqual(entries.slice(10).map(({ seq }) => seq));
    });

    it('pages through a transcript', async () => {
      const entries = Array.from({ length: 130 }, (_, index) => entryOf(index + 1));
      await store.commit(outcomeOf(key, entries), 0);
      expect(await store.entriesAfter(key, 0)).toEqual(entries.slice(0, 100));
      expect(await store.entriesAfter(key, 100)).toEqual(entries.slice(100));
      expect(await store.entriesAfter(key, 5, 2)).toEqual(entries.slice(5, 7));
      expect(await store.entriesAfter(key, 130)).toEqual([]);
      expect(await store.entriesAfter(key, 999)).toEqual([]);
    });

    it('refuses entries that leave a gap and writes nothing', async () => {
      await talk(key, 1);
      await expect(store.commit(outcomeOf(key, [entryOf(3)]), 1)).rejects.toMatchObject({ code: 'internal' });
      await expect(store.commit(outcomeOf(key, [entryOf(2)], { lastSeq: 1 }), 1)).rejects.toMatchObject({
        code: 'internal',
      });
      expect(await store.entriesAfter(key, 0)).toHaveLength(1);
    });

    it('is not changed by what a caller does to an outcome afterwards', async () => {
      const channelData = { mark: 'before' };
      await store.commit(outcomeOf(key, [entryOf(1, { channelData })]), 0);
      channelData.mark = 'after';
      expect((await store.entriesAfter(key, 0))[0]?.channelData).toEqual({ mark: 'before' });
    });

    it('lists pending entries of all conversations, oldest first, until they are delivered', async () => {
      await store.commit(outcomeOf(key, [entryOf(1), entryOf(2, { at: 30, delivery: 'pending' })]), 0);
      await store.commit(outcomeOf(keyOf('b'), [entryOf(1, { at: 20, delivery: 'pending' })]), 0);
      await store.commit(outcomeOf(key, [entryOf(3, { at: 40, delivery: 'pending' })]), 1);
      const places = async (limit: number) =>
        (await store.pending(limit)).map(({ key: { id }, entry: { seq } }) => `${id}${seq}`);
      expect(await places(10)).toEqual(['b1', 'a2', 'a3']);
      expect(await places(2)).toEqual(['b1', 'a2']);
      await store.markDelivery(key, 2, 'sent');
      await store.markDelivery(keyOf('b'), 1, 'failed');
      expect(await places(10)).toEqual(['a3']);
    });

    it('marks a delivery without making a new version', async () => {
      await store.commit(outcomeOf(key, [entryOf(1, { delivery: 'pending' })]), 0);
      await store.markDelivery(key, 1, 'sent');
      const { conversation, recent } = await store.load(key);
      expect(conversation?.version).toBe(1);
      expect(recent[0]?.delivery).toBe('sent');
    });

    it('ignores the delivery of what it does not know', async () => {
      await talk(key, 1);
      for (const seq of [0, 2, -1]) await store.markDelivery(key, seq, 'sent');
      await store.markDelivery(keyOf('nobody'), 1, 'sent');
      expect(await store.entriesAfter(key, 0)).toEqual([entryOf(1)]);
      expect((await store.load(keyOf('nobody'))).conversation).toBeUndefined();
    });

    it('finds tickets by status, in the order they are due', async () => {
      const due = { a: 300, b: 100, c: 200 };
      for (const [id, dueAt] of Object.entries(due))
        await store.commit(outcomeOf(keyOf(id), [], { tickets: [ticketOf(keyOf(id), { dueAt })] }), 0);
      const claimed = ticketOf(keyOf('b'), { dueAt: 100, status: 'claimed', agentId: 'g' });
      await store.commit(outcomeOf(keyOf('b'), [], { tickets: [claimed] }), 1);
      const found = async (...statuses: ('open' | 'claimed')[]) =>
        (await store.findTickets({ statuses })).map((ticket) => ticket.key.id);
      expect(await found('open')).toEqual(['c', 'a']);
      expect(await found('open', 'claimed')).toEqual(['b', 'c', 'a']);
      expect(await store.findTickets({ statuses: ['open', 'claimed'], limit: 1 })).toEqual([claimed]);
    });

    it('finds a ticket under its new status only, and all tickets of a conversation', async () => {
      const first = ticketOf(key, { id: 'a#1' });
      await store.commit(outcomeOf(key, [], { tickets: [first] }), 0);
      await store.commit(outcomeOf(key, [], { tickets: [{ ...first, status: 'resolved' }] }), 1);
      await store.commit(outcomeOf(key, [], { tickets: [ticketOf(key, { id: 'a#2' })] }), 2);
      expect((await store.findTickets({ statuses: ['open'] })).map(({ id }) => id)).toEqual(['a#2']);
      expect((await store.findTickets({ statuses: ['resolved'] })).map(({ id }) => id)).toEqual(['a#1']);
    });

    it('tells whose time has come, earliest first, until they sleep no more', async () => {
      const times = { a: 300, b: 100, c: 200, d: 400 };
      for (const [id, wakeAt] of Object.entries(times))
        await store.commit(outcomeOf(keyOf(id), [], { conversation: { wakeAt } }), 0);
      await store.commit(outcomeOf(keyOf('e'), []), 0);
      const due = async (now: number, limit = 10) => (await store.due(now, limit)).map(({ id }) => id);
      expect(await due(99)).toEqual([]);
      expect(await due(300)).toEqual(['b', 'c', 'a']);
      expect(await due(300, 1)).toEqual(['b']);
      await store.commit(outcomeOf(keyOf('b'), []), 1);
      await store.erase(keyOf('c'));
      expect(await due(300)).toEqual(['a']);
    });

    it('finds a conversation by the newest code it offered, until that is over', async () => {
      const offer = (codeHash: string) => ({ nonce: 'n', codeHash, expiresAt: 100 });
      await store.commit(outcomeOf(key, [], { conversation: { offer: offer('one') } }), 0);
      await store.commit(outcomeOf(keyOf('b'), [], { conversation: { offer: offer('two') } }), 0);
      expect(await store.findOffer('one', 99)).toEqual(key);
      expect(await store.findOffer('one', 100)).toBeUndefined();
      expect(await store.findOffer('none', 0)).toBeUndefined();
      await store.commit(outcomeOf(key, [], { conversation: { offer: offer('three') } }), 1);
      expect(await store.findOffer('one', 0)).toBeUndefined();
      expect(await store.findOffer('three', 0)).toEqual(key);
      await store.erase(keyOf('b'));
      expect(await store.findOffer('two', 0)).toBeUndefined();
    });

    it('loads the ticket that the conversation names', async () => {
      const tickets = [ticketOf(key, { id: 'old' }), ticketOf(key, { id: 'now' })];
      await store.commit(outcomeOf(key, [], { tickets, conversation: { ticketId: 'now' } }), 0);
      expect((await store.load(key)).ticket?.id).toBe('now');
      await store.commit(outcomeOf(key, []), 1);
      expect((await store.load(key)).ticket).toBeUndefined();
    });

    it('lets exactly one of several concurrent commits with one expected version win', async () => {
      await talk(key, 1);
      const rivals = ['one', 'two', 'three'].map((externalId) =>
        store.commit(outcomeOf(key, [entryOf(2, { externalId })]), 1),
      );
      const results = await Promise.all(rivals);
      expect(results.filter((result) => result === 'committed')).toHaveLength(1);
      expect(results.filter((result) => result === 'conflict')).toHaveLength(2);
      expect(await store.entriesAfter(key, 0)).toHaveLength(2);
    });

    it('commits to many conversations at the same time', async () => {
      const keys = Array.from({ length: 40 }, (_, index) => keyOf(`many-${index}`));
      await Promise.all(keys.map((one) => talk(one, 3)));
      for (const one of keys) expect((await store.load(one)).conversation?.version).toBe(3);
    });

    it('lists the conversations that wait for the end of an incident, until they do not any more', async () => {
      const told = [{ id: 'INC-1', sure: true, at: 5 }];
      await store.commit(outcomeOf(key, [entryOf(1)], { conversation: { incidents: told } }), 0);
      await store.commit(outcomeOf(keyOf('b'), [entryOf(1)]), 0);
      expect(await store.watched()).toEqual([{ key, incidents: told }]);
      await store.commit(outcomeOf(key, [entryOf(2)], { conversation: { incidents: [] } }), 1);
      expect(await store.watched()).toEqual([]);
      await store.commit(outcomeOf(key, [entryOf(3)], { conversation: { incidents: told } }), 2);
      await store.erase(key);
      expect(await store.watched()).toEqual([]);
    });

    it('lists conversations with trouble of the last hour', async () => {
      const trouble = (at: number) => ({ conversation: { trouble: { at, place: 'Seville (ES)', network: 'Orange' } } });
      await store.commit(outcomeOf(key, [entryOf(1)], trouble(-1000)), 0);
      await store.commit(outcomeOf(keyOf('b'), [entryOf(1)], trouble(-3_600_000)), 0);
      expect(await store.watched()).toEqual([
        { key, incidents: [], trouble: { at: -1000, place: 'Seville (ES)', network: 'Orange' } },
      ]);
    });

    it('saves an incident from the version it was read in, and finds it by id', async () => {
      const incident = incidentOf('INC-1', { notes: { ar: 'عطل <b>' } });
      expect(await store.saveIncident(incident, 0)).toBe('committed');
      expect(await store.saveIncident(incident, 0)).toBe('conflict');
      expect(await store.saveIncident(incidentOf('INC-2'), 1)).toBe('conflict');
      expect(await store.incident('INC-1')).toEqual({ ...incident, version: 1 });
      const closed: Incident = { ...incident, state: 'closed', endedAt: 9 };
      expect(await store.saveIncident(closed, 1)).toBe('committed');
      expect(await store.incident('INC-1')).toEqual({ ...closed, version: 2 });
      expect(await store.incident('INC-2')).toBeUndefined();
    });

    it('finds incidents by state: active ones oldest first, then what ended last', async () => {
      await store.saveIncident(incidentOf('young', { createdAt: 2 }), 0);
      await store.saveIncident(incidentOf('old', { createdAt: 1, state: 'proposed' }), 0);
      await store.saveIncident(incidentOf('first', { state: 'closed', endedAt: 3 }), 0);
      await store.saveIncident(incidentOf('last', { state: 'dismissed', endedAt: 4 }), 0);
      const found = async (...states: Incident['state'][]) =>
        (await store.findIncidents({ states })).map(({ id }) => id);
      expect(await found('closed', 'open', 'dismissed', 'proposed')).toEqual(['old', 'young', 'last', 'first']);
      expect(await found('open')).toEqual(['young']);
      expect(await store.findIncidents({ states: ['proposed', 'open'], limit: 1 })).toHaveLength(1);
    });

    it('keeps all active incidents and the last hundred that ended', async () => {
      await store.saveIncident(incidentOf('active'), 0);
      for (let ended = 1; ended <= 102; ended += 1)
        await store.saveIncident(incidentOf(`ended-${ended}`, { state: 'closed', endedAt: ended }), 0);
      const ended = await store.findIncidents({ states: ['closed'] });
      expect([ended.length, ended.at(-1)?.id]).toEqual([100, 'ended-3']);
      expect(await store.incident('ended-2')).toBeUndefined();
      expect(await store.incident('active')).toBeDefined();
    });

    it('lets one of several concurrent changes of an incident win', async () => {
      await store.saveIncident(incidentOf('INC-1'), 0);
      const rivals = ['a', 'b', 'c'].map((closedBy) => store.saveIncident(incidentOf('INC-1', { closedBy }), 1));
      expect((await Promise.all(rivals)).filter((result) => result === 'committed')).toHaveLength(1);
    });

    it('erases everything about a conversation and nothing of others', async () => {
      const work = [entryOf(1, { delivery: 'pending' as const, externalId: 'x' })];
      for (const one of [key, keyOf('b')]) await store.commit(outcomeOf(one, work, { tickets: [ticketOf(one)] }), 0);
      await store.erase(key);
      expect(await store.load(key, { externalId: 'x' })).toEqual({ recent: [], seen: false });
      expect((await store.pending(10)).map((one) => one.key.id)).toEqual(['b']);
      expect((await store.findTickets({ statuses: ['open'] })).map((one) => one.key.id)).toEqual(['b']);
      expect(await store.commit(outcomeOf(key, [entryOf(1)]), 0)).toBe('committed');
    });

    it('erases what is not there', async () => {
      await expect(store.erase(key)).resolves.toBeUndefined();
    });

    it('keeps ids apart that differ only in letter case, channel or odd characters', async () => {
      const ids = ['x', 'X', 'x ', '../x', 'x\u0000', 'x/🛜', 'é', 'e\u0301', 'x'.repeat(5000), ''];
      for (const [index, id] of ids.entries()) await store.commit(outcomeOf(keyOf(id), [entryOf(1, { at: index })]), 0);
      await store.commit(outcomeOf({ channel: 'other', id: 'x' }, [entryOf(1, { at: 99 })]), 0);
      for (const [index, id] of ids.entries()) expect((await store.load(keyOf(id))).recent[0]?.at).toBe(index);
    });

    it('refuses to work after it was closed, having finished what was under way', async () => {
      const underWay = store.commit(outcomeOf(key, [entryOf(1)]), 0);
      await store.close();
      expect(await underWay).toBe('committed');
      await expect(store.load(key)).rejects.toMatchObject({ code: 'storageFailed' });
      await expect(store.pending(1)).rejects.toMatchObject({ code: 'storageFailed' });
      await expect(store.findTickets({ statuses: ['open'] })).rejects.toMatchObject({ code: 'storageFailed' });
      await expect(store.watched()).rejects.toMatchObject({ code: 'storageFailed' });
      await expect(store.findIncidents({ states: ['open'] })).rejects.toMatchObject({ code: 'storageFailed' });
    });
  });
}
