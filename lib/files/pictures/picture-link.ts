import { Reply } from '../../http/reply.ts';
import { versionOfPicture } from '../../ids.ts';
import { linkToRendition } from '../contents/renditions.ts';
import type { PictureQuery } from './schema.ts';

export interface PictureLink {
  url: string;
  /** Whether it is asked for by its version, so that the answer stays right. */
  isVersioned: boolean;
}

/** A link to a picture that shows to everybody. */
export const linkToPicture = async (
  fileId: string,
  { size, v }: PictureQuery,
  now: Date,
): Promise<PictureLink> => ({
  url: await linkToRendition(fileId, size, now),
  isVersioned: v === versionOfPicture(fileId),
});

/** Less than the link is good for. */
const keepSeconds = 240;

/** The answer that leads to a picture. */
export const redirectToPicture = ({ url, isVersioned }: PictureLink) =>
  new Reply(302 as const, undefined, {
    location: url,
    'cache-control': isVersioned ? `public, max-age=${keepSeconds}` : 'no-store',
  });
