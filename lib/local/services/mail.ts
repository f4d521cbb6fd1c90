/** A mail as the SES service took it: the shape of `GET /_local/mails`. */
export interface Mail {
  /** The MessageId that the sender got. */
  id: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  text: string | undefined;
  html: string | undefined;
  /** Unfolded, by lower-case name; repeated ones joined by ', '. Not the envelope of a plain send. */
  headers: Record<string, string>;
  /** ISO 8601, UTC, milliseconds. */
  receivedAt: string;
}

/** What aws-ses-v2-local keeps of a mail. */
export interface StoredEmail {
  messageId: string;
  from: string;
  replyTo: string[];
  destination: { to: string[]; cc: string[]; bcc: string[] };
  subject: string;
  body: { text?: string | undefined; html?: string | undefined };
  headers?: { name: string; value: string }[] | undefined;
  /** Seconds since 1970. */
  at: number;
}

/**
 * The mail that `email` and the request which sent it make together. The service keeps one
 * recipient of a v1 SendEmail, no header of a raw message and no recipient named only in the
 * envelope; all are in the request.
 *
 * @param request the parsed body: form fields (v1) or JSON (v2); anything else is ignored.
 */
export function toMail(email: StoredEmail, request: unknown, receivedAt: Date): Mail {
  const fields = asRecord(request);
  const raw = rawMessage(fields);
  const to = members(fields, 'Destination.ToAddresses') ?? email.destination.to;
  const cc = members(fields, 'Destination.CcAddresses') ?? email.destination.cc;
  const bcc = members(fields, 'Destination.BccAddresses') ?? email.destination.bcc;
  const replyTo = members(fields, 'ReplyToAddresses') ?? email.replyTo;
  const mail: Mail = {
    id: email.messageId,
    from: email.from,
    to: to.flatMap(splitAddresses),
    cc: cc.flatMap(splitAddresses),
    bcc: bcc.flatMap(splitAddresses),
    subject: email.subject,
    text: email.body.text,
    html: email.body.html,
    headers: {},
    receivedAt: receivedAt.toISOString(),
  };
  if (raw === undefined) {
    const headers = (email.headers ?? []).map(({ name, value }) => [name, value] as const);
    if (replyTo.length > 0) headers.push(['reply-to', replyTo.join(', ')]);
    mail.headers = collectHeaders(headers);
    return mail;
  }
  mail.headers = collectHeaders(parseHeaders(raw));
  const named = new Set([...mail.to, ...mail.cc, ...mail.bcc].map(bareAddress));
  mail.bcc.push(...envelope(fields).filter((address) => !named.has(bareAddress(address))));
  return mail;
}

/** `a@b.c` of `"A, B" <a@b.c>`, in lower case. */
export function bareAddress(address: string): string {
  return (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
}

/** A bare address without the quotes that its local part needs in a message and not among people. */
export const mailboxOf = (address: string): string =>
  bareAddress(address).replace(/^"([^"\\\s]+)"@/, '$1@');

/** The addresses of a header line; commas inside quotes do not part them. */
export function splitAddresses(list: string): string[] {
  const found = list.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return found.map((address) => address.trim()).filter((address) => address !== '');
}

function rawMessage(fields: Record<string, unknown>): string | undefined {
  const data = fields['RawMessage.Data'] ?? asRecord(asRecord(fields.Content).Raw).Data;
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : undefined;
}

/** v1 `<prefix>.member.1`, `.2` …; `undefined` when the request has none. */
function members(fields: Record<string, unknown>, prefix: string): string[] | undefined {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = fields[`${prefix}.member.${index}`];
    if (typeof value !== 'string') return values.length === 0 ? undefined : values;
    values.push(value);
  }
}

function envelope(fields: Record<string, unknown>): string[] {
  const destination = asRecord(fields.Destination);
  const lists = ['ToAddresses', 'CcAddresses', 'BccAddresses'].map((name) => destination[name]);
  const named = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return [
    ...(members(fields, 'Destinations') ?? []),
    ...named.filter((address) => typeof address === 'string'),
  ];
}

function parseHeaders(message: string): (readonly [string, string])[] {
  const block = message.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return block
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
    });
}

function collectHeaders(lines: Iterable<readonly [string, string]>): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of lines) {
    const key = name.trim().toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
