import { mailPreviews } from '../../../lib/identity/mails/mail-previews.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

describeInProcess('previews of mails', () => {
  it('show every mail in both languages, as it would be sent', async () => {
    const world = await createWorld();
    const { body } = await world.request('GET', '/_local/mail-previews');
    const shown = mailPreviews().map(({ name, locale, mail }) => ({ name, locale, ...mail }));
    expect(body).toEqual(shown);
    const names = new Set(shown.map(({ name }) => name));
    expect(shown).toHaveLength(2 * names.size);
    expect(new Set(shown.map(({ subject }) => subject)).size).toBe(shown.length);
    for (const { locale, subject, text, html } of shown) {
      expect(/[가-힣]/.test(subject)).toBe(locale === 'ko');
      expect(html).toContain(`<html lang="${locale}">`);
      expect(text.length).toBeGreaterThan(20);
    }
  });
});
