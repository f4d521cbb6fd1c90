import { defineError } from '../errors/define-error.ts';

export const cannotFollowSelf = defineError('sns.cannot_follow_self', {
  status: 422,
  title: 'Nobody can follow themselves',
  fix: 'Your own posts are in your timeline anyway.',
});

export const cannotFollowBlocked = defineError('sns.cannot_follow_blocked', {
  status: 422,
  title: 'You block this user',
  fix: 'Take the block back first.',
});

export const cannotBlockSelf = defineError('sns.cannot_block_self', {
  status: 422,
  title: 'Nobody can block themselves',
  fix: 'Name somebody else.',
});

export const cannotMuteSelf = defineError('sns.cannot_mute_self', {
  status: 422,
  title: 'Nobody can mute themselves',
  fix: 'Name somebody else.',
});

export const followRequestNotFound = defineError('sns.follow_request_not_found', {
  status: 404,
  title: 'They do not ask to follow you',
  fix: 'The request may be accepted, rejected or withdrawn already.',
});

export const requesterLimitReached = defineError('sns.requester_limit_reached', {
  status: 422,
  title: 'They follow as many as one can',
  fix: 'Try again when they have unfollowed somebody.',
});

export const followingLimitReached = defineError('sns.following_limit_reached', {
  status: 422,
  title: 'You follow as many as one can',
  fix: 'Unfollow somebody first; 10,000 is the most.',
});
