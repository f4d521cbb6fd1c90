import type { AuthorView } from '../identity/schema.ts';
import type { Post } from './policy.ts';
import { toFileViews } from './post-images.ts';
import type { PostView } from './schema.ts';

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
