import type { Network } from '../network.ts';
import { type Mail, mailboxOf } from './mail.ts';

/**
 * The mails that the SES service took, newest first; those of earlier runs too when it has a data
 * folder.
 *
 * @param sesAddress `addresses.ses` of the running services.
 * @param filter `to`: only mails with this recipient (to, cc or bcc), whatever its case.
 * @throws Error when the service does not answer.
 */
export async function readMails(
  sesAddress: string,
  filter?: { to?: string },
  fetch: Network['fetch'] = globalThis.fetch,
): Promise<Mail[]> {
  const response = await fetch(`${sesAddress}/store`);
  if (!response.ok) throw new Error(`the SES service answers ${response.status} for its mails`);
  const { emails } = (await response.json()) as { emails: { mail: Mail }[] };
  const mails = emails.map(({ mail }) => mail).reverse();
  if (filter?.to === undefined) return mails;
  const wanted = mailboxOf(filter.to);
  return mails.filter(({ to, cc, bcc }) =>
    [...to, ...cc, ...bcc].some((address) => mailboxOf(address) === wanted),
  );
}
