/** Longest edges of what is made of a picture, in pixels, the largest first. */
export const renditionSizes = [1024, 256, 64] as const;

export type RenditionSize = (typeof renditionSizes)[number];

/** A picture whose renditions are there; width and height are those of the original, upright. */
export interface RenderedImage {
  state: 'ready';
  width: number;
  height: number;
}

/** Why nothing can be made of a picture. */
export const imageRefusals = ['too_large', 'unreadable'] as const;

export interface RefusedImage {
  state: 'failed';
  reason: (typeof imageRefusals)[number];
}

/** What renditions are. */
export const renditionType = 'image/webp';

/** Bytes of the largest picture that is rendered. */
export const largestImage = 32 * 1024 * 1024;
