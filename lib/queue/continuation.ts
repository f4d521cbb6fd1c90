import { createHash } from 'node:crypto';

/**
 * Id of the command that goes on where a message stopped: the same when the message comes again, and
 * as long however many follow each other.
 */
export function continuationId(messageId: string, position: string): string {
  return createHash('sha256')
    .update(JSON.stringify([messageId, position]))
    .digest('base64url');
}
