import { setLogo, uploadLogo } from '../../functions/companies/logo/routes.ts';
import { pngOf } from '../support/pictures.ts';
import { upload } from '../support/upload.ts';
import type { Caller, User, World } from '../support/world.ts';
import { bodyOf } from './arrange.ts';

/** What somebody announces who has a logo of so many bytes. */
export const announcedLogo = (size = 100) => ({ contentType: 'image/png' as const, size });

/** A picture that was uploaded to be the logo of a company, and is not yet. */
export async function uploadedLogo(
  world: World,
  as: Caller,
  companyId: string,
  picture: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const body = announcedLogo(picture.length);
  const file = await bodyOf(world.call(uploadLogo, { as, params: { companyId }, body }));
  const { status } = await upload(file.upload, picture);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
  return file.id;
}

/** The call that makes an uploaded picture the logo of a company. */
export async function settingLogo(world: World, as: User, companyId: string) {
  const fileId = await uploadedLogo(world, as, companyId, await pngOf(4, 3));
  return { as, params: { companyId }, body: { fileId } };
}

/** Gives a company a logo that everybody sees. */
export async function showLogo(world: World, as: User, companyId: string): Promise<void> {
  await bodyOf(world.call(setLogo, await settingLogo(world, as, companyId)));
  await world.drain();
}
