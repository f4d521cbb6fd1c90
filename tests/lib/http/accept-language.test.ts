import { preferredLanguage } from '../../../lib/http/accept-language.ts';

it.each([
  ['en', undefined],
  ['en', ''],
  ['en', '*'],
  ['ko', 'ko'],
  ['ko', 'ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7'],
  ['ko', 'KO-kr'],
  ['en', 'en-GB, ko;q=0.9'],
  ['ko', 'en;q=0.5, ko ; q=0.8'],
  ['ko', 'fr, ko;q=0.1'],
  ['en', 'fr, de'],
  ['en', 'kok'],
  ['en', 'ko;q=0'],
  ['en', 'ko;q=0, en;q=0.1'],
  ['en', 'ko;q=very, ;;,=,q'],
])('chooses %s for %p', (language, header) => {
  expect(preferredLanguage(header, ['en', 'ko'])).toBe(language);
});
