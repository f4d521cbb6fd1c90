import { createPost } from '../../functions/sns/publishing/routes.ts';
import type { CreatePostInput } from '../../lib/sns/publishing/schema.ts';
import { bodyOf } from '../scenarios/arrange.ts';
import { pngOf } from './pictures.ts';
import { readyFile } from './ready-file.ts';
import type { User, World } from './world.ts';

/** A picture of somebody's in one of their posts. */
export async function postedPicture(
  world: World,
  as: User,
  visibility: CreatePostInput['visibility'] = 'public',
): Promise<{ fileId: string; postId: string }> {
  const { id: fileId } = await readyFile(world, as, await pngOf(4, 3));
  const { id: postId } = await bodyOf(
    world.call(createPost, { as, body: { text: 'Look', visibility, fileIds: [fileId] } }),
  );
  return { fileId, postId };
}
