import { randomBytes, randomUUID } from 'node:crypto';
import { sessionCreated, userCreated } from '../../events/messages/identity.ts';
import { sendIdentityMail } from '../../events/queues/identity.ts';
import { type AnonymousCaller, originOf } from '../../lib/caller.ts';
import { now } from '../../lib/clock.ts';
import type { Context } from '../../lib/context.ts';
import { hashPassword } from '../../lib/crypto/password-hash.ts';
import { FirstAccount } from '../../lib/identity/accounts/first-account.entity.ts';
import { HandleClaims } from '../../lib/identity/accounts/handle-claims.entity.ts';
import { addressKey, handleKey } from '../../lib/identity/accounts/keys.ts';
import { handleOf } from '../../lib/identity/accounts/profile-defaults.ts';
import { newAccount } from '../../lib/identity/sign-in/new-account.ts';
import type { LoginView, SignedInView } from '../../lib/identity/sign-in/schema.ts';
import { completeSignIn } from '../../lib/identity/sign-in/sign-in.ts';
import { EmailVerifications } from '../../lib/identity/sign-up/email-verifications.entity.ts';
import { createLog } from '../../lib/log.ts';
import { createCommit, transactionsOf } from '../../lib/model/commit.ts';
import { getTogether, one } from '../../lib/model/read.ts';
import { type Write, write } from '../../lib/model/write.ts';
import { recordAudit } from '../../lib/platform/audit/record-audit.ts';
import { type Draft, draft, toEnvelope } from '../../lib/queue/message.ts';
import { OutsideEffects } from '../../lib/queue/outside-effects.entity.ts';
import { traced } from '../../lib/trace.ts';
import { untold } from './in-process/untold.ts';

/** Who is to have an account, and be signed in. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

const caller: AnonymousCaller = {
  kind: 'anonymous',
  source: { ip: '127.0.0.1', userAgent: '' },
};

const passwords = new Map<string, Promise<string>>();

/** Many sign up with one password here: what is kept of it is made once. */
function hashOnce(password: string): Promise<string> {
  const hash = passwords.get(password) ?? hashPassword(password);
  passwords.set(password, hash);
  return hash;
}

/** Makes somebody who has signed up and signed in. */
export type MakePerson = (person: Person) => Promise<SignedInView>;

/**
 * Leaves what sign-up, sign-in and all that is told of them leave, in a few writes of the model's own
 * making; answers what the sign-in did. `people.test.ts` compares it with the real thing.
 *
 * @param isTold whether the table's stream tells of it, so that workers do their part themselves
 */
export async function makePerson(person: Person, isTold: boolean): Promise<SignedInView> {
  const requestId = randomUUID();
  const time = now();
  const passwordHash = await hashOnce(person.password);
  const functionId = isTold ? 'tests.makePerson' : untold;
  return traced({ functionId, requestId }, async () => {
    const view = await openAccount(person, passwordHash, { requestId, time });
    if (!isTold) await leaveWhatWorkersLeave(view, person, { requestId, time });
    return view;
  });
}

interface Moment {
  requestId: string;
  time: Date;
}

async function openAccount(
  person: Person,
  passwordHash: string,
  { requestId, time }: Moment,
): Promise<SignedInView> {
  const ctx: Context<AnonymousCaller> = {
    caller,
    now: time,
    requestId,
    log: createLog({}),
    ...transactionsOf({ caller, now: time }),
  };
  const open = async (handle: string, isFirst: boolean): Promise<LoginView> => {
    const { name, email } = person;
    const again = (otherHandle: string, first: boolean) => () => open(otherHandle, first);
    const account = newAccount(
      {
        name,
        handle,
        isFirst,
        address: { email, key: addressKey(email), password: { passwordHash }, isVerified: false },
      },
      {
        address: () => {
          throw new Error(`${email} has an account`);
        },
        handle: () => again(handleOf(name, { unique: true }), isFirst)(),
        first: again(handle, false),
      },
      time,
    );
    return completeSignIn(ctx, { ...account, isNew: true, device: undefined });
  };
  const usual = handleOf(person.name, { unique: false });
  const [taken, first] = await getTogether(
    [one(HandleClaims, { handleKey: handleKey(usual) }), one(FirstAccount, {})],
    { consistent: true },
  );
  const handle = taken ? handleOf(person.name, { unique: true }) : usual;
  return (await open(handle, !first)) as SignedInView;
}

/** What workers make of the events: a mail to verify the address, and the audit. */
async function leaveWhatWorkersLeave(
  { user, session }: SignedInView,
  { email }: Person,
  { requestId, time }: Moment,
): Promise<void> {
  const { id: userId } = user;
  const secret = () => randomBytes(32).toString('base64url');
  const seconds = Math.floor(time.getTime() / 1000);
  const commit = createCommit({ actor: 'system:identity.sendIdentityMail', now: time });
  const writes: Write<undefined>[] = [
    write(
      EmailVerifications.put({
        tokenHash: secret(),
        userId,
        addressKey: addressKey(email),
        expiresAt: seconds + 48 * 3600,
      }),
    ),
    write(
      OutsideEffects.put({
        effectKey: secret(),
        state: 'done',
        attempt: 1,
        result: 'sent',
        leaseUntil: time.getTime() + sendIdentityMail.timeoutSeconds * 1000,
        expiresAt: seconds + 28 * 24 * 3600,
      }),
    ),
  ];
  const tell = (event: Draft) =>
    recordAudit(
      toEnvelope(event, {
        id: randomUUID(),
        actor: 'anonymous',
        origin: originOf(caller),
        time,
        correlationId: requestId,
      }),
      event.definition.audit === 'none' ? undefined : event.definition.audit,
    );
  await Promise.all([
    commit(writes, undefined),
    tell(draft(userCreated, userId, { userId })),
    tell(draft(sessionCreated, session.id, { userId, sessionId: session.id })),
  ]);
}
