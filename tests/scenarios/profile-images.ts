import {
  removeProfileImage,
  setProfileImage,
  uploadProfileImage,
} from '../../functions/identity/profile-image/routes.ts';
import type { UploadProfileImageInput } from '../../lib/identity/profile-image/schema.ts';
import { pngOf } from '../support/pictures.ts';
import { upload } from '../support/upload.ts';
import type { Caller, User, World } from '../support/world.ts';
import { bodyOf } from './arrange.ts';

type ImageType = UploadProfileImageInput['contentType'];

/** What somebody announces who has a picture of so many bytes. */
export const announcedImage = (size = 100, contentType: ImageType = 'image/png') => ({
  name: 'me',
  contentType,
  size,
});

/** A picture that was uploaded to be somebody's profile image, and is not yet. */
export async function uploadedImage(
  world: World,
  as: Caller,
  picture: Uint8Array<ArrayBuffer>,
  contentType?: ImageType,
): Promise<string> {
  const body = announcedImage(picture.length, contentType);
  const file = await bodyOf(world.call(uploadProfileImage, { as, body }));
  const { status } = await upload(file.upload, picture);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
  return file.id;
}

/** The call that makes an uploaded picture a user's profile image. */
export async function settingImage(world: World, as: User) {
  return { as, body: { fileId: await uploadedImage(world, as, await pngOf(4, 3)) } };
}

/** Somebody with a profile image that everybody sees. */
export async function pictured(world: World): Promise<User> {
  const kim = await world.user('kim');
  await bodyOf(world.call(setProfileImage, await settingImage(world, kim)));
  await world.drain();
  return kim;
}

/** Leaves somebody without a profile image, however often. */
export const leavingBare = (world: World, as: User) => () =>
  bodyOf(world.call(removeProfileImage, { as }));
