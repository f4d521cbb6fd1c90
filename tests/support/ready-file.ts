import { completeFile, createFile } from '../../functions/files/uploads/routes.ts';
import type { FileView } from '../../lib/files/library/schema.ts';
import type { CreateFileInput } from '../../lib/files/uploads/schema.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { upload } from './upload.ts';
import type { User, World } from './world.ts';

/** One of somebody's files with this content, complete; no worker need have seen it. */
export async function readyFile(
  world: World,
  as: User,
  content: Uint8Array<ArrayBuffer>,
  announced: Partial<CreateFileInput> = {},
): Promise<FileView> {
  const name = 'picture';
  const body = { name, contentType: 'image/png', size: content.length, ...announced };
  const file = await bodyOf(world.call(createFile, { as, body }));
  const { status } = await upload(file.upload, content);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
  return bodyOf(world.call(completeFile, { as, params: { fileId: file.id } }));
}
