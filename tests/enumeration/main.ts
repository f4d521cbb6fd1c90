/*
 * npm run enumeration-test [-- --samples 500]: asks the local stack about addresses with and without
 * an account, in an order of chance, and tells whether one could tell them apart by the answers or by
 * their time. Once more on a stack where addresses must be verified: there by sequences of requests, too.
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
/** By so many times as sequences have, one goes beyond that by chance. */
const largestOfSequences = 0.6;
const defaultSamples = 500;
const warmUps = 20;
const signUpsTogether = 4;
const password = 'a stone bridge over quiet water';
/** What whoever has an account signs in with, and the stranger does not know. */
const owners = { password: 'three blue lanterns by the sea' };

/** What of an answer differs from one request to the next by itself. */
const changing = /"requestId":"[^"]*"|x-request-id: .*|date: .*|\d+/g;

/** What the stranger has chosen: addresses, handles and names. */
const chosen = /(?:h_|z)?[0-9a-f]{16}(?:@example\.com)?/gi;

interface Asked {
  milliseconds: number;
  text: string;
  answer: string;
}

/** What a stranger sends; `{ email }` is the address that it is about. */
interface Sent {
  method?: 'GET' | 'POST';
  path: string;
  body?: object;
  /** By somebody who is signed in. */
  isSignedIn?: true;
}

/** What is sent about an address, one after the other; each answer and the time of the last count. */
type Question = (email: string) => Sent[];

const post = (path: string, body: object): Sent => ({ path: `/v1/auth/${path}`, body });
const random = () => randomBytes(8).toString('hex');
/** All of one length, so that nothing depends on that. */
const newAddress = () => `${random()}@example.com`;

const signUp = (email: string, more: object = {}) =>
  post('sign-up', { email, password, name: 'Kim', ...more });
const login = (email: string) => post('login', { email, password });
const read = (path: string): Sent => ({ method: 'GET', path, isSignedIn: true });

const questions: Record<string, Question> = {
  login: (email) => [post('login', { email, password: 'five wrong lanterns' })],
  forgotPassword: (email) => [post('password/forgot', { email })],
  resendVerification: (email) => [post('email/resend', { email })],
  // Last: it opens an account for each address that has none.
  signUp: (email) => [signUp(email)],
};

/** What tells nothing either where addresses must be verified; each opens an account. */
const sequences: Record<string, Question> = {
  'signUp, login': (email) => [signUp(email), login(email)],
  'signUp, login, login': (email) => [signUp(email), login(email), login(email)],
  'signUp, signUp with the same handle': (email) => {
    const handle = `h_${random()}`;
    return [signUp(email, { handle }), signUp(newAddress(), { handle })];
  },
  'signUp with a handle, getUser': (email) => {
    const handle = `h_${random()}`;
    return [signUp(email, { handle }), read(`/v1/users/@${handle}`)];
  },
  'signUp with a name, searchUsers': (email) => {
    const name = `z${random()}`;
    return [signUp(email, { name }), read(`/v1/users?query=${name}`)];
  },
  'signUp, forgotPassword': (email) => [signUp(email), post('password/forgot', { email })],
};

const { values } = parseArgs({ options: { samples: { type: 'string' } } });
const samples = Number(values.samples ?? defaultSamples);
if (!Number.isInteger(samples) || samples < 2) throw new Error('--samples must be a whole number');

let isAlike = true;
await onStack({}, async (baseUrl) => {
  const known = Array.from({ length: Math.ceil(samples / 2) + warmUps }, newAddress);
  await together(known, (email) => ask(baseUrl, signUp(email)));
  await judge(baseUrl, { questions, known, largest: largestSeparation });
});
await onStack({ REQUIRE_VERIFIED_EMAIL: 'true' }, async (baseUrl) => {
  const known = Array.from({ length: Math.ceil(samples / 2) + warmUps }, newAddress);
  await together(known, (email) => ask(baseUrl, signUp(email, owners)));
  await drain(baseUrl);
  // The others wait for that.
  const verified = known.slice(0, known.length / 2);
  await together(verified, (email) => verify(baseUrl, email));
  await judge(baseUrl, { questions: sequences, known, largest: largestOfSequences });
});
process.exitCode = isAlike ? 0 : 1;

