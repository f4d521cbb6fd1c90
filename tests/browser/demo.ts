import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { createPost } from '../../functions/sns/publishing/routes.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { type User, type World, worldOf } from '../support/world.ts';

const firstPosts = Array.from({ length: 45 }, (_, day) => `${day + 1}번째 소식`);

/** Does with the demo what its users do; a complaint of the browser is a failure. */
export async function useDemo(
  browser: Browser,
  baseUrl: string,
  screenshot: string | undefined,
): Promise<void> {
  const world = worldOf({ baseUrl, fetch: (request) => fetch(request) });
  const lee = await world.user('lee');
  for (const text of firstPosts) await say(world, lee, text);
  await world.drain();

  const context = await browser.newContext({ viewport: { width: 1000, height: 720 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${baseUrl}/_local/demo`);

  await page.getByLabel('E-mail').fill('kim@example.com');
  await page.getByLabel('Password').fill('three blue lanterns');
  await page.getByLabel('Name').fill('김모아');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('region', { name: 'My profile' }).getByText('김모아').waitFor();
  console.log('✓ signed up and in');

  await page.getByPlaceholder('Find people').fill(lee.name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await page.getByRole('button', { name: 'Following' }).waitFor();
  await post(page, '45번째 소식').waitFor();
  console.log('✓ followed, and has the earlier posts on the timeline');

  const end = page.getByText('That is all.');
  while (!(await end.isVisible())) await page.mouse.wheel(0, 2000);
  assert.deepEqual(await textsOf(page), firstPosts.toReversed());
  console.log('✓ scrolled back to the first post');

  await page.getByLabel('Change').setInputFiles(await photo('violet'));
  const profile = page.getByRole('region', { name: 'My profile' });
  await shownPictures(profile.locator('img'), 1);
  console.log('✓ has a profile image');

  const last = post(page, '45번째 소식');
  const like = last.getByRole('button', { name: '♥' });
  await like.click();
  await last.getByRole('button', { name: '♥ 1', pressed: true }).waitFor();
  await page.getByLabel('Add pictures').setInputFiles([await photo('sky'), await photo('rose')]);
  await page.getByPlaceholder('What is new?').fill('모아, gathered together');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await post(page, '모아, gathered together').waitFor();
  await page.reload();
  await post(page, '모아, gathered together').waitFor();
  await last.getByRole('button', { name: '♥ 1', pressed: true }).waitFor();
  await shownPictures(post(page, '모아, gathered together').locator('.pictures img'), 2);
  console.log('✓ liked, and posted with pictures, still there when the page is loaded again');
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });

  await post(page, '모아, gathered together').getByRole('button', { name: 'Delete' }).click();
  await post(page, '모아, gathered together').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
  console.log('✓ deleted and signed out');
}

const colours = { sky: '#7dd3fc', rose: '#fda4af', violet: '#a78bfa' };

/** A photo from a phone, of one colour that becomes another. */
async function photo(name: keyof typeof colours) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
    <linearGradient id="g"><stop stop-color="${colours[name]}"/><stop offset="1" stop-color="#1e3a8a"/></linearGradient>
    <rect width="1200" height="800" fill="url(#g)"/></svg>`;
  const buffer = await sharp(Buffer.from(svg)).jpeg().toBuffer();
  return { name: `${name}.jpg`, mimeType: 'image/jpeg', buffer };
}

const decode = (picture: { decode(): Promise<void> }) => picture.decode();

/** Waits until so many pictures are there that the browser could decode. */
async function shownPictures(pictures: Locator, count: number): Promise<void> {
  await pictures.nth(count - 1).waitFor();
  await Promise.all(
    Array.from({ length: count }, (_, index) => pictures.nth(index).evaluate(decode)),
  );
}

const say = (world: World, as: User, text: string) =>
  bodyOf(world.call(createPost, { as, body: { text } }));

const post = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

const textsOf = (page: Page) =>
  page
    .locator('article [data-show="text"]')
    .evaluateAll((found) => found.map((p) => p.textContent));
