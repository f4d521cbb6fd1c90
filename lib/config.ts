import * as z from 'zod';

const origin = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, ''));
const list = (value: string) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** OWASP's least for argon2id with two passes: 19 MiB. */
const leastHashMemoryKib = 19_456;

const variables = z.object({
  MOA_STAGE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/)
    .default('local'),
  MOA_BUILD: z.string().default('development'),
  AWS_REGION: z.string().default('us-east-1'),
  AWS_ENDPOINT_URL_DYNAMODB: origin.optional(),
  AWS_ENDPOINT_URL_SQS: origin.optional(),
  AWS_ENDPOINT_URL_SES: origin.optional(),
  AWS_ENDPOINT_URL_S3: origin.optional(),
  AWS_ENDPOINT_URL_SSM: origin.optional(),
  TABLE_NAME: z.string().min(3).default('moa-local-table'),
  QUEUE_PREFIX: z.string().default('moa-local-'),
  BUCKET_NAME: z.string().min(3).default('moa-local-bucket'),
  /** Where clients reach the API; issuer of the tokens and base of links. */
  API_URL: origin.default('http://127.0.0.1:3000'),
  /** Where links in mails lead. */
  WEB_URL: origin.optional(),
  CORS_ORIGINS: z.string().default('').transform(list),
  /** Clients whose Google ID tokens sign in here; without any Google is not offered. */
  GOOGLE_CLIENT_IDS: z.string().default('').transform(list),
  /** The first is how its subjects are kept; Google signs by either. */
  GOOGLE_ISSUERS: z
    .string()
    .default('https://accounts.google.com,accounts.google.com')
    .transform(list),
  GOOGLE_JWKS_URL: z.url().default('https://www.googleapis.com/oauth2/v3/certs'),
  /** The project whose Firebase ID tokens sign in here; without one Firebase is not offered. */
  FIREBASE_PROJECT_ID: z.string().default(''),
  FIREBASE_JWKS_URL: z
    .url()
    .default(
      'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    ),
  /** `ssm:/moa/<stage>` or `file:<folder>`: where the keys are. */
  SECRETS_SOURCE: z
    .string()
    .regex(/^(ssm:\/|file:)./)
    .default('file:.moa/secrets'),
  MAIL_FROM: z.string().default('Moa <no-reply@moa.example>'),
  MAIL_ENABLED: flag.default(true),
  FANOUT_LIMIT: z.coerce.number().int().min(0).default(5000),
  /** Conflicts on a post after which its counts are spread over shards. */
  SPREAD_AFTER_CONFLICTS: z.coerce.number().int().min(0).default(3),
  /** Bytes that the files of one owner may take. */
  FILE_QUOTA_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(10 * 1024 ** 3),
  RATE_LIMIT_FACTOR: z.coerce.number().positive().default(1),
  /** Whoever verifies it is an administrator. */
  ADMIN_EMAIL: z.string().default(''),
  REQUIRE_VERIFIED_EMAIL: flag.default(false),
  /** What one hash of a password takes. Tests make users by the hundred and take less. */
  PASSWORD_HASH_MEMORY_KIB: z.coerce.number().int().min(8).default(leastHashMemoryKib),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const schema = variables.refine(
  ({ MOA_STAGE, PASSWORD_HASH_MEMORY_KIB }) =>
    MOA_STAGE === 'local' || PASSWORD_HASH_MEMORY_KIB >= leastHashMemoryKib,
  { path: ['PASSWORD_HASH_MEMORY_KIB'], message: `must be at least ${leastHashMemoryKib}` },
);

function read(environment: NodeJS.ProcessEnv) {
  // Compiling the parser takes longer than the one time that it is used.
  const parsed = schema.safeParse(environment, { jitless: true });
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Bad environment variables:\n  ${faults.join('\n  ')}`);
  }
  const values = parsed.data;
  return {
    stage: values.MOA_STAGE,
    build: values.MOA_BUILD,
    region: values.AWS_REGION,
    endpoints: {
      dynamodb: values.AWS_ENDPOINT_URL_DYNAMODB,
      sqs: values.AWS_ENDPOINT_URL_SQS,
      ses: values.AWS_ENDPOINT_URL_SES,
      s3: values.AWS_ENDPOINT_URL_S3,
      ssm: values.AWS_ENDPOINT_URL_SSM,
    },
    tableName: values.TABLE_NAME,
    queuePrefix: values.QUEUE_PREFIX,
    bucketName: values.BUCKET_NAME,
    apiUrl: values.API_URL,
    webUrl: values.WEB_URL ?? values.API_URL,
    corsOrigins: values.CORS_ORIGINS,
    identityProviders: {
      google: {
        issuers: values.GOOGLE_ISSUERS,
        audiences: values.GOOGLE_CLIENT_IDS,
        jwksUrl: values.GOOGLE_JWKS_URL,
      },
      firebase: {
        issuers: [`https://securetoken.google.com/${values.FIREBASE_PROJECT_ID}`],
        audiences: list(values.FIREBASE_PROJECT_ID),
        jwksUrl: values.FIREBASE_JWKS_URL,
      },
    },
    secretsSource: values.SECRETS_SOURCE,
    mailFrom: values.MAIL_FROM,
    mailEnabled: values.MAIL_ENABLED,
    fanoutLimit: values.FANOUT_LIMIT,
    spreadAfterConflicts: values.SPREAD_AFTER_CONFLICTS,
    fileQuotaBytes: values.FILE_QUOTA_BYTES,
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    adminEmail: values.ADMIN_EMAIL,
    requireVerifiedEmail: values.REQUIRE_VERIFIED_EMAIL,
    passwordHashMemoryKib: values.PASSWORD_HASH_MEMORY_KIB,
    logLevel: values.LOG_LEVEL,
  } as const;
}

/** The configuration of this process; the only reader of the environment. */
export const config = read(process.env);
