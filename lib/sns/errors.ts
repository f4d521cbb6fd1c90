import { defineError } from '../errors/define-error.ts';

export const postNotFound = defineError('sns.post_not_found', {
  status: 404,
  title: 'There is no such post',
  fix: 'Check the id; the post may have been deleted.',
});

export const postForbidden = defineError('sns.post_forbidden', {
  status: 403,
  title: 'The post belongs to somebody else',
  fix: 'Only the author can do this.',
});

export const imageUnusable = defineError('sns.image_unusable', {
  status: 422,
  title: 'A file cannot be shown in a post',
  fix: 'See `errors`: name pictures of your own that are uploaded and complete.',
});
