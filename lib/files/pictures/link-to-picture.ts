import type { Link } from '../../http/redirect.ts';
import { versionOfPicture } from '../../ids.ts';
import { linkToRendition } from '../contents/renditions.ts';
import type { PictureQuery } from './schema.ts';

/** Less than the link is good for. */
const keepSeconds = 240;

/** A link to a picture that everybody sees; kept only where its version is asked for, and so stays right. */
export async function linkToPicture(
  fileId: string,
  { size, v }: PictureQuery,
  now: Date,
): Promise<Link> {
  const url = await linkToRendition(fileId, size, now);
  return v === versionOfPicture(fileId) ? { url, keepSeconds } : { url };
}
