import type { StoredFile } from './file-view.ts';
import { largestForm } from './schema.ts';

/** Bytes of each part but the last. S3 takes no smaller ones than 5 MiB; a browser hashes one at once. */
export const partSize = 16 * 1024 * 1024;

/** Whether a content comes in parts, and not by a form. A copy's comes from its original. */
export const isInParts = ({ size, copyOf }: StoredFile): boolean =>
  size > largestForm && copyOf === undefined;

/** @param size Bytes of the whole */
export const partCountOf = (size: number): number => Math.ceil(size / partSize);

/** Bytes of one part of a whole. */
export const sizeOfPart = (size: number, partNumber: number): number =>
  Math.min(partSize, size - (partNumber - 1) * partSize);
