import { describe, expect, it } from '@jest/globals';
import { BodyCache } from '../src/services/messaging/body-cache.ts';

describe('the cache of bodies', () => {
  it('forgets what was read longest ago when it is full', () => {
    const cache = new BodyCache(10);
    cache.put('b', 'old', Buffer.alloc(4));
    cache.put('b', 'read', Buffer.alloc(4));
    cache.get('b', 'old');
    cache.put('b', 'new', Buffer.alloc(4));
    expect(['old', 'read', 'new'].map((key) => cache.get('b', key)?.length)).toEqual([4, undefined, 4]);
  });

  it('counts the bytes of what was replaced and deleted no longer', () => {
    const cache = new BodyCache(10);
    cache.put('b', 'a', Buffer.alloc(8));
    cache.put('b', 'a', Buffer.alloc(2));
    cache.put('b', 'gone', Buffer.alloc(4));
    cache.delete('b', 'gone');
    cache.put('b', 'c', Buffer.alloc(8));
    expect([cache.get('b', 'a')?.length, cache.get('b', 'c')?.length]).toEqual([2, 8]);
  });

  it('does not keep a body larger than itself, nor the one it replaces', () => {
    const cache = new BodyCache(10);
    cache.put('b', 'a', Buffer.alloc(1));
    cache.put('b', 'a', Buffer.alloc(11));
    expect(cache.get('b', 'a')).toBeUndefined();
  });
});
