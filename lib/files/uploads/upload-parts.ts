import { presignPart } from '../../aws/presign.ts';
import type { UserCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError, type InputFault } from '../../errors/app-error.ts';
import { invalidRequest } from '../../errors/request-errors.ts';
import { contentRefused, fileNotFound, notInParts, uploadEnded } from '../errors.ts';
import type { StoredFile } from '../library/file-view.ts';
import { findChangeableFile } from '../library/find-file.ts';
import { uploadSeconds } from '../library/link-seconds.ts';
import { assembledKey } from '../library/object-keys.ts';
import { arrivedParts } from './arrived-parts.ts';
import { toBase64, toHex } from './checksum.ts';
import { longestWaitHours } from './longest-wait.ts';
import { openUpload } from './open-upload.ts';
import { isInParts, partCountOf, partSize, sizeOfPart } from './parts.ts';
import type { SignPartsInput, UploadPartsView } from './schema.ts';

/**
 * Begins an upload in parts or goes on with it: tells which parts have arrived, and gives links by
 * which S3 takes others, of their size and SHA-256 and no other.
 *
 * @throws AppError `request.invalid` · as `findChangeableFile` · `files.not_in_parts` · `files.upload_ended` · `files.content_refused`
 */
export async function uploadParts(
  ctx: Context<UserCaller>,
  fileId: string,
  { parts }: SignPartsInput,
): Promise<UploadPartsView> {
  const file = await findAwaited(ctx.caller, fileId);
  const partCount = partCountOf(file.size);
  refuseUnknownParts(parts, partCount);
  const multipartId = await openUpload(ctx.commit, file);
  const arrived = multipartId && (await arrivedParts(file, multipartId));
  if (!multipartId || !arrived) {
    await findAwaited(ctx.caller, fileId);
    throw new AppError(uploadEnded);
  }
  const expiresAt = Math.min(
    ctx.now.getTime() + uploadSeconds * 1000,
    Date.parse(file.createdAt) + longestWaitHours * 3_600_000,
  );
  // It is to be forgotten any minute.
  if (expiresAt <= ctx.now.getTime()) throw new AppError(fileNotFound);
  const links = parts.map(async ({ partNumber, sha256 }) => {
    const size = sizeOfPart(file.size, partNumber);
    const link = await presignPart({
      key: assembledKey(fileId),
      multipartId,
      partNumber,
      size,
      sha256: toBase64(sha256),
      now: ctx.now,
      expiresInSeconds: Math.ceil((expiresAt - ctx.now.getTime()) / 1000),
    });
    return { partNumber, size, ...link };
  });
  return {
    partSize,
    partCount,
    uploaded: arrived.map(({ partNumber, sha256 }) => ({ partNumber, sha256: toHex(sha256) })),
    links: await Promise.all(links),
    linksExpireAt: new Date(expiresAt).toISOString(),
  };
}

/** A file that the caller may change, whose content comes in parts, and has not come as a whole. */
async function findAwaited(caller: UserCaller, fileId: string): Promise<StoredFile> {
  const file = await findChangeableFile(caller, fileId);
  if (!isInParts(file.size) || file.copyOf !== undefined) throw new AppError(notInParts);
  if (file.status === 'failed') throw new AppError(contentRefused);
  if (file.status === 'ready') throw new AppError(uploadEnded);
  return file;
}

function refuseUnknownParts(parts: SignPartsInput['parts'], partCount: number): void {
  const errors = parts.flatMap(({ partNumber }, index): InputFault[] =>
    partNumber <= partCount
      ? []
      : [
          {
            path: `body.parts.${index}.partNumber`,
            message: `must be at most ${partCount}`,
            rule: 'max',
          },
        ],
  );
  if (errors.length > 0) throw new AppError(invalidRequest, { errors });
}
