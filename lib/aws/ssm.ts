import { setTimeout as pause } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { config } from '../config.ts';
import { outcomeOf, reportCall } from './calls.ts';
import { defaultProvider } from './environment-credentials.ts';
import { isDependencyFailure } from './failures.ts';
import { maxAttempts, timeouts } from './request-handlers.ts';

/* One call, made of the parts of the SDK that each function has for DynamoDB: the SDK's client of SSM
 * would be a sixth of a function. */

const service = 'ssm';
const operation = 'GetParameter';

/** What SSM refuses; its name is the service's code. */
class ParameterError extends Error {
  readonly $metadata: { httpStatusCode: number };

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode: status };
  }
}

const endpoint = () => {
  const suffix = config.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(config.endpoints.ssm ?? `https://ssm.${config.region}.${suffix}`);
};

let connections: NodeHttpHandler | undefined;

/** The process's connections to SSM, made at first use. */
function handler(): NodeHttpHandler {
  // An answer that stops half-way counts as one that does not come.
  const socketTimeout = timeouts.requestTimeout;
  connections ??= new NodeHttpHandler({ ...timeouts, socketTimeout });
  return connections;
}

/**
 * The decrypted value of a parameter.
 *
 * @throws Error named by SSM's code, such as `ParameterNotFound`; what the connection failed of
 */
export async function readParameter(name: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const startedAt = performance.now();
    const report = (outcome: string) =>
      reportCall({
        service,
        operation,
        capacity: { read: 0, write: 0 },
        startedAt,
        outcome,
        attempt,
      });
    try {
      const value = await ask(name);
      report('ok');
      return value;
    } catch (error) {
      report(outcomeOf(error));
      if (attempt >= maxAttempts || !isDependencyFailure(error)) throw error;
      await pause(Math.random() * longestPause(error, attempt));
    }
  }
}

/** Milliseconds, as the SDK's clients take them. */
function longestPause(error: unknown, attempt: number): number {
  const base = error instanceof Error && error.name === 'ThrottlingException' ? 500 : 100;
  return base * 2 ** (attempt - 1);
}

async function ask(name: string): Promise<string> {
  const { protocol, hostname, port, host } = endpoint();
  const body = JSON.stringify({ Name: name, WithDecryption: true });
  const request = new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: '/',
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `AmazonSSM.${operation}`,
    },
    body,
  });
  const signer = new SignatureV4({
    service,
    region: config.region,
    credentials: defaultProvider(),
    sha256: Sha256,
  });
  const { response } = await handler().handle((await signer.sign(request)) as HttpRequest);
  const chunks: Buffer[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return valueIn(response.statusCode, Buffer.concat(chunks).toString(), name);
}

interface Answer {
  Parameter?: { Value?: string };
  __type?: string;
  message?: string;
}

function valueIn(status: number, text: string, name: string): string {
  let answer: Answer;
  try {
    // Also of a proxy that answers null.
    answer = (JSON.parse(text) ?? {}) as Answer;
  } catch {
    // Not its text, which can hold the value.
    throw new ParameterError('BadAnswer', status, `SSM answered ${status} without JSON`);
  }
  if (status !== 200) {
    const code = String(answer.__type ?? 'UnknownError').replace(/^.*#/, '');
    throw new ParameterError(code, status, answer.message ?? `SSM answered ${status}`);
  }
  const value = answer.Parameter?.Value;
  if (!value) throw new ParameterError('BadAnswer', status, `The parameter ${name} is empty`);
  return value;
}
