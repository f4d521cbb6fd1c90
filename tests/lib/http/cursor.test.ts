import * as fc from 'fast-check';
import { openCursor, sealCursor } from '../../../lib/http/cursor.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

const now = new Date('2026-11-21T09:00:00.000Z');
const binding = { routeId: 'sns.listPosts', callerId: 'usr_a', filters: [{ userId: 'usr_b' }, {}] };
const refused = expect.objectContaining({ code: 'request.invalid_cursor' });

describeInProcess('cursors', () => {
  it('open to what they were made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 500 }), async (text) => {
        const position = text.toWellFormed();
        const cursor = await sealCursor(position, binding, now);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(await openCursor(cursor, binding, now)).toBe(position);
      }),
    );
  });

  it('say nothing of the position', async () => {
    const position = '{"pk":"post#secret"}';
    const cursor = await sealCursor(position, binding, now);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('secret');
    expect(await sealCursor(position, binding, now)).not.toBe(cursor);
  });

  it.each([
    ['route', { routeId: 'sns.listReplies' }],
    ['caller', { callerId: 'usr_c' }],
    ['caller, now anonymous', { callerId: 'anonymous' }],
    ['path', { filters: [{ userId: 'usr_c' }, {}] }],
    ['filter', { filters: [{ userId: 'usr_b' }, { tag: 'x' }] }],
  ])('do not open for another %s', async (_, change) => {
    const cursor = await sealCursor('position', binding, now);
    await expect(openCursor(cursor, { ...binding, ...change }, now)).rejects.toEqual(refused);
  });

  it('live for a day', async () => {
    const cursor = await sealCursor('position', binding, now);
    const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
    expect(await openCursor(cursor, binding, after(24 * 3_600_000 - 1))).toBe('position');
    await expect(openCursor(cursor, binding, after(24 * 3_600_000))).rejects.toEqual(refused);
  });

  it('do not open once any bit of them was changed', async () => {
    const cursor = await sealCursor('position', binding, now);
    const bytes = Buffer.from(cursor, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(openCursor(changed.toString('base64url'), binding, now)).rejects.toEqual(
        refused,
      );
    }
  });

  it('do not open when shortened, lengthened, padded or made up', async () => {
    const cursor = await sealCursor('position', binding, now);
    const others = [
      cursor.slice(0, -1),
      cursor.slice(1),
      `${cursor}A`,
      `${cursor}=`,
      `${cursor} `,
      cursor + cursor,
      'eyJwayI6InBvc3QjMSJ9',
      'x',
      '💥',
      'A'.repeat(5000),
    ];
    for (const other of others) {
      await expect(openCursor(other, binding, now)).rejects.toEqual(refused);
    }
  });
});
