import {
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  type SendEmailCommandInput,
  SendRawEmailCommand,
  SendTemplatedEmailCommand,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses';
import { config } from '../../lib/config.ts';
import { readMails } from '../../lib/local/services/mails.ts';
import { describeInProcess } from '../support/describe-in-process.ts';
import { testRun } from '../support/test-run.ts';
import { refusalOf } from './refusal.ts';

/*
 * What SES refuses must be refused here too. Limits are from the SES developer guide (Service
 * quotas, Addresses in mails) and the API reference (version 2010-12-01).
 *
 * What differs and stays so: no identity is verified, so any sender is as good as another, and
 * nothing bounces.
 */

const Source = 'Moa <no-reply@moa.example>';
const to = `canary.${crypto.randomUUID()}@example.com`;
const content = (Data: string) => ({ Data, Charset: 'UTF-8' });

describeInProcess('SES', () => {
  let client: SESClient;

  beforeAll(() => {
    client = new SESClient({
      region: config.region,
      maxAttempts: 1,
      ...(config.endpoints.ses && { endpoint: config.endpoints.ses }),
    });
  });

  afterAll(() => client.destroy());

  const sendMail = (more: Partial<SendEmailCommandInput> = {}) =>
    client.send(
      new SendEmailCommand({
        Source,
        Destination: { ToAddresses: [to] },
        Message: { Subject: content('Hello'), Body: { Text: content('Hello') } },
        ...more,
      }),
    );

  const mailTo =
    (...ToAddresses: string[]) =>
    () =>
      sendMail({ Destination: { ToAddresses } });

  const mailWith = (Subject: string, Text: string) => () =>
    sendMail({ Message: { Subject: content(Subject), Body: { Text: content(Text) } } });

  const addresses = (count: number) =>
    Array.from({ length: count }, (_, index) => `${index}.${to}`);

  const mailsTo = async (address: string) =>
    (await readMails(testRun().addresses.ses)).filter((mail) => mail.to.includes(address));

  /** With status 400 and, unless named, `InvalidParameterValue`. */
  type Refusal = [what: string, call: () => Promise<unknown>, message: RegExp, name?: string];

  it.each<Refusal>([
    ['a mail to nobody', () => sendMail({ Destination: {} }), /recipient/],
    ['a mail to an empty list', mailTo(), /recipient/],
    ['a mail to 51 addressees', mailTo(...addresses(51)), /Recipient count exceeds 50/],
    [
      'a mail to 51 addressees in all kinds',
      () =>
        sendMail({
          Destination: {
            ToAddresses: addresses(17),
            CcAddresses: addresses(17),
            BccAddresses: addresses(17),
          },
        }),
      /Recipient count exceeds 50/,
    ],
    [
      'a mail to 51 addressees in one line',
      mailTo(addresses(51).join(', ')),
      /Recipient count exceeds 50/,
    ],
    ['a mail from nobody', () => sendMail({ Source: undefined }), /source/, 'ValidationError'],
    ['a mail from an empty address', () => sendMail({ Source: '' }), /Missing final '@domain'/],
    [
      'a mail from what is no address',
      () => sendMail({ Source: 'Moa' }),
      /Missing final '@domain'/,
    ],
    ['a mail to an empty address', mailTo(''), /Missing final '@domain'/],
    ['a mail to what is no address', mailTo(to, 'kim'), /Missing final '@domain'/],
    ['a mail to an address without a name', mailTo('@example.com'), /Illegal address/],
    ['a mail to an address without a host', mailTo('kim@'), /Missing domain/],
    [
      'a mail to an address with a blank',
      mailTo('kim lee@example.com'),
      /Local address contains control or whitespace/,
    ],
    ['a mail to a host with two dots', mailTo('kim@example..com'), /Domain contains dot-dot/],
    ['a mail to a host that ends with a dot', mailTo('kim@example.com.'), /Domain ends with dot/],
    [
      'a mail to a host without a domain',
      mailTo('kim@localhost'),
      /Domain contains illegal character/,
    ],
    [
      'a mail to a host with an underscore',
      mailTo('kim@exa_mple.com'),
      /Domain contains illegal character/,
    ],
    [
      'a mail to a name that is not ASCII',
      mailTo('김@example.com'),
      /Local address contains illegal characters/,
    ],
    [
      'a mail to a host that is not ASCII',
      mailTo('kim@예시.한국'),
      /Domain contains illegal character/,
    ],
    [
      'a mail to an address with a line break',
      mailTo('kim@example.com\r\nBcc: lee@example.com'),
      /control or whitespace/,
    ],
    [
      'a mail from an address with a line break',
      () => sendMail({ Source: 'Moa\r\nBcc: lee@example.com <no-reply@moa.example>' }),
      /control or whitespace/,
    ],
    [
      'a mail with answers to an address with a line break',
      () => sendMail({ ReplyToAddresses: ['kim@example.com\nBcc: lee@example.com'] }),
      /control or whitespace/,
    ],
    [
      'a mail with a line break in its subject',
      mailWith('Hello\r\nBcc: lee@example.com', 'Hello'),
      /control characters/,
    ],
    ['a mail with NUL in its subject', mailWith('Hello\0', 'Hello'), /control characters/],
    [
      'a mail without a subject',
      () => sendMail({ Message: { Subject: undefined, Body: { Text: content('Hello') } } }),
      /subject/,
      'ValidationError',
    ],
    [
      'a mail without a body',
      () => sendMail({ Message: { Subject: content('Hello'), Body: {} } }),
      /body/,
    ],
    ['a mail with an empty body', mailWith('Hello', ''), /body/],
    [
      'a mail above 10 MB',
      // The SDK looks at text by an expression that overflows the stack when millions of letters fit it.
      mailWith('Hello', ' '.repeat(8 * 1024 * 1024)),
      /Message length is more than 10485760 bytes/,
    ],
    [
      'a raw mail above 10 MB',
      () =>
        client.send(
          new SendRawEmailCommand({ RawMessage: { Data: Buffer.alloc(8 * 1024 * 1024, 0xff) } }),
        ),
      /Message length is more than 10485760 bytes/,
    ],
    [
      'a mail with a configuration that does not exist',
      () => sendMail({ ConfigurationSetName: 'none' }),
      /does not exist/,
      'ConfigurationSetDoesNotExistException',
    ],
    [
      'to say its quota',
      () => client.send(new GetSendQuotaCommand()),
      /GetSendQuota/,
      'InvalidAction',
    ],
    [
      'to verify an address',
      () => client.send(new VerifyEmailIdentityCommand({ EmailAddress: to })),
      /VerifyEmailIdentity/,
      'InvalidAction',
    ],
    [
      'to list identities',
      () => client.send(new ListIdentitiesCommand()),
      /ListIdentities/,
      'InvalidAction',
    ],
    [
      'to send by a template',
      () =>
        client.send(
          new SendTemplatedEmailCommand({
            Source,
            Destination: { ToAddresses: [to] },
            Template: 'none',
            TemplateData: '{}',
          }),
        ),
      /SendTemplatedEmail/,
      'InvalidAction',
    ],
  ])('refuses %s', async (_, call, message, name = 'InvalidParameterValue') => {
    const refused = await refusalOf(call());
    expect(refused).toMatchObject({ name, status: 400 });
    expect(refused.message).toMatch(message);
    expect(await mailsTo(to)).toEqual([]);
  });

  it('takes what just fits', async () => {
    const last = `last.${to}`;
    const { MessageId } = await sendMail({
      Source: '"Moa, at work" <no-reply@moa.example>',
      Destination: { ToAddresses: [`"Kim, Lee" <${last}>`, ...addresses(49)] },
      ReplyToAddresses: ['Kim <kim+moa@sub.example.co.kr>'],
      Message: {
        Subject: content('안녕 🪨'),
        Body: { Html: content('<p>안녕</p>') },
      },
    });
    const mails = (await readMails(testRun().addresses.ses)).filter(({ id }) => id === MessageId);
    expect(mails).toMatchObject([{ subject: '안녕 🪨' }]);
    expect(mails[0]?.to).toHaveLength(50);
  });
});
