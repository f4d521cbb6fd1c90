import { defineErrors } from '../errors/define-errors.ts';

export const snsErrors = defineErrors('sns', {
  post_not_found: {
    status: 404,
    title: 'There is no such post',
    fix: 'Check the id; the post may have been deleted.',
  },
  post_forbidden: {
    status: 403,
    title: 'The post belongs to somebody else',
    fix: 'Only the author can do this.',
  },
  cannot_follow_self: {
    status: 422,
    title: 'Nobody can follow themselves',
    fix: 'Your own posts are in your timeline anyway.',
  },
  cannot_follow_blocked: {
    status: 422,
    title: 'You block this user',
    fix: 'Take the block back first.',
  },
  cannot_block_self: {
    status: 422,
    title: 'Nobody can block themselves',
    fix: 'Name somebody else.',
  },
  cannot_mute_self: {
    status: 422,
    title: 'Nobody can mute themselves',
    fix: 'Name somebody else.',
  },
  follow_request_not_found: {
    status: 404,
    title: 'They do not ask to follow you',
    fix: 'The request may be accepted, rejected or withdrawn already.',
  },
  requester_limit_reached: {
    status: 422,
    title: 'They follow as many as one can',
    fix: 'Try again when they have unfollowed somebody.',
  },
  following_limit_reached: {
    status: 422,
    title: 'You follow as many as one can',
    fix: 'Unfollow somebody first; 10,000 is the most.',
  },
  image_unusable: {
    status: 422,
    title: 'A file cannot be shown in a post',
    fix: 'See `errors`: name pictures of your own that are uploaded and complete.',
  },
});
