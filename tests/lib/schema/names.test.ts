import { createFileInput } from '../../../lib/files/uploads/schema.ts';
import { handle, name } from '../../../lib/identity/profiles/schema.ts';
import { text } from '../../../lib/schema/text.ts';

const takes = (schema: { safeParse: (value: string) => { success: boolean } }, value: string) =>
  schema.safeParse(value).success;

describe('names', () => {
  it.each(['\u2800', '\u2800 \u2800', '\u2800\u200b', '\u{1d159}', '\u3164', '\u00ad', '\ufe0f'])(
    'that show nothing are blank: %j',
    (value) => {
      expect(takes(name, value)).toBe(false);
      expect(takes(text({ min: 1, max: 300, multiline: true }), value)).toBe(false);
    },
  );

  it.each([
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
  ])('do not set the direction of text: %j', (control) => {
    expect(takes(name, `Kim${control}Lee`)).toBe(false);
    const file = { name: `invoice_${control}fdp.exe`, contentType: 'text/plain', size: 1 };
    expect(createFileInput.safeParse(file).success).toBe(false);
    const folder = { ...file, name: 'a', folder: `a/${control}b` };
    expect(createFileInput.safeParse(folder).success).toBe(false);
    expect(takes(text({ max: 10 }), `a${control}b`)).toBe(true);
  });

  it.each(['Kim ⠓⠊', 'محمد', 'שלום Kim', 'می\u200cخواهم', '👩‍👩‍👧', 'Kim\u3164'])(
    '%s is one',
    (value) => {
      expect(takes(name, value)).toBe(true);
    },
  );
});

describe('handles', () => {
  it.each([
    'admin',
    'Admin',
    'ADMIN',
    '_admin_',
    'ad_min',
    'support',
    'root',
    'security',
    'no_reply',
  ])('%s is reserved', (value) => {
    expect(handle.safeParse(value).error?.issues).toMatchObject([{ message: 'is reserved' }]);
  });

  it.each(['kim', 'administer', 'rooted', 'admin_kim', 'supporter'])('%s is not', (value) => {
    expect(takes(handle, value)).toBe(true);
  });
});
