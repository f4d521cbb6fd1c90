import * as fc from 'fast-check';
import { keyedHashes, open, seal } from '../../../lib/crypto/seal.ts';
import { describeInProcess } from '../../support/describe-in-process.ts';

describeInProcess('seal', () => {
  it('opens to the text for the same purpose and context', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(texts, texts, async (context, text) => {
        const sealed = await seal('cursor', context, text);
        expect(await open('cursor', context, sealed)).toBe(text);
        expect(await seal('cursor', context, text)).not.toBe(sealed);
      }),
    );
  });

  it.each([
    ['purpose', 'once', 'context'],
    ['secret', 'totp', 'context'],
    ['context', 'cursor', 'other'],
  ] as const)('does not open for another %s', async (_, purpose, context) => {
    const sealed = await seal('cursor', 'context', 'text');
    await expect(open(purpose, context, sealed)).rejects.toThrow();
  });

  it.each(['', 'x', 'AAAA', 'A'.repeat(38), '====', '💥'])('does not open %j', async (sealed) => {
    await expect(open('cursor', 'context', sealed)).rejects.toThrow();
  });

  it('opens only the canonical text', async () => {
    const sealed = await seal('cursor', 'context', 'text');
    for (const other of [`${sealed}=`, `${sealed}\n`, `${sealed}A`, sealed.slice(0, -1)]) {
      await expect(open('cursor', 'context', other)).rejects.toThrow();
    }
  });
});

describeInProcess('keyedHashes', () => {
  it('are the same for the same text and purpose only', async () => {
    const [hash] = await keyedHashes('cursor', 'text');
    expect(await keyedHashes('cursor', 'text')).toEqual([hash]);
    expect(await keyedHashes('cursor', 'text ')).not.toEqual([hash]);
    expect(await keyedHashes('once', 'text')).not.toEqual([hash]);
    expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
