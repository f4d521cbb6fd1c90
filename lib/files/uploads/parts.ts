import { largestForm } from './schema.ts';

/** Bytes of each part but the last. S3 takes no smaller ones than 5 MiB; a browser hashes one at once. */
export const partSize = 16 * 1024 * 1024;

/** Whether a content of so many bytes comes in parts, from a client or from the original of a copy. */
export const isInParts = (size: number): boolean => size > largestForm;

/** @param size Bytes of the whole */
export const partCountOf = (size: number): number => Math.ceil(size / partSize);

/** Where one part of a whole begins. */
export const startOfPart = (partNumber: number): number => (partNumber - 1) * partSize;

/** Bytes of one part of a whole. */
export const sizeOfPart = (size: number, partNumber: number): number =>
  Math.min(partSize, size - startOfPart(partNumber));
