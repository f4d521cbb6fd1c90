import { handleOf } from '../../../lib/identity/accounts/profile-defaults.ts';

describe('a handle made of a name', () => {
  it.each([
    ['Kim Lee', 'kim_lee'],
    ['Łukasz Żółć', 'lukasz_zolc'],
    ['Søren', 'soren'],
    ['Đặng Thị', 'dang_thi'],
    ['Þórður Ægir', 'thordur_aegir'],
    ['Işık', 'isik'],
    ['Weiß', 'weiss'],
    ['ＫＩＭ', 'kim'],
    ["O'Brien-Smith", 'o_brien_smith'],
    ['김', 'user'],
    ['Ab', 'user'],
    ['Admin', 'user'],
    ['Sup port', 'user'],
    ['Admin Kim', 'admin_kim'],
    ['✨', 'user'],
  ])('%s', (name, handle) => {
    expect(handleOf(name, { unique: false })).toBe(handle);
    expect(handleOf(name, { unique: true })).toMatch(new RegExp(`^${handle}_[0-9a-f]{8}$`));
  });
});
