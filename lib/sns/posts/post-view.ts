import { config } from '../../config.ts';
import { renditionType } from '../../files/library/image.ts';
import type { AuthorView } from '../../identity/accounts/schema.ts';
import type { Post } from './policy.ts';
import type { PostFileView, PostView } from './schema.ts';

/** What a viewer is shown of a post. */
export function toPostView(post: Post, author: AuthorView, liked: boolean): PostView {
  return {
    id: post.postId,
    author,
    text: post.text ?? '',
    files: toFileViews(post),
    ...(post.replyTo !== undefined && { replyTo: post.replyTo }),
    tags: post.tags ?? [],
    mentions: (post.mentions ?? []).map(({ userId, handle }) => ({ id: userId, handle })),
    visibility: post.visibility,
    likeCount: post.likeCount,
    replyCount: post.replyCount,
    liked,
    createdAt: post.createdAt,
    ...(post.editedAt !== undefined && { editedAt: post.editedAt }),
    version: post.version,
  };
}

/** What is shown of a post's pictures; dimensions are those of the original. */
export const toFileViews = ({ postId, images = [] }: Post): PostFileView[] =>
  images.map(({ fileId, width, height }) => ({
    id: fileId,
    contentType: renditionType,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    url: `${config.apiUrl}/v1/files/${fileId}/content?size=1024&post=${postId}`,
  }));
