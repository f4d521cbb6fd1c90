import type { Journal } from './journal.ts';

interface Mail {
  to: string[];
  subject: string;
}

const verification = 'Verify your address for Moa';

/**
 * Looks whether each account got the mail that verifies its address, and nobody another one than
 * their sign-ups explain. Mails are sent at least once: answers how many were sent again.
 */
export async function checkMails(baseUrl: string, journal: Journal): Promise<number> {
  const response = await fetch(`${baseUrl}/_local/mails`);
  const mails = new Map<string, Mail[]>();
  for (const mail of (await response.json()) as Mail[]) {
    for (const address of mail.to) mails.set(address, [...(mails.get(address) ?? []), mail]);
  }
  let again = 0;
  for (const { email, signUps } of journal.accounts) {
    const received = mails.get(email) ?? [];
    mails.delete(email);
    const verifying = received.filter(({ subject }) => subject === verification).length;
    if (verifying === 0) journal.report('lost', `the mail to ${email}`);
    again += Math.max(0, verifying - 1);
    // One that tells of another sign-up with the same address, which has been sent again.
    const telling = received.length - verifying;
    const isExplained = telling === 0 || (!signUps.keyed && signUps.sent > 1);
    if (!isExplained) journal.report('doubled', `the sign-up of ${email}`);
  }
  for (const address of mails.keys()) journal.report('violated', `a mail to ${address}`);
  return again;
}
