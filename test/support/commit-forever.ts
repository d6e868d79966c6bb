import { createLowdbStore } from '../../src/storage/lowdb/lowdb-store.ts';
import { silentLogger } from '../../src/log.ts';
import { entryOf, keyOf, outcomeOf, ticketOf } from './conversations.ts';

// Commits to three conversations until it is killed, telling each commit once it was acknowledged.
const [dir = ''] = process.argv.slice(2);
const store = await createLowdbStore({ dir, logger: silentLogger, now: () => 0 });

async function commitForever(id: string): Promise<never> {
  const key = keyOf(id);
  for (let seq = 1; ; seq += 1) {
    const tickets = seq === 1 ? [ticketOf(key)] : [];
    const outcome = outcomeOf(key, [entryOf(seq, { delivery: 'pending' })], { tickets });
    const result = await store.commit(outcome, seq - 1);
    process.stdout.write(`${result} ${id} ${seq}\n`);
  }
}

await Promise.all(['a', 'b', 'c'].map(commitForever));
