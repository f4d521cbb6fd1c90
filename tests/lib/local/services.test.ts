import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { openJournal } from '../../../lib/local/services/mail-journal.ts';
import { readMails } from '../../../lib/local/services/mails.ts';
import {
  type RunningServices,
  type ServiceAddresses,
  startServices,
} from '../../../lib/local/services/services.ts';
import { superviseChild } from '../../../lib/local/services/supervised-child.ts';

const START_MS = 60_000;
const SERVICES_FILE = join(__dirname, '../../../lib/local/services/services.ts');

function clients(addresses: ServiceAddresses) {
  const common = {
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  return {
    dynamodb: new DynamoDBClient({ ...common, endpoint: addresses.dynamodb }),
    sqs: new SQSClient({ ...common, endpoint: addresses.sqs }),
    ses: new SESClient({ ...common, endpoint: addresses.ses }),
    s3: new S3Client({ ...common, endpoint: addresses.s3, forcePathStyle: true }),
  };
}

/** A stack in a process of its own, which can be killed as a whole. */
async function startElsewhere(
  dataDir: string,
): Promise<{ holder: ChildProcess; addresses: ServiceAddresses }> {
  const program = `
    import { startServices } from ${JSON.stringify(SERVICES_FILE)};
    const { addresses } = await startServices({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify(addresses));`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  for await (const line of createInterface({ input: holder.stdout })) {
    return { holder, addresses: JSON.parse(line) as ServiceAddresses };
  }
  throw new Error('the other stack ended');
}

async function refusesConnections(address: string): Promise<boolean> {
  return fetch(address).then(
    () => false,
    () => true,
  );
}

describe('local services', () => {
  let dataDir: string;
  let running: RunningServices | undefined;
  let holder: ChildProcess | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'moa-services-'));
  });

  afterEach(async () => {
    holder?.kill('SIGKILL');
    await running?.stop();
    running = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });

  it(
    'starts all in memory, side by side with another stack, and ends them',
    async () => {
      const ready: string[] = [];
      const exits: string[] = [];
      const [first, second] = await Promise.all([
        startServices({ dataDir: undefined, onReady: (service) => ready.push(service) }),
        startServices({ dataDir: undefined }),
      ]);
      first.onExit((service) => exits.push(service));
      const addresses = [...Object.values(first.addresses), ...Object.values(second.addresses)];
      expect(ready.sort()).toEqual(['dynamodb', 'idp', 's3', 'ses', 'sqs']);
      expect(new Set(addresses).size).toBe(10);
      for (const address of addresses) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

      const before = performance.now();
      await Promise.all([first.stop(), second.stop()]);
      expect(performance.now() - before).toBeLessThan(3_000);
      for (const address of addresses) expect(await refusesConnections(address)).toBe(true);
      expect(exits).toEqual([]);
    },
    START_MS,
  );

  it(
    'keeps what it acknowledged when its process is killed, and starts again at once',
    async () => {
      const killed = await startElsewhere(dataDir);
      holder = killed.holder;
      const before = clients(killed.addresses);
      await before.dynamodb.send(
        new CreateTableCommand({
          TableName: 'table',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        }),
      );
      const { QueueUrl } = await before.sqs.send(new CreateQueueCommand({ QueueName: 'queue' }));
      await expect(startServices({ dataDir })).rejects.toThrow(
        `in use by process ${killed.holder.pid}`,
      );

      await before.dynamodb.send(
        new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'kept' } } }),
      );
      await before.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
      await before.ses.send(
        new SendEmailCommand({
          Source: 'moa@example.com',
          Destination: { ToAddresses: ['a@example.com', 'b@example.com'] },
          Message: { Subject: { Data: 'kept' }, Body: { Text: { Data: 'text' } } },
        }),
      );
      const kept = { Bucket: 'bucket', Key: 'kept' };
      await before.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
      await before.s3.send(new PutObjectCommand({ ...kept, Body: 'first' }));
      await before.s3.send(new PutObjectCommand({ ...kept, Body: 'kept', ContentType: 'text/x' }));
      const { UploadId } = await before.s3.send(new CreateMultipartUploadCommand(kept));
      const part = { ...kept, UploadId, PartNumber: 1 };
      await before.s3.send(new UploadPartCommand({ ...part, Body: 'part' }));
      killed.holder.kill('SIGKILL');
      await once(killed.holder, 'exit');

      running = await startServices({ dataDir });
      const after = clients(running.addresses);
      const { Item } = await after.dynamodb.send(
        new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'kept' } } }),
      );
      expect(Item).toEqual({ pk: { S: 'kept' } });

      const found = await after.sqs.send(new GetQueueUrlCommand({ QueueName: 'queue' }));
      expect(found.QueueUrl).toMatch(running.addresses.sqs);
      const receive = new ReceiveMessageCommand({ QueueUrl: found.QueueUrl, WaitTimeSeconds: 1 });
      const [message] = (await after.sqs.send(receive)).Messages ?? [];
      expect(message?.Body).toBe('kept');
      await after.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: found.QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      );
      expect((await after.sqs.send(receive)).Messages).toHaveLength(1);

      const object = await after.s3.send(new GetObjectCommand(kept));
      expect(object).toMatchObject({ ContentType: 'text/x', ContentLength: 4 });
      expect(await object.Body?.transformToString()).toBe('kept');
      const { Parts } = await after.s3.send(new ListPartsCommand({ ...kept, UploadId }));
      expect(Parts).toMatchObject([{ PartNumber: 1, Size: 4 }]);
      // The bytes that were replaced are gone; those of object and part are there.
      expect(await readdir(join(dataDir, 'objects/bucket/data'))).toHaveLength(2);

      expect(await readMails(running.addresses.ses, { to: 'B@example.com' })).toEqual([
        expect.objectContaining({ subject: 'kept', to: ['a@example.com', 'b@example.com'] }),
      ]);
      for (const address of Object.values(killed.addresses)) {
        expect(await refusesConnections(address)).toBe(true);
      }
    },
    START_MS * 2,
  );

  it(
    'reads raw mails with their headers and the recipients of the envelope',
    async () => {
      running = await startServices({ dataDir: undefined });
      const { ses } = clients(running.addresses);
      const message = [
        'From: "Moa, Inc" <moa@example.com>',
        'To: "Doe, J" <j@example.com>,',
        ' k@example.com',
        'Subject: =?utf-8?q?H=C3=A9?=',
        'List-Unsubscribe: <https://example.com/u>',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'text',
      ].join('\r\n');
      const sent = await ses.send(
        new SendRawEmailCommand({
          Destinations: ['j@example.com', 'hidden@example.com'],
          RawMessage: { Data: Buffer.from(message) },
        }),
      );
      const [mail] = await readMails(running.addresses.ses);
      expect(mail).toMatchObject({
        id: sent.MessageId,
        from: '"Moa, Inc" <moa@example.com>',
        to: ['"Doe, J" <j@example.com>', 'k@example.com'],
        bcc: ['hidden@example.com'],
        subject: 'Hé',
        headers: { 'list-unsubscribe': '<https://example.com/u>' },
      });
    },
    START_MS,
  );

  it('refuses a data folder that is a file', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, 'precious');
    await expect(startServices({ dataDir: file })).rejects.toThrow(/is a file.*another folder/);
    await expect(startServices({ dataDir: join(file, 'below') })).rejects.toThrow(/is a file/);
    expect(await readFile(file, 'utf8')).toBe('precious');
  });

  it.each([
    ['dynamodb', 'shared-local-instance.db'],
    ['sqs', 'fauxqs.db'],
  ])('refuses a damaged file of %s, names it and leaves it', async (folder, name) => {
    const file = join(dataDir, folder, name);
    await mkdir(join(dataDir, folder));
    await writeFile(file, 'no database at all');
    await expect(startServices({ dataDir })).rejects.toThrow(`data file ${file} is damaged`);
    expect(await readFile(file, 'utf8')).toBe('no database at all');
  });

  it(
    'refuses damage that only the service itself can see, in one line',
    async () => {
      const tables = join(dataDir, 'dynamodb', 'shared-local-instance.db');
      await mkdir(join(dataDir, 'dynamodb'));
      await writeFile(tables, `SQLite format 3\0${'garbage'.repeat(1_000)}`);
      const failure = await startServices({ dataDir }).catch((error: unknown) => error);
      expect(String(failure)).toMatch(`data file ${tables} is damaged`);
      expect(String(failure)).not.toContain('\n');
      expect(await readFile(tables, 'utf8')).toMatch(/^SQLite format 3\0garbage/);
    },
    START_MS,
  );
});

