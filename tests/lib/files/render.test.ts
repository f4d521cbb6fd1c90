import sharp from 'sharp';
import { render } from '../../../lib/files/contents/render.ts';
import { bombPng, phonePhoto, pngOf } from '../../support/pictures.ts';

async function rendered(content: Uint8Array) {
  const rendering = await render(content);
  return 'renditions' in rendering ? rendering : undefined;
}

describe('a picture that ends early', () => {
  it.each([
    ['JPEG', () => phonePhoto(300, 400)],
    ['PNG', () => pngOf(300, 400)],
  ])('is rendered as far as it goes: %s', async (_, make) => {
    const whole = await make();
    const rendering = await rendered(whole.subarray(0, Math.ceil(whole.length * 0.7)));
    expect(rendering?.image).toEqual({ state: 'ready', width: 300, height: 400 });
  });

  it('is nothing to the decoder of WebP', async () => {
    const whole = await sharp(await phonePhoto(300, 400))
      .autoOrient()
      .webp()
      .toBuffer();
    const part = whole.subarray(0, Math.ceil(whole.length * 0.7));
    expect(await render(part)).toEqual({ state: 'failed', reason: 'unreadable' });
  });

  it('shows what there is of it', async () => {
    const whole = await phonePhoto(400, 300);
    const part = await rendered(whole.subarray(0, Math.ceil(whole.length * 0.9)));
    const data = part?.renditions.get(64);
    const { dominant } = await sharp(data)
      .extract({ left: 0, top: 0, width: 64, height: 20 })
      .stats();
    expect(dominant.r).toBeGreaterThan(200);
  });
});

describe('the size of a picture', () => {
  it.each([
    [1080, 20_000],
    [20_000, 1080],
    [65_535, 1000],
    [8192, 8192],
  ])('of %i by %i pixels is taken', async (width, height) => {
    const rendering = await rendered(bombPng(width, height));
    expect(rendering?.image).toEqual({ state: 'ready', width, height });
    const { width: w, height: h } = await sharp(rendering?.renditions.get(1024)).metadata();
    expect(Math.max(w, h)).toBe(1024);
  });

  it('is taken of a wide JPEG', async () => {
    const size = { width: 17_000, height: 1500, channels: 3 as const, background: '#3366cc' };
    const jpeg = await sharp({ create: size }).jpeg().toBuffer();
    expect((await rendered(jpeg))?.image).toEqual({ state: 'ready', width: 17_000, height: 1500 });
  });

  it.each([
    [8193, 8192],
    [70_000, 1000],
    [40_000_000, 1],
  ])('of %i by %i pixels is too large', async (width, height) => {
    expect(await render(bombPng(width, height))).toEqual({ state: 'failed', reason: 'too_large' });
  });
});
