import { randomUUID } from 'node:crypto';
import type { EntityItem } from 'electrodb';
import { type Write, write } from '../../model/write.ts';
import { MailRequests } from './mail-requests.entity.ts';

type MailRequest = EntityItem<typeof MailRequests>;

const keepSeconds = 3600;

/** The write that asks for a mail to the account `userId`, or for none when there is no account. */
export function requestMail(
  kind: MailRequest['kind'],
  userId: string | undefined,
  now: Date,
): Write<never> {
  return write(
    MailRequests.put({
      requestKey: randomUUID(),
      kind,
      ...(userId !== undefined && { userId }),
      expiresAt: Math.floor(now.getTime() / 1000) + keepSeconds,
    }),
  );
}
