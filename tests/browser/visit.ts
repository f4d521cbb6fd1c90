import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { accountPageTexts } from '../../lib/platform/account-pages/account-page-texts.ts';
import type { World } from '../support/world.ts';

/* How the pages behind mailed links are looked at. */

export type Language = keyof typeof accountPageTexts;
type Scheme = 'light' | 'dark';

/** Those who read them: each language in each scheme. */
export const readers = (['en', 'ko'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((scheme) => ({ language, scheme })),
);

export interface Visit {
  language: Language;
  context: BrowserContext;
  page: Page;
  complaints: string[];
  /** Looks at the page as it is now, under a name. */
  look: (name: string) => Promise<void>;
}

/** Opens a narrow phone; what its browser complains of is kept. */
export async function open(
  browser: Browser,
  of: { language: Language; scheme: Scheme; screenshots: string | undefined },
): Promise<Visit> {
  const { language, scheme, screenshots } = of;
  const context = await browser.newContext({
    viewport: { width: 360, height: 720 },
    deviceScaleFactor: 2,
    isMobile: true,
    locale: language === 'ko' ? 'ko-KR' : 'en-US',
    colorScheme: scheme,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refusal of the API is told by the page, and by the browser as well.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isRefusal) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const names = `${request.url()} ${request.headers().referer ?? ''}`;
    if (!request.isNavigationRequest() && names.includes('token')) complaints.push(names);
  });
  let looks = 0;
  return {
    language,
    context,
    page,
    complaints,
    async look(name) {
      looks += 1;
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 360);
      const worst = await page.evaluate<number>(leastContrast);
      assert.ok(worst >= 4.5, `${name}: contrast ${worst}`);
      if (screenshots === undefined) return;
      const file = `account-${language}-${scheme}-${String(looks).padStart(2, '0')}-${name}.png`;
      await page.screenshot({ path: join(screenshots, file), fullPage: true });
    },
  };
}

/** The least contrast of a text that is shown with what is behind it (WCAG 2.2, 1.4.3). */
const leastContrast = `(() => {
  const rgba = (text) => text.match(/[\\d.]+/g).map(Number);
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll('body *')].filter(
    (element) =>
      element.checkVisibility() &&
      [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()),
  );
  return Math.min(
    ...texts.map((element) => {
      const [dark, light] = [rgba(getComputedStyle(element).color), behind(element)]
        .map(luminance)
        .sort((one, other) => one - other);
      return (light + 0.05) / (dark + 0.05);
    }),
  );
})()`;

/** The link of the newest mail to somebody. */
export async function newestLink(world: World, { email }: { email: string }): Promise<string> {
  const [mail] = await world.mails({ to: email });
  const link = /^https?:.*$/m.exec(mail?.text ?? '')?.[0];
  assert.ok(link, `no link in ${mail?.text}`);
  return link;
}

/** Follows a link; its token stays in the page alone. */
export async function follow({ page }: Visit, link: string): Promise<void> {
  await page.goto(link);
  assert.equal(page.url(), link.slice(0, link.indexOf('?')));
}

export const isFocused = (page: Page, selector: string) =>
  page.evaluate<boolean>(`document.activeElement === document.querySelector('${selector}')`);
