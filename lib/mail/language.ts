/** The languages that mails are written in. */
export type Language = 'en' | 'ko';

/** The language of mails to somebody with this locale. */
export const languageOf = (locale: string): Language => (/^ko\b/i.test(locale) ? 'ko' : 'en');
