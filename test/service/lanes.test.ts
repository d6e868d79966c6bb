import { describe, expect, it } from 'vitest';
import { createLanes } from '../../src/service/lanes.ts';

/** A promise and how to settle it. */
function gate(): { promise: Promise<void>; open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

describe('lanes', () => {
  it('run jobs of one key one after the other, in order', async () => {
    const inOrder = createLanes();
    const log: string[] = [];
    const first = gate();
    const jobs = [
      inOrder('a', async () => {
        log.push('1 starts');
        await first.promise;
        log.push('1 ends');
      }),
      inOrder('a', async () => void log.push('2')),
      inOrder('a', async () => void log.push('3')),
    ];
    first.open();
    await Promise.all(jobs);
    expect(log).toEqual(['1 starts', '1 ends', '2', '3']);
  });

  it('run jobs of different keys side by side', async () => {
    const inOrder = createLanes();
    const blocked = gate();
    const waiting = inOrder('a', () => blocked.promise);
    expect(await inOrder('b', async () => 'done')).toBe('done');
    blocked.open();
    await waiting;
  });

  it('give each caller the result or the failure of its own job, and go on after a failure', async () => {
    const inOrder = createLanes();
    const results = await Promise.allSettled([
      inOrder('a', async () => 1),
      inOrder('a', async () => {
        throw new Error('no');
      }),
      inOrder('a', async () => 3),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('run a job that another job asks for without waiting for it', async () => {
    const inOrder = createLanes();
    const log: string[] = [];
    let inner: Promise<void> = Promise.resolve();
    await inOrder('a', async () => {
      inner = inOrder('a', async () => void log.push('inner'));
      log.push('outer');
    });
    await inner;
    expect(log).toEqual(['outer', 'inner']);
  });
});
