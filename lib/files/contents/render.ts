import sharp, { type SharpOptions } from 'sharp';
import {
  type RefusedImage,
  type RenderedImage,
  type RenditionSize,
  renditionSizes,
} from '../library/image.ts';

/** Makes renditions of a content. Only the worker that renders images loads this. */

/** Pixels of the largest picture that is decoded: 8,192 by 8,192. */
const mostPixels = 8192 * 8192;

/**
 * Pixels of its longest edge, which only a PNG can have: rows are decoded whole, and a row of millions
 * takes more memory than there is, however few rows there are.
 */
const longestEdge = 100_000;

const longestSeconds = 40;

const quality = 82;

// What else libvips can read, it does not read here.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
sharp.cache(false);

const options: SharpOptions = {
  limitInputPixels: mostPixels,
  // What ends early is shown as far as it goes, as browsers do.
  failOn: 'none',
  sequentialRead: true,
};

export interface Rendering {
  image: RenderedImage;
  /** WebP by size. */
  renditions: ReadonlyMap<RenditionSize, Uint8Array>;
}

/**
 * Turns a picture upright and makes WebP of it in every size, with nothing in it but pixels; of what
 * moves the first frame. A picture is never enlarged. What cannot be rendered is told, not thrown:
 * its dimensions are looked at before anything is decoded.
 */
export async function render(content: Uint8Array): Promise<Rendering | RefusedImage> {
  const size = await upright(content);
  if (!size) return { state: 'failed', reason: 'unreadable' };
  const { width, height } = size;
  if (width * height > mostPixels || Math.max(width, height) > longestEdge) {
    return { state: 'failed', reason: 'too_large' };
  }
  try {
    const [largest] = renditionSizes;
    const { data, info } = await sharp(content, options)
      .timeout({ seconds: longestSeconds })
      .autoOrient()
      .resize({ width: largest, height: largest, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const renditions = new Map<RenditionSize, Uint8Array>();
    for (const edge of renditionSizes) {
      const rendition = await sharp(data, { raw })
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
        .webp({ quality })
        .toBuffer();
      renditions.set(edge, rendition);
    }
    return { image: { state: 'ready', width, height }, renditions };
  } catch (error) {
    // A busy machine says so, not the content: another try may go well.
    if (/timeout|memory|alloc/i.test(String(error))) throw error;
    return { state: 'failed', reason: 'unreadable' };
  }
}

/** Width and height as it is looked at, by its header alone; `undefined` when it has none. */
async function upright(
  content: Uint8Array,
): Promise<{ width: number; height: number } | undefined> {
  try {
    const { autoOrient } = await sharp(content, { ...options, limitInputPixels: false }).metadata();
    return autoOrient;
  } catch {
    return undefined;
  }
}
