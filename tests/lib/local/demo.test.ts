import { describeInProcess } from '../../support/describe-in-process.ts';
import { createWorld } from '../../support/world.ts';

describeInProcess('GET /_local/demo', () => {
  it('serves the page and what it loads, which runs nothing from elsewhere', async () => {
    const world = await createWorld();
    const page = await world.request('GET', '/_local/demo');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const loaded = [...String(page.body).matchAll(/(?:src|href)="(\/_local\/demo\/[^"]+)"/g)];
    expect(loaded.length).toBeGreaterThan(1);
    for (const [, path = ''] of loaded) {
      expect(await world.request('GET', path)).toMatchObject({ status: 200 });
    }
  });

  it.each(['../console/page.html', '..%2Fconsole%2Fpage.html', 'constructor', 'none.js'])(
    'has no file %s',
    async (name) => {
      const answer = await (await createWorld()).request('GET', `/_local/demo/${name}`);
      expect(answer.status).toBe(404);
    },
  );
});
