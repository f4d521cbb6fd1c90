import * as z from 'zod';

/** A secret that seals or makes hashes: 32 bytes each, base64url; the first seals, all open. */
export const sealingKeys = z.object({ keys: z.array(z.string().length(43)).min(1) });
