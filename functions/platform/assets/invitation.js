// What the page does that accepts an invitation: see lib/platform/account-pages/get-accept-invitation-page.ts.
import {
  call,
  faultOf,
  isWhole,
  repeatable,
  serveForm,
  show,
  textOf,
  token,
} from './mailed-link.js';

const byId = (id) => document.getElementById(id);
const [load, signIn, signUp, secondFactor] = ['load', 'sign-in', 'sign-up', 'second-factor'].map(
  byId,
);
const forms = [load, signIn, signUp, secondFactor];
const [password, name, newPassword, code] = ['password', 'name', 'new-password', 'code'].map(byId);
const facts = byId('facts');

let invitation = {};
/** Of a sign-in that waits for its second factor. */
let mfaToken;
/** Of a sign-in that has not accepted yet. */
let accessToken;

const values = () => ({ company: invitation.companyName, email: invitation.email });

/** Goes on with a form, and says what it is for. */
function goTo(form, view = form.dataset.view) {
  for (const one of forms) one.hidden = one !== form;
  show(view, values());
}

/** Ends what is under way: the page says this, and nothing else can be done. */
function conclude(outcome) {
  void signOut();
  facts.remove();
  for (const form of forms) form.remove();
  show(outcome, values());
}

/** Leaves no session behind. Where it does not arrive, nobody has the tokens, and the session runs out. */
async function signOut() {
  const bearer = accessToken;
  accessToken = undefined;
  if (bearer) await call('POST', '/v1/auth/logout', { bearer, keepalive: true });
}

/** Loads the invitation, and offers it while it can be accepted. */
async function look({ accepted = 'accepted' } = {}) {
  const answer = await call('GET', `/v1/invitations/${token}`);
  if (answer.status === 404) return conclude('unknown');
  if (answer.status === 410) return conclude('replaced');
  if (!answer.ok) return faultOf(answer);
  invitation = answer.body;
  const { status, companyName, role, email } = invitation;
  if (status !== 'pending') return conclude(status === 'accepted' ? accepted : status);
  byId('company').textContent = companyName;
  byId('role').textContent = textOf(role);
  byId('email').textContent = email;
  for (const input of document.querySelectorAll('[autocomplete="username"]')) input.value = email;
  facts.hidden = false;
  goTo(signIn);
}

const refusals = {
  'companies.invitation_not_found': 'unknown',
  'companies.invitation_for_other_address': 'otherAddress',
  'companies.company_closed': 'companyClosed',
  'companies.company_suspended': 'companySuspended',
  'companies.already_member': 'alreadyMember',
  'companies.too_many_members': 'companyFull',
  'auth.account_suspended': 'accountSuspended',
};

/** What to say of an answer: that it ends here, or a fault. */
function refuse(answer) {
  const outcome = refusals[answer.body.code];
  return outcome ? conclude(outcome) : faultOf(answer);
}

const postAcceptance = repeatable();

/** Accepts by the sign-in that there is; it stays for the next attempt when there is no clear answer. */
async function accept() {
  const answer = await postAcceptance(`/v1/invitations/${token}/accept`, { bearer: accessToken });
  if (answer.ok) return conclude('done');
  // Only one account can accept: what a lost request has done was done by the reader.
  if (answer.status === 410) return look({ accepted: answer.wasLost ? 'done' : 'accepted' });
  if (answer.status === 401) accessToken = undefined;
  return refuse(answer);
}

/** Accepts once `signingIn` has signed in; what that gives instead is told. */
async function acceptAfter(signingIn) {
  if (!accessToken) {
    const refusal = await signingIn();
    if (!accessToken) return refusal;
  }
  return accept();
}

/** Takes what a sign-in answers. */
function proceed(answer) {
  if (answer.status === 'mfa_required') {
    mfaToken = answer.mfaToken;
    secondFactor.reset();
    goTo(secondFactor);
  } else {
    accessToken = answer.accessToken;
  }
}

const postLogin = repeatable();
const logIn = (input) =>
  postLogin('/v1/auth/login', { body: { email: invitation.email, password: input.value } });

serveForm(load, async () => {
  const refusal = await look();
  if (!refusal) return;
  load.hidden = false;
  show('notLoaded');
  return refusal;
});

serveForm(signIn, () =>
  acceptAfter(async () => {
    const answer = await logIn(password);
    if (answer.ok) return proceed(answer.body);
    if ([400, 401].includes(answer.status)) return { fault: 'wrongPassword', input: password };
    return refuse(answer);
  }),
);

const postSignUp = repeatable();
const locales = { en: 'en-US', ko: 'ko-KR' };

serveForm(signUp, () =>
  acceptAfter(async () => {
    const { email } = invitation;
    const locale = locales[document.documentElement.lang];
    const body = { email, name: name.value, password: newPassword.value, locale };
    const answer = await postSignUp('/v1/auth/sign-up', { body });
    if (answer.status === 400) {
      const isName = answer.body.errors?.some(({ path }) => path === 'body.name');
      return isName ? { fault: 'badName', input: name } : { fault: 'weak', input: newPassword };
    }
    if (!answer.ok) return refuse(answer);
    const login = await logIn(newPassword);
    if (login.ok) return proceed(login.body);
    // The address has to be verified first, or had an account: either is told by the mail alone.
    if (login.status === 401) return conclude('checkMail');
    goTo(signIn, 'opened');
  }),
);

const postCode = repeatable();

serveForm(secondFactor, () =>
  acceptAfter(async () => {
    const isOfApp = /^\d{6}$/.test(code.value.normalize('NFKC').replace(/\s/g, ''));
    const body = isOfApp ? { code: code.value } : { recoveryCode: code.value };
    const answer = await postCode('/v1/auth/mfa/challenge', { body, bearer: mfaToken });
    if (answer.ok) return proceed(answer.body);
    const isWrong = answer.status === 400 || answer.body.code === 'auth.mfa_code_invalid';
    if (isWrong) return { fault: 'wrongCode', input: code };
    if (answer.status === 401) return goTo(signIn, 'again');
    return refuse(answer);
  }),
);

for (const button of document.querySelectorAll('button[data-to]')) {
  button.addEventListener('click', () => {
    if (!button.hasAttribute('aria-disabled')) goTo(byId(button.dataset.to));
  });
}
addEventListener('pagehide', () => void signOut());

if (isWhole) load.requestSubmit();
else conclude('incomplete');
