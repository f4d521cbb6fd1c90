import { defineError } from '../errors/define-error.ts';

export const fileNotFound = defineError('files.file_not_found', {
  status: 404,
  title: 'There is no such file',
  fix: 'Check the id; the file may have been deleted, or not been shared with you.',
});

export const fileForbidden = defineError('files.file_forbidden', {
  status: 403,
  title: 'The file belongs to somebody else',
  fix: 'Only its owner can do this.',
});

export const companyRequired = defineError('files.company_required', {
  status: 422,
  title: 'Only a file of a company can be shared with it',
  fix: 'Send `companyId` when you create the file, or choose another visibility.',
});

export const quotaExceeded = defineError('files.quota_exceeded', {
  status: 422,
  title: 'There is no room left for the file',
  fix: 'Delete files that you do not need; `GET /v1/files/usage` tells how much there is.',
});

export const notUploaded = defineError('files.not_uploaded', {
  status: 422,
  title: 'The content has not been uploaded',
  fix: 'Upload it as the answer of `POST /v1/files` says, all of its parts if it has any, then complete the file.',
});

export const notInParts = defineError('files.not_in_parts', {
  status: 422,
  title: 'The content does not come in parts',
  fix: 'Upload it by the form that `POST /v1/files` gave; parts are for files above 104857600 bytes.',
});

export const uploadEnded = defineError('files.upload_ended', {
  status: 409,
  title: 'All of the content has been taken',
  fix: 'Complete the file if you have not; create another one for another content.',
});

export const contentRefused = defineError('files.content_refused', {
  status: 422,
  title: 'The content is not what was announced',
  fix: 'Create another file with the size, type and checksum of its content.',
});

export const notReady = defineError('files.not_ready', {
  status: 409,
  title: 'The file is not ready',
  fix: 'Upload and complete it first; a copy gets ready by itself.',
});

export const notAnImage = defineError('files.not_an_image', {
  status: 422,
  title: 'The file is not a picture',
  fix: 'Use a file of type image/png, image/jpeg, image/gif or image/webp.',
});

export const imageRefused = defineError('files.image_refused', {
  status: 422,
  title: 'Nothing can be made of the picture',
  fix: 'See `image.reason` of the file; upload another of at most 32 MB and 67 million pixels.',
});
