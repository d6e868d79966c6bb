import { describe, expect, it } from 'vitest';
import { createFeed, type Feed, type FeedEvent } from '../../src/service/feed.ts';
import { entryOf, keyOf } from '../support/conversations.ts';

describe('the feed', () => {
  const event = (id: string, seq = 1): FeedEvent => ({ key: keyOf(id), entries: [entryOf(seq)], tickets: [] });
  const strictFeed = (): Feed =>
    createFeed((error) => {
      throw error;
    });

  it('tells a listener the entries of its conversation only, in order', () => {
    const feed = strictFeed();
    const heard: number[] = [];
    feed.subscribe(keyOf('a'), (entries) => heard.push(...entries.map(({ seq }) => seq)));
    feed.publish(event('a', 1));
    feed.publish(event('b', 9));
    feed.publish(event('a', 2));
    expect(heard).toEqual([1, 2]);
  });

  it('tells whoever listens to everything all events as they are', () => {
    const feed = strictFeed();
    const heard: FeedEvent[] = [];
    feed.subscribeAll((told) => heard.push(told));
    const events = [event('a'), event('b')];
    events.forEach((told) => feed.publish(told));
    expect(heard).toEqual(events);
  });

  it('tells nothing any more to those who stopped, however often they stop', () => {
    const feed = strictFeed();
    let heard = 0;
    const stops = [feed.subscribe(keyOf('a'), () => (heard += 1)), feed.subscribeAll(() => (heard += 1))];
    feed.subscribe(keyOf('a'), () => (heard += 10));
    for (const stop of [...stops, ...stops]) stop();
    feed.publish(event('a'));
    expect(heard).toBe(10);
  });

  it('keeps a listener that throws from disturbing the others and the publisher', () => {
    const errors: unknown[] = [];
    const feed = createFeed((error) => errors.push(error));
    let heard = 0;
    feed.subscribe(keyOf('a'), () => {
      throw new Error('mine');
    });
    feed.subscribe(keyOf('a'), () => (heard += 1));
    feed.subscribeAll(() => (heard += 1));
    feed.publish(event('a'));
    expect(heard).toBe(2);
    expect(errors).toEqual([new Error('mine')]);
  });

  it('lets listeners come and go while it tells', () => {
    const feed = strictFeed();
    const heard: string[] = [];
    const stop = feed.subscribe(keyOf('a'), () => {
      heard.push('first');
      stop();
      feed.subscribe(keyOf('a'), () => heard.push('late'));
    });
    feed.publish(event('a'));
    expect(heard).toEqual(['first']);
    feed.publish(event('a'));
    expect(heard).toEqual(['first', 'late']);
  });
});
