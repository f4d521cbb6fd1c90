import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { config } from '../../config.ts';
import type { TaskDefinition } from '../../cron/task.ts';
import type { MailPreview } from '../../identity/mails/mail-previews.ts';
import type { Faults } from '../front/faults.ts';
import type { LocalQueues, QueuePlace } from '../queues.ts';
import type { RequestLog } from '../request-log.ts';
import type { Mail } from '../services/mail.ts';

type Config = typeof config;

/** What the rooms of the console look into. */
export interface Stack {
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
  /** What the SES service took, newest first. */
  mails(filter: { to?: string }): Promise<Mail[]>;
  /** Origin of the stand-in of the issuers of ID tokens. */
  idpAddress: string;
  /** Every mail that Moa writes, in each language. */
  mailPreviews(): Promise<readonly MailPreview[]>;
  /** Opens accounts for rows of the import, the first for `admin`; answers what came of each. */
  importUsers(rows: readonly unknown[], admin: string | undefined): Promise<string[]>;
  identityProviders(): Config['identityProviders'];
  /** The time that handlers and workers see. */
  now(): Date;
  tableName: string;
  queues: LocalQueues;
  /** The queues of the present generation. */
  places(): QueuePlace[];
  /** Names of the queues of stream batches that went on failing. */
  streamDeadLetters(): string[];
  tasks(): readonly TaskDefinition[];
  /** When the task ran last, RFC 3339. */
  lastRun(taskName: string): Promise<string | undefined>;
  /** Answers the slot, RFC 3339. */
  runTask(taskName: string, at: Date | undefined, force: boolean): Promise<string>;
  /** Milliseconds by which the clock is ahead of real time. */
  clockOffset(): number;
  setClockOffset(milliseconds: number): void;
  requestLog: RequestLog;
  /** Of the calls that the functions make. */
  faults: Faults | undefined;
  drain(): Promise<void>;
}
