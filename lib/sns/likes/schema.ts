import * as z from 'zod';

export const likeView = z
  .object({ liked: z.boolean(), likeCount: z.int().min(0) })
  .meta({ id: 'Like' });

export type LikeView = z.input<typeof likeView>;