describe('mail journal', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moa-journal-'));
    file = join(folder, 'mails.jsonl');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('drops a line that its writer could not finish and appends after the last whole one', async () => {
    await writeFile(file, '{"n":1}\n{"n":');
    const { entries, journal } = openJournal<{ n: number }>(file);
    journal.append({ n: 2 });
    journal.close();
    expect(entries).toEqual([{ n: 1 }]);
    expect(await readFile(file, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  });

  it('names a damaged line and changes nothing', async () => {
    await writeFile(file, '{"n":1}\nnonsense\n{"n":2}\n{"n"');
    expect(() => openJournal(file)).toThrow(`${file} is damaged (line 2 is not JSON)`);
    expect(await readFile(file, 'utf8')).toBe('{"n":1}\nnonsense\n{"n":2}\n{"n"');
  });
});

describe('a supervised child', () => {
  it('reports an end that nobody asked for, with the last lines', async () => {
    const child = superviseChild('sh', ['-c', 'echo out of paper >&2; exit 3'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const detail = await new Promise<string>((resolve) => child.onUnexpectedExit(resolve));
    expect(detail).toBe('exit code 3\nout of paper');
    const late = await new Promise<string>((resolve) => child.onUnexpectedExit(resolve));
    expect(late).toBe(detail);
  });

  it('kills a group that ignores SIGTERM, grandchildren included, without a report', async () => {
    const child = superviseChild('sh', ['-c', 'trap "" TERM; echo up; sleep 60 & wait; sleep 60'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const reports: string[] = [];
    child.onUnexpectedExit((detail) => reports.push(detail));
    if (child.process.stdout !== null) await once(child.process.stdout, 'data');
    await child.stop();
    expect(child.process.signalCode).toBe('SIGKILL');
    expect(reports).toEqual([]);
  });
});
