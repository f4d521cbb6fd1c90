import { forgotPassword, resetPassword } from '../../../functions/identity/recovery/routes.ts';
import { resendVerification, verifyEmail } from '../../../functions/identity/sign-up/routes.ts';
import { accountPageTexts } from '../../../lib/platform/account-pages/account-page-texts.ts';
import { invitationPageTexts } from '../../../lib/platform/account-pages/invitation-page-texts.ts';
import { mailedLinks } from '../../support/mailed-links.ts';
import { createWorld, type World } from '../../support/world.ts';

const paths = ['/verify-email', '/reset-password', '/undo-password-change'] as const;
/** Each page, and how many fields its forms have. */
const pages = [
  ...paths.map((path) => ({ path, fields: 2, forms: 2 })),
  { path: '/accept-invitation', fields: 4, forms: 4 },
];

const get = (world: World, path: string, headers: Record<string, string> = {}) =>
  world.request('GET', path, { headers });

describe('the pages behind mailed links', () => {
  describe.each(pages)('$path', ({ path, fields, forms }) => {
    it('loads and calls nothing but its own origin, and keeps its address to itself', async () => {
      const world = await createWorld({ live: false });
      const page = await get(world, `${path}?token=x`);
      expect(page).toHaveStatus(200);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('vary')).toBe('accept-language');
      const text = String(page.body);
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
      const addresses = [...text.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, one]) =>
        String(one),
      );
      expect(addresses.length).toBeGreaterThanOrEqual(4);
      for (const address of addresses) {
        expect(address).toMatch(/^\/\w/);
        expect(await get(world, address)).toHaveStatus(200);
      }
    });

    it.each([
      ['ko', 'ko-KR,ko;q=0.9,en;q=0.8'],
      ['en', 'en-US,en;q=0.9,ko;q=0.8'],
      ['en', 'fr'],
    ] as const)('is in %s for who reads %s', async (language, header) => {
      const world = await createWorld({ live: false });
      const page = await get(world, path, { 'accept-language': header });
      expect(page.headers.get('content-language')).toBe(language);
      expect(page.body).toContain(`<html lang="${language}">`);
      expect(page.body).toContain(accountPageTexts[language].needsScript);
      expect(String(page.body).match(/[가-힣]/) === null).toBe(language === 'en');
    });

    it('is the same whatever the token is', async () => {
      const world = await createWorld({ live: false });
      const plain = await get(world, path);
      for (const token of ['x'.repeat(43), '"><script>', encodeURIComponent('\u0000한\u202e')]) {
        expect((await get(world, `${path}?token=${token}`)).body).toBe(plain.body);
      }
    });

    it('labels each input, and describes it by what is there', async () => {
      const world = await createWorld({ live: false });
      const text = String((await get(world, path)).body);
      const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      const inputs = [...text.matchAll(/<input id="([^"]+)"[^>]*aria-describedby="([^"]+)"/g)];
      expect(inputs).toHaveLength(fields);
      for (const [, id, described = ''] of inputs) {
        expect(text).toContain(`<label for="${id}">`);
        for (const one of described.split(' ')) expect(ids).toContain(one);
      }
      expect(text.match(/role="alert"/g)).toHaveLength(forms);
    });
  });

  it('say the same in each language', () => {
    const shape = (value: object): object =>
      Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, typeof one === 'string' ? '' : shape(one)]),
      );
    expect(shape(accountPageTexts.ko)).toEqual(shape(accountPageTexts.en));
    expect(shape(invitationPageTexts.ko)).toEqual(shape(invitationPageTexts.en));
  });

  it.each([
    ['/verify-email', verifyEmail, 'password', resendVerification],
    ['/reset-password', resetPassword, 'newPassword', forgotPassword],
    ['/undo-password-change', resetPassword, 'newPassword', forgotPassword],
  ] as const)('call the API as it is: %s', async (path, route, field, ask) => {
    const world = await createWorld({ live: false });
    const text = String((await get(world, path)).body);
    const calls = [...text.matchAll(/data-call="([^"]+)"/g)].map(([, call]) => call);
    expect(calls).toEqual([route.path, ask.path]);
    expect(Object.keys(route.body.shape).toSorted()).toEqual([field, 'token'].toSorted());
    expect(text).toContain(`name="${field}"`);
    expect(Object.keys(ask.body.shape)).toEqual(['email']);
    for (const { method } of [route, ask]) expect(method).toBe('POST');
  });

  it('are where mails lead while there is no web client', async () => {
    const world = await createWorld({ live: false });
    const links = await mailedLinks(world);
    expect(links.map(({ pathname }) => pathname)).toEqual(paths);
    for (const { pathname, search } of links) {
      const page = await get(world, `${pathname}${search}`);
      expect(page).toHaveStatus(200);
      expect(page.body).toContain('<form');
    }
  });

  it('leave no token in what is told of requests', async () => {
    const world = await createWorld({ live: false });
    const token = 'a-token-that-nobody-may-read';
    for (const { path } of pages) await get(world, `${path}?token=${token}`);
    const { body } = await get(world, '/_local/requests');
    expect(JSON.stringify(body)).toContain('platform.getVerifyEmailPage');
    expect(JSON.stringify(body)).not.toContain(token);
  });
});
