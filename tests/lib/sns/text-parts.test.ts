import { handlesIn, isTag, tagKey, tagsIn } from '../../../lib/sns/text-parts.ts';

describe('the tags in a text', () => {
  it.each<[string, string[]]>([
    ['Good morning #Seoul!', ['Seoul']],
    ['#맛집 추천: #서울_여행, #2026년', ['맛집', '서울_여행', '2026년']],
    ['#맛집#서울 #맛집', ['맛집', '서울']],
    ['#Seoul #SEOUL #seoul', ['Seoul']],
    ['＃全角 (#paren) "#quote"', ['全角', 'paren', 'quote']],
    ['#हिन्दी #ελλάς', ['हिन्दी', 'ελλάς']],
    ['C# a#b &#39; /#path #1 #2026 # #! #_', []],
    ['https://example.com/#top www.example.com/a#b HTTPS://x.y/?q=#z #real', ['real']],
    ['#️⃣ #️⃣abc', []],
    [
      Array.from({ length: 12 }, (_, index) => `#tag${index}`).join(' '),
      Array.from({ length: 10 }, (_, index) => `tag${index}`),
    ],
    [`#${'a'.repeat(50)} #${'b'.repeat(51)}`, ['a'.repeat(50)]],
    [`#${'a\u0301'.repeat(20)}`, ['a\u0301'.repeat(20)]],
    [`#a${'\u0301'.repeat(300)}`, []],
  ])('%s', (text, tags) => {
    expect(tagsIn(text)).toEqual(tags);
  });

  it('are the same in any case and composition', () => {
    expect(new Set(['Straße', 'STRASSE', 'strasse'].map(tagKey)).size).toBe(1);
    expect(new Set(['ΟΔΟΣ', 'οδος', 'οδοσ'].map(tagKey)).size).toBe(1);
    expect(tagKey('한글'.normalize('NFD'))).toBe(tagKey('한글'));
    expect(tagKey('서울')).not.toBe(tagKey('서을'));
  });

  it('are what can be asked for', () => {
    for (const tag of ['seoul', '서울', '2026년', '_a']) expect(isTag(tag)).toBe(true);
    for (const text of ['', '#seoul', 'a b', 'a-b', '2026', '\u0301a', 'a'.repeat(51)]) {
      expect(isTag(text)).toBe(false);
    }
  });
});

describe('the handles in a text', () => {
  it.each<[string, string[]]>([
    ['@kim, @Lee_1: hello (@han)', ['kim', 'Lee_1', 'han']],
    ['@kim @KIM', ['kim']],
    ['안녕 @kim님', ['kim']],
    ['kim@example.com a@kim .@dot @@kim @kim@mastodon.social', []],
    [`@ab @${'a'.repeat(31)}`, []],
    ['https://example.com/@kim @real.', ['real']],
    [
      Array.from({ length: 12 }, (_, index) => `@user${index}`).join(' '),
      Array.from({ length: 10 }, (_, index) => `user${index}`),
    ],
  ])('%s', (text, handles) => {
    expect(handlesIn(text)).toEqual(handles);
  });
});
