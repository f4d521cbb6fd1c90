/*
 * npm run enumeration-test [-- --samples 500]: asks the local stack about addresses with and without
 * an account, in an order of chance, and tells whether one could tell them apart by the answers or by their time.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createStack } from '../crash/stack.ts';
import { separation } from './separation.ts';

/** Beyond this a difference in time tells (1 is certainty, 0.5 a guess). */
const largestSeparation = 0.55;
const defaultSamples = 500;
const warmUps = 20;
const signUpsTogether = 4;
const password = 'a stone bridge over quiet water';

/** What of an answer differs from one request to the next by itself. */
const changing = /"requestId":"[^"]*"|x-request-id: .*|date: .*|\d+/g;

interface Asked {
  milliseconds: number;
  answer: string;
}

const questions: Record<string, (email: string) => { path: string; body: object }> = {
  login: (email) => ({ path: 'login', body: { email, password: 'five wrong lanterns' } }),
  forgotPassword: (email) => ({ path: 'password/forgot', body: { email } }),
  resendVerification: (email) => ({ path: 'email/resend', body: { email } }),
  // Last: it opens an account for each address that has none.
  signUp: (email) => ({ path: 'sign-up', body: { email, password, name: 'Kim' } }),
};

const { values } = parseArgs({ options: { samples: { type: 'string' } } });
const samples = Number(values.samples ?? defaultSamples);
if (!Number.isInteger(samples) || samples < 2) throw new Error('--samples must be a whole number');

const dataDir = await mkdtemp(join(tmpdir(), 'moa-enumeration-'));
const stack = await createStack(dataDir);
try {
  await stack.start();
  process.exitCode = (await measure(stack.baseUrl)) ? 0 : 1;
} finally {
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(baseUrl: string): Promise<boolean> {
  // All of one length, so that nothing depends on that.
  const newAddress = () => `${randomBytes(8).toString('hex')}@example.com`;
  const ask = async (question: string, email: string): Promise<Asked> => {
    const { path, body } = (
      questions[question] as (email: string) => { path: string; body: object }
    )(email);
    const started = performance.now();
    const response = await fetch(`${baseUrl}/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const milliseconds = performance.now() - started;
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
    const said = [response.status, ...headers, text.replaceAll(email, 'address')].join('\n');
    return { milliseconds, answer: said.replace(changing, '…') };
  };

  const known = Array.from({ length: Math.ceil(samples / 2) + warmUps }, newAddress);
  const rest = [...known];
  const signUp = async () => {
    for (let email = rest.pop(); email; email = rest.pop()) await ask('signUp', email);
  };
  await Promise.all(Array.from({ length: signUpsTogether }, signUp));

  let isAlike = true;
  for (const question of Object.keys(questions)) {
    const times: [number[], number[]] = [[], []];
    const answers: [Set<string>, Set<string>] = [new Set(), new Set()];
    // Chance says which comes first: in any fixed order the work that one leaves behind, such as a
    // mail, would always slow down the same kind.
    const order = known
      .flatMap((email) => [[0, email] as const, [1, newAddress()] as const])
      .map((one) => ({ one, at: Math.random() }))
      .toSorted((one, other) => one.at - other.at);
    for (const [index, { one }] of order.entries()) {
      const [kind, address] = one;
      const { milliseconds, answer } = await ask(question, address);
      answers[kind].add(answer);
      if (index >= 2 * warmUps) times[kind].push(milliseconds);
    }
    const auc = separation(...times);
    const different = [...differenceOf(...answers), ...differenceOf(answers[1], answers[0])];
    const sameAnswers = different.length === 0;
    if (auc > largestSeparation || !sameAnswers) isAlike = false;
    const said = sameAnswers ? 'answers alike' : 'ANSWERS DIFFER';
    const samplesTaken = times[0].length + times[1].length;
    console.log(
      `${question}: ${samplesTaken} samples, ${said}, AUC ${auc.toFixed(3)} ` +
        `(median ${median(times[0])} ms with an account, ${median(times[1])} ms without)`,
    );
    for (const answer of different) console.log(answer);
  }
  return isAlike;
}

function differenceOf(some: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...some].filter((answer) => !others.has(answer));
}

function median(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((one, other) => one - other);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
}
