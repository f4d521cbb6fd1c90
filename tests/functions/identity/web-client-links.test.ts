import { describeInProcess } from '../../support/describe-in-process.ts';
import { mailedLinks } from '../../support/mailed-links.ts';
import { type Stack, startStack } from '../../support/stack.ts';
import { testRun } from '../../support/test-run.ts';

describeInProcess('a deployment with a web client', () => {
  let stack: Stack;
  const env = { WEB_URL: 'https://moa.example/app' };

  beforeAll(async () => {
    stack = await startStack({ on: testRun(), env });
  });
  afterAll(() => stack.close());

  it('mails links that lead there', async () => {
    const links = await mailedLinks(stack.createWorld());
    expect(links.map(({ origin, pathname }) => `${origin}${pathname}`)).toEqual([
      'https://moa.example/app/verify-email',
      'https://moa.example/app/reset-password',
      'https://moa.example/app/undo-password-change',
    ]);
  });
});
