import { beforeEach, describe, expect, it } from 'vitest';
import { decodeJwt, SignJWT } from 'jose';
import { createTokens, type Tokens } from '../../../src/channels/directline/tokens.ts';

const secret = 'a secret for tests, long enough';

describe('Direct Line tokens', () => {
  let now: number;
  let tokens: Tokens;

  beforeEach(() => {
    now = 1_700_000_000_000;
    tokens = createTokens(secret, () => now);
  });

  it('carry a conversation and a user', async () => {
    const token = await tokens.issue({ conversationId: 'c', userId: 'dl_1' });
    expect(await tokens.verify(token)).toEqual({ conversationId: 'c', userId: 'dl_1' });
    expect(await tokens.verify(await tokens.issue({ conversationId: 'c' }))).toEqual({ conversationId: 'c' });
  });

  it('tell clients the user by the claim they look for', async () => {
    expect(decodeJwt(await tokens.issue({ conversationId: 'c', userId: 'dl_1' }))['user']).toBe('dl_1');
  });

  it('expire after half an hour', async () => {
    const token = await tokens.issue({ conversationId: 'c' });
    now += 1_799_000;
    expect((await tokens.verify(token)).conversationId).toBe('c');
    now += 1_000;
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'tokenExpired' });
  });

  it('can be honoured for a while after they expired, by those who ask for it', async () => {
    const token = await tokens.issue({ conversationId: 'c', userId: 'dl_1' });
    now += 1_800_000 + 99_000;
    expect(await tokens.verifyExpired(token, 100)).toEqual({ conversationId: 'c', userId: 'dl_1' });
    now += 2_000;
    await expect(tokens.verifyExpired(token, 100)).rejects.toMatchObject({ code: 'tokenExpired' });
    const others = createTokens('another secret, also long', () => now);
    await expect(tokens.verifyExpired(await others.issue({ conversationId: 'c' }), 100)).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });

  it('open a stream for a minute', async () => {
    const token = await tokens.issueForStream('c');
    now += 59_000;
    expect(await tokens.verifyForStream(token)).toBe('c');
    now += 1_000;
    await expect(tokens.verifyForStream(token)).rejects.toMatchObject({ code: 'tokenExpired' });
  });

  it('for streams and for calls do not stand in for each other', async () => {
    const [forCalls, forStream] = [await tokens.issue({ conversationId: 'c' }), await tokens.issueForStream('c')];
    await expect(tokens.verifyForStream(forCalls)).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(tokens.verify(forStream)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('of another secret are refused, also when they expired', async () => {
    const others = createTokens('another secret, also long', () => now);
    const token = await others.issue({ conversationId: 'c' });
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthorized' });
    now += 1_800_000;
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('without signature, end, or conversation are refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { conv: 'c', aud: 'directline', exp: now / 1000 + 60 };
    const key = new TextEncoder().encode(secret);
    const sign = (payload: Record<string, unknown>) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).sign(key);
    const bad = [
      `${part({ alg: 'none' })}.${part(claims)}.`,
      await sign({ ...claims, exp: undefined }),
      await sign({ ...claims, conv: undefined }),
      await sign({ ...claims, conv: 7 }),
      '',
      'x',
    ];
    for (const token of bad) await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(await tokens.verify(await sign(claims))).toEqual({ conversationId: 'c' });
  });
});
