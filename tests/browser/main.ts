import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createStack } from '../crash/stack.ts';
import { useAccountPages } from './account-pages.ts';
import { useDemo } from './demo.ts';
import { useInvitationPage } from './invitation-page.ts';
import { usePasskeys } from './passkeys.ts';

/* `npm run test:browser`: see docs/proofs.md. */

const { values } = parseArgs({
  options: {
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    screenshot: { type: 'string' },
    'account-screenshots': { type: 'string' },
  },
});

const dataDir = await mkdtemp(join(tmpdir(), 'moa-browser-'));
const stack = await createStack(dataDir);
const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] });
try {
  await stack.start();
  console.log(`Chromium ${browser.version()}`);
  await usePasskeys(browser, stack.baseUrl);
  await useAccountPages(browser, stack.baseUrl, values['account-screenshots']);
  await useInvitationPage(browser, stack.baseUrl, values['account-screenshots']);
  await useDemo(browser, stack.baseUrl, values.screenshot);
} finally {
  await browser.close();
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}
