import { searchUsers, updateMe } from '../../../functions/identity/profiles/routes.ts';
import { bodyOf } from '../../scenarios/arrange.ts';
import { createWorld } from '../../support/world.ts';

/** As many words as fit into a name, each of a letter that no other has. */
const words = (first: number) =>
  Array.from({ length: 40 }, (_, index) => String.fromCodePoint(first + index));

describe('a name of forty words', () => {
  it('is found by each, and by none of them after another took its place', async () => {
    const world = await createWorld({ live: false });
    const kim = await world.user('kim');
    const [before, after] = [words(0x10a00 + 0x700), words(0xac00)];
    const rename = async (name: string, handle: string, version: number) => {
      const headers = { 'if-match': `"${version}"` };
      return world.call(updateMe, { as: kim, body: { name, handle }, headers });
    };
    const suffix = kim.id.slice(-8);
    const first = await rename(before.join(' '), `a_b_c_d_${suffix}`, 1);
    expect(first).toHaveStatus(200);
    const second = await rename(after.join(' '), `e_f_g_h_${suffix}`, 2);
    expect(second).toHaveStatus(200);
    const found = async (query: string) => {
      const { items } = await bodyOf(
        world.call(searchUsers, { as: kim, query: { query, limit: 100 } }),
      );
      return items.some(({ id }) => id === kim.id);
    };
    for (const index of [0, 4, 20, 39]) {
      const [old = '', present = ''] = [before[index], after[index]];
      expect(await found(present)).toBe(true);
      expect(await found(old)).toBe(false);
    }
  });
});
