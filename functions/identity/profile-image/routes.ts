import * as z from 'zod';
import {
  companyRequired,
  contentRefused,
  fileForbidden,
  fileNotFound,
  imageRefused,
  notAnImage,
  notUploaded,
  quotaExceeded,
} from '../../../lib/files/errors.ts';
import { createdFileView } from '../../../lib/files/library/schema.ts';
import { pictureQuery, pictureStatusView } from '../../../lib/files/pictures/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { profileImageNotFound } from '../../../lib/identity/errors.ts';
import { uploadProfileImageInput } from '../../../lib/identity/profile-image/schema.ts';
import { exampleId, id } from '../../../lib/schema/ids.ts';
import { ownAccount } from '../shared.ts';

const exampleImageId = 'file_01jd3v9k2m4n5p6q7r8s9t0v1w';

export const uploadProfileImage = defineRoute({
  id: 'identity.uploadProfileImage',
  method: 'POST',
  path: '/v1/users/me/profile-image',
  summary: 'Upload a profile image',
  description:
    'Upload it as a file of `POST /v1/files`, then make it your profile image by PUT, which completes it, too. The file is for this alone: it goes when another image takes its place, and a day later when it was never shown.',
  auth: ownAccount,
  body: uploadProfileImageInput,
  idempotent: true,
  responses: { 201: createdFileView },
  location: '/v1/files/{id}',
  errors: [companyRequired, quotaExceeded],
  examples: {
    body: { name: 'me.jpg', contentType: 'image/jpeg', size: 52301 },
    response: {
      id: exampleImageId,
      name: 'me.jpg',
      contentType: 'image/jpeg',
      size: 52301,
      folder: '',
      visibility: 'private',
      status: 'pending',
      createdAt: '2026-11-21T09:00:00.000Z',
      version: 1,
      upload: {
        type: 'form',
        url: 'https://files.example.com',
        fields: { key: `uploads/${exampleImageId}`, 'Content-Type': 'image/jpeg' },
      },
    },
  },
  needs: { dynamodb: ['PutItem', 'UpdateItem'], objects: { uploads: ['PutObject'] } },
});

export const setProfileImage = defineRoute({
  id: 'identity.setProfileImage',
  method: 'PUT',
  path: '/v1/users/me/profile-image',
  summary: 'Set your profile image',
  description:
    'A worker turns it upright, strips what it tells beside its pixels and makes WebP of it in three sizes. Until then what was there before shows; `image` of the file tells when nothing can be made of it.',
  auth: ownAccount,
  body: z.strictObject({ fileId: id('file') }),
  responses: { 202: pictureStatusView },
  errors: [fileNotFound, fileForbidden, notAnImage, notUploaded, contentRefused, imageRefused],
  examples: { body: { fileId: exampleImageId }, response: { status: 'pending' } },
  needs: {
    dynamodb: ['GetItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    objects: { uploads: ['GetObject'], files: ['PutObject'] },
  },
});

export const removeProfileImage = defineRoute({
  id: 'identity.removeProfileImage',
  method: 'DELETE',
  path: '/v1/users/me/profile-image',
  summary: 'Remove your profile image',
  auth: ownAccount,
  responses: { 204: { description: 'There is no profile image.' } },
  errors: [],
  examples: {},
  needs: { dynamodb: ['UpdateItem'] },
});

export const getProfileImage = defineRoute({
  id: 'identity.getProfileImage',
  method: 'GET',
  path: '/v1/users/{userId}/profile-image',
  summary: 'Download the profile image of a user',
  auth: 'public',
  params: z.strictObject({ userId: id('user') }),
  query: pictureQuery,
  responses: { 302: { description: 'The image is at `Location`.' } },
  errors: [profileImageNotFound],
  examples: { params: { userId: exampleId('user') }, query: { size: '256' } },
  needs: { dynamodb: ['BatchGetItem'], objects: { renditions: ['GetObject'] } },
});
