/* The keys of the table's items, as their entities make them. */

export const userKey = (userId: string) => ({ pk: `$moa#userId_${userId}`, sk: '$user_1' });

export const countersKey = (userId: string) => ({
  pk: `$moa#userId_${userId}`,
  sk: '$userCounters_1',
});

export const postKey = (postId: string) => ({ pk: `$moa#postId_${postId}`, sk: '$post_1' });

export const likeKey = (postId: string, userId: string) => ({
  pk: `$moa#postId_${postId}`,
  sk: `$like_1#userId_${userId}`,
});

export const homePrefix = '$homeEntry_1#entryId_';

export const homeKey = (viewerId: string, entryId: string) => ({
  pk: `$moa#viewerId_${viewerId}`,
  sk: `${homePrefix}${entryId}`,
});

export const logHeadKey = (authorId: string) => ({
  pk: `$moa#authorId_${authorId}`,
  sk: '$authorLog_1#chunk_head',
});

export const followKey = (followerId: string, followeeId: string) => ({
  pk: `$moa#followeeId_${followeeId}`,
  sk: `$follow_1#followerId_${followerId}`,
});

export const barrierKey = (one: string, other: string) => {
  const [lower, higher] = one < other ? [one, other] : [other, one];
  return { pk: `$moa#lowerId_${lower}`, sk: `$barrier_1#higherId_${higher}` };
};
