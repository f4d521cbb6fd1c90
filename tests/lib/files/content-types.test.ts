import {
  beginsAs,
  isShown,
  mediaType,
  normalMediaType,
} from '../../../lib/files/library/content-types.ts';

describe('media types', () => {
  it.each([
    [
      'application/vnd.ms-excel.sheet.macroEnabled.12',
      'application/vnd.ms-excel.sheet.macroenabled.12',
    ],
    ['TEXT/HTML', 'text/html'],
    ['text/plain;charset=UTF-8', 'text/plain; charset=utf-8'],
    ['text/plain; Charset="UTF-8"', 'text/plain; charset="utf-8"'],
    ['multipart/mixed; boundary=aBc', 'multipart/mixed; boundary=aBc'],
    ['video/mp4 ; codecs="avc1.42E01E, mp4a.40.2"', 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"'],
    ['text/x;a="\\"b;c\\\\"', 'text/x; a="\\"b;c\\\\"'],
    ['application/x-www+form_a.b^c', 'application/x-www+form_a.b^c'],
    ["x/a'b*c~d`e|f%g", "x/a'b*c~d`e|f%g"],
    ['image/jpg', 'image/jpeg'],
    ['image/pjpeg', 'image/jpeg'],
    ['IMAGE/JPG', 'image/jpeg'],
  ])('%s is one', (written, stored) => {
    expect(written).toMatch(mediaType);
    expect(normalMediaType(written)).toBe(stored);
    expect(normalMediaType(stored)).toBe(stored);
  });

  it.each([
    '',
    'text',
    'text/',
    '/plain',
    '*/*',
    'text/*',
    'text/plain;',
    'text/plain; charset',
    'text/plain; charset=',
    'text/plain; a="b',
    'text/plain; a=b c',
    'text/ plain',
    'text/plain\r\nx: y',
    'text/plain\n',
    'text/pläin',
    'text/plain, text/html',
    'a/b; c="\u0000"',
    'a/b; c="é"',
  ])('%j is none', (written) => {
    expect(written).not.toMatch(mediaType);
  });

  it('are the same picture with parameters and in capitals', () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    for (const type of ['image/png', 'IMAGE/PNG', 'image/png; a=b']) {
      expect(isShown(type)).toBe(true);
      expect(beginsAs(type, png)).toBe(true);
      expect(beginsAs(type, Buffer.from('GIF89a'))).toBe(false);
    }
    expect(isShown('image/svg+xml')).toBe(false);
  });
});
