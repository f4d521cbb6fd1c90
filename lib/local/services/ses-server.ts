/*
 * The SES service as a program: `ses-server.ts [folder]`, in memory without a folder. The package
 * keeps mails in an array; here each also goes to a journal before its sender gets an answer.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ses from 'aws-ses-v2-local';
import { liveWithParent, tellParent } from './child-program.ts';
import { type Mail, type StoredEmail, toMail } from './mail.ts';
import { openJournal } from './mail-journal.ts';

type RecordedEmail = StoredEmail & { mail: Mail };

interface SesStore {
  saveEmail: (this: void, email: StoredEmail) => void;
  getStoreReadonly(): { emails: StoredEmail[] };
}

const store = createRequire(import.meta.url)('aws-ses-v2-local/dist/store') as SesStore;
const currentRequest = new AsyncLocalStorage<IncomingMessage & { body?: unknown }>();

async function main(folder: string | undefined): Promise<void> {
  const file = folder === undefined ? undefined : join(folder, 'mails.jsonl');
  const opened = file === undefined ? undefined : openJournal<RecordedEmail>(file);
  store.getStoreReadonly().emails.push(...(opened?.entries ?? []));
  const save = store.saveEmail;
  store.saveEmail = (email) => {
    const mail = toMail(email, currentRequest.getStore()?.body, new Date());
    const recorded: RecordedEmail = { ...email, mail };
    opened?.journal.append(recorded);
    save(recorded);
  };

  const server = await ses.default({ host: '127.0.0.1', port: 0 });
  // The handlers are given no access to the request when they save; it travels with the call.
  const handlers = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    currentRequest.run(request, () => {
      for (const handle of handlers) handle(request, response);
    });
  });
  liveWithParent(() => {
    opened?.journal.close();
  });
  tellParent({ kind: 'ready', port: (server.address() as AddressInfo).port });
}

main(process.argv[2]).catch((error: unknown) => {
  tellParent({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
});
