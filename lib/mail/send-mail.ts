import { domainToASCII } from 'node:url';
import { SESServiceException, SendEmailCommand } from '@aws-sdk/client-ses';
import { ses } from '../aws/ses.ts';
import { config } from '../config.ts';
import { EffectNotDone } from '../queue/outside-effect.ts';
import type { Mail } from './mail.ts';

/** `refused`: SES will never take it, so that trying again is of no use. */
export type MailResult = 'sent' | 'switched_off' | 'refused';

/** What SES says of a mail that it will refuse again. */
const refusals = new Set(['MessageRejected', 'InvalidParameterValue']);

/**
 * An address as SES takes it: host names of other scripts in their ASCII form, and local parts whose dots
 * stand in a row or at the end in quotes.
 */
function forSes(address: string): string {
  const at = address.lastIndexOf('@');
  const [local, host] = [address.slice(0, at), address.slice(at + 1)];
  const spelled = /\.\.|\.$/.test(local) ? `"${local}"` : local;
  return `${spelled}@${domainToASCII(host) || host}`;
}

const content = (Data: string) => ({ Data, Charset: 'UTF-8' });

/**
 * Sends a mail to one addressee; SES builds and encodes the message. With `MAIL_ENABLED=false`
 * nothing is sent.
 *
 * @throws EffectNotDone when SES certainly did not take it · Error when it may have
 */
export async function sendMail(to: string, { subject, text, html }: Mail): Promise<MailResult> {
  if (!config.mailEnabled) return 'switched_off';
  try {
    await ses().send(
      new SendEmailCommand({
        Source: config.mailFrom,
        Destination: { ToAddresses: [forSes(to)] },
        Message: {
          Subject: content(subject),
          Body: { Text: content(text), Html: content(html) },
        },
      }),
    );
    return 'sent';
  } catch (error) {
    if (error instanceof SESServiceException && refusals.has(error.name)) return 'refused';
    if (isCertain(error)) throw new EffectNotDone('SES did not take the mail', { cause: error });
    throw error;
  }
}

/** An answer that says no, or no connection at all: the mail was not taken. */
function isCertain(error: unknown): boolean {
  if (error instanceof SESServiceException) return error.$fault === 'client';
  const code = (error as { code?: string }).code ?? '';
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}
