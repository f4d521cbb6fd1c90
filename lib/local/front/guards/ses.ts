import { bareAddress, splitAddresses } from '../../services/mail.ts';
import type { Refusal } from '../call.ts';
import { firstOf, type Guard, wordsOf } from './guard.ts';

type Fields = Parameters<Guard>[1];

const mostRecipients = 50;
const largestMessage = 10 * 1024 * 1024;

/**
 * What SES refuses and the local service lets through, or never answers. Identities are not looked
 * at: which addresses and domains are verified is a matter of the account.
 */
export const sesGuard: Guard = (operation, fields) => {
  switch (operation) {
    case 'SendEmail':
      return firstOf(
        () => refuseConfigurationSet(fields),
        () => refuseMissing(fields),
        () => refuseRecipients(fields),
        () => refuseAddresses(fields),
        () => refuseHeaders(fields),
        () => refuseSize(fields),
      );
    case 'SendRawEmail':
      return firstOf(
        () => refuseConfigurationSet(fields),
        () => refuseMissingRawMessage(fields),
        () => refuseSize(fields),
      );
    default:
      return refuse(
        'InvalidAction',
        `Could not find operation ${operation} for version 2010-12-01`,
      );
  }
};

const refuse = (code: string, message: string): Refusal => ({ status: 400, code, message });
const invalid = (message: string) => refuse('InvalidParameterValue', message);
const missing = (path: string) =>
  refuse(
    'ValidationError',
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );

const textOf = (fields: Fields, name: string) => wordsOf(fields[name]);

/** None is set up: mails are sent without. */
function refuseConfigurationSet(fields: Fields): Refusal | undefined {
  const name = textOf(fields, 'ConfigurationSetName');
  if (name === '') return undefined;
  return refuse('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
}

function refuseMissing(fields: Fields): Refusal | undefined {
  if (fields.Source === undefined) return missing('source');
  if (fields['Message.Subject.Data'] === undefined) return missing('message.subject');
  const hasBody = ['Text', 'Html'].some((kind) => textOf(fields, `Message.Body.${kind}.Data`));
  return hasBody ? undefined : invalid('The message body must not be empty.');
}

function refuseMissingRawMessage(fields: Fields): Refusal | undefined {
  return textOf(fields, 'RawMessage.Data') === '' ? missing('rawMessage.data') : undefined;
}

const recipientField = /^Destination\.(?:To|Cc|Bcc)Addresses\.member\.\d+$/;
const replyField = /^ReplyToAddresses\.member\.\d+$/;

/* One member may name several addresses. */
function addressesIn(fields: Fields, name: RegExp): string[] {
  return Object.entries(fields)
    .filter(([field]) => name.test(field))
    .flatMap(([, value]) => splitAddresses(wordsOf(value)).concat(value === '' ? [''] : []));
}

function refuseRecipients(fields: Fields): Refusal | undefined {
  const { length } = addressesIn(fields, recipientField);
  if (length === 0) return invalid('At least one recipient must be specified.');
  return length > mostRecipients
    ? invalid(`Recipient count exceeds ${mostRecipients}.`)
    : undefined;
}

function refuseAddresses(fields: Fields): Refusal | undefined {
  const addresses = [
    textOf(fields, 'Source'),
    ...addressesIn(fields, recipientField),
    ...addressesIn(fields, replyField),
    ...(fields.ReturnPath === undefined ? [] : [textOf(fields, 'ReturnPath')]),
  ];
  for (const address of addresses) {
    const fault = faultOf(address);
    if (fault !== undefined) return invalid(fault);
  }
  return undefined;
}

const control = /\p{Cc}/u;
const controlOrWhitespace = /[\p{Cc}\s]/u;
const outsideAscii = /[^\p{ASCII}]/u;
const domainLabels = /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/;

function faultOf(address: string): string | undefined {
  if (control.test(address)) return 'Local address contains control or whitespace';
  const bare = bareAddress(address);
  const at = bare.lastIndexOf('@');
  if (at < 0) return "Missing final '@domain'";
  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1);
  if (local === '' || local.length > 64) return 'Illegal address';
  if (!/^".*"$/.test(local)) {
    if (controlOrWhitespace.test(local)) return 'Local address contains control or whitespace';
    if (/^\.|\.\.|\.$|[@(),:;<>[\\\]"]/.test(local) || outsideAscii.test(local)) {
      return 'Local address contains illegal characters';
    }
  }
  if (domain === '') return 'Missing domain';
  if (controlOrWhitespace.test(domain)) return 'Domain contains control or whitespace';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (domain.endsWith('.')) return 'Domain ends with dot';
  if (domain.includes('..')) return 'Domain contains dot-dot';
  if (!domainLabels.test(domain)) return 'Domain contains illegal character';
  return undefined;
}

function refuseHeaders(fields: Fields): Refusal | undefined {
  if (!control.test(textOf(fields, 'Message.Subject.Data'))) return undefined;
  return invalid('Header Subject contains control characters');
}

function refuseSize(fields: Fields): Refusal | undefined {
  const parts = ['Message.Subject.Data', 'Message.Body.Text.Data', 'Message.Body.Html.Data'];
  const encoded = (name: string) => Math.ceil(Buffer.byteLength(textOf(fields, name)) / 3) * 4;
  const size =
    parts.reduce((sum, name) => sum + encoded(name), 0) + textOf(fields, 'RawMessage.Data').length;
  if (size <= largestMessage) return undefined;
  return invalid(`Message length is more than ${largestMessage} bytes long: '${size}'.`);
}
