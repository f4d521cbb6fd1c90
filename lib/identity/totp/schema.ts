import * as z from 'zod';
import { totpCode } from '../accounts/schema.ts';
import { givenPassword } from '../sessions/schema.ts';

export const totpEnrolmentView = z
  .object({
    /** Base32, for who types it. */
    secret: z.string(),
    /** For apps on the same device. */
    otpauthUri: z.string(),
    /** The same for a camera: an SVG document. */
    qrSvg: z.string(),
  })
  .meta({ id: 'TotpEnrolment' });

export type TotpEnrolmentView = z.input<typeof totpEnrolmentView>;

export const confirmTotpInput = z.strictObject({ code: totpCode });

export const recoveryCodesView = z.object({
  /** Each signs in once in place of a code; shown here and never again. */
  recoveryCodes: z.array(z.string()),
});

export type RecoveryCodesView = z.input<typeof recoveryCodesView>;

export const removeTotpInput = z.strictObject({ password: givenPassword });