async function onStack(
  env: Readonly<Record<string, string>>,
  use: (baseUrl: string) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'moa-enumeration-'));
  const stack = await createStack(dataDir, env);
  try {
    await stack.start();
    await use(stack.baseUrl);
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function together<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  const rest = [...all];
  const work = async () => {
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) await act(one);
  };
  await Promise.all(Array.from({ length: signUpsTogether }, work));
}

async function ask(
  baseUrl: string,
  { method = 'POST', path, body }: Sent,
  accessToken?: string,
): Promise<Asked> {
  const started = performance.now();
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const said = [...headers, text].join('\n').replace(chosen, '…').replace(changing, '…');
  return { milliseconds, text, answer: `${response.status}\n${said}` };
}

async function drain(baseUrl: string): Promise<void> {
  await ask(baseUrl, { path: '/_local/drain', body: {} });
}

/** Verifies the address of an account that somebody else than the stranger has opened. */
async function verify(baseUrl: string, email: string): Promise<void> {
  const { text } = await ask(baseUrl, { method: 'GET', path: `/_local/mails?to=${email}` });
  const [mail] = JSON.parse(text) as { text: string }[];
  const token = /^[A-Za-z0-9_-]{43}$/m.exec(mail?.text ?? '')?.[0];
  const { answer } = await ask(baseUrl, post('email/verify', { token, ...owners }));
  if (!answer.startsWith('204')) throw new Error(`${email} was not verified: ${answer}`);
}

async function strangersToken(baseUrl: string): Promise<string> {
  const email = newAddress();
  await ask(baseUrl, signUp(email, owners));
  await drain(baseUrl);
  await verify(baseUrl, email);
  const { text } = await ask(baseUrl, post('login', { email, ...owners }));
  return (JSON.parse(text) as { accessToken: string }).accessToken;
}

async function judge(
  baseUrl: string,
  to: { questions: Record<string, Question>; known: readonly string[]; largest: number },
): Promise<void> {
  for (const [name, question] of Object.entries(to.questions)) {
    const times: [number[], number[]] = [[], []];
    const answers: [Set<string>, Set<string>] = [new Set(), new Set()];
    const accessToken = await strangersToken(baseUrl);
    // Chance says which comes first: in any fixed order the work that one leaves behind, such as a
    // mail, would always slow down the same kind.
    const order = to.known
      .flatMap((email) => [[0, email] as const, [1, newAddress()] as const])
      .map((one) => ({ one, at: Math.random() }))
      .toSorted((one, other) => one.at - other.at);
    for (const [index, { one }] of order.entries()) {
      const [kind, address] = one;
      const asked: Asked[] = [];
      const all = question(address);
      for (const [step, sent] of all.entries()) {
        // Deployed, workers do not take the time of what is asked next.
        if (step > 0 && step === all.length - 1) await drain(baseUrl);
        asked.push(await ask(baseUrl, sent, sent.isSignedIn && accessToken));
      }
      answers[kind].add(asked.map(({ answer }) => answer).join('\n\n'));
      if (index >= 2 * warmUps) times[kind].push(asked.at(-1)?.milliseconds ?? 0);
    }
    const auc = separation(...times);
    const different = [...differenceOf(...answers), ...differenceOf(answers[1], answers[0])];
    const sameAnswers = different.length === 0;
    if (auc > to.largest || !sameAnswers) isAlike = false;
    const said = sameAnswers ? 'answers alike' : 'ANSWERS DIFFER';
    const samplesTaken = times[0].length + times[1].length;
    console.log(
      `${name}: ${samplesTaken} samples, ${said}, AUC ${auc.toFixed(3)} ` +
        `(median ${median(times[0])} ms with an account, ${median(times[1])} ms without)`,
    );
    for (const answer of different) console.log(answer);
  }
}

function differenceOf(some: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...some].filter((answer) => !others.has(answer));
}

function median(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((one, other) => one - other);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
}
