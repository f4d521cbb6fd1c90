import { tokenInvalid } from '../../auth/errors.ts';
import type { UserCaller } from '../../caller.ts';
import { frameOf, type Hanging } from '../../files/pictures/frame.ts';
import type { Write } from '../../model/write.ts';
import { Users } from '../accounts/users.entity.ts';

/** Where a profile shows its image. */
export const profileFrame = frameOf(Users, {
  id: 'userId',
  shown: 'profileImageId',
  awaited: 'awaitedImageId',
  purpose: 'profile_image',
});

/** The write by which somebody who has not deleted their account hangs a picture on their profile. */
export const hangOnProfile = ({ userId }: UserCaller, hanging: Hanging): Write<never> =>
  profileFrame.hang(
    userId,
    hanging,
    (is, { ne }) => ne(is.status as never, 'deleted'),
    tokenInvalid,
  );
