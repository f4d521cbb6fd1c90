/** What the API refused: `message` is for the user, `code` for the program. */
export class Problem extends Error {
  constructor({ title, detail, code, status, errors }) {
    const first = errors?.[0];
    super(first ? `${first.path}: ${first.message}` : (detail ?? title));
    this.code = code;
    this.status = status;
  }
}

const kept = 'moa-refresh-token';
let accessToken;
let renewal;

export const isSignedIn = () => sessionStorage.getItem(kept) !== null;

/**
 * Calls the API; answers the body, `undefined` when there is none. An access token that is not there
 * any more is renewed, by one request for all calls that wait for it.
 */
export async function call(method, path, { body, headers } = {}) {
  if (accessToken === undefined) await renew();
  let response = await send(method, path, { body, headers });
  if (response.status === 401 && isSignedIn()) {
    await renew();
    response = await send(method, path, { body, headers });
  }
  return answerOf(response);
}

/** Creates something, once: who repeats it after a lost answer sends the same `key`. */
export const create = (path, body, key = crypto.randomUUID()) =>
  call('POST', path, { body, headers: { 'idempotency-key': key } });

export async function signIn(email, password) {
  const body = { email, password, device: { name: 'Demo', platform: 'web' } };
  keep(await answerOf(await send('POST', '/v1/auth/login', { body })));
}

export async function signOut() {
  await call('POST', '/v1/auth/logout');
  forget();
}

/**
 * Brings a file to the object store: the API signs a form for this size and type, the store takes the
 * content, and the API looks at it. Answers the file.
 */
export async function upload(announced, content) {
  const { url, fields } = announced.upload;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', content);
  const stored = await fetch(url, { method: 'POST', body: form });
  if (!stored.ok) throw new Error(`The object store refused the upload: ${stored.status}`);
  return create(`/v1/files/${announced.id}/complete`, {});
}

/** The content at an address of the API that asks who one is, for an image on the page. */
export async function load(path) {
  const { headers } = authorization();
  const response = await fetch(path, { headers });
  if (!response.ok) throw new Problem(await response.json());
  return URL.createObjectURL(await response.blob());
}

const authorization = () => ({
  headers: accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` },
});

const send = (method, path, { body, headers = {} }) =>
  fetch(path, {
    method,
    headers: {
      ...authorization().headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function answerOf(response) {
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new Problem(answer);
  return answer;
}

async function renew() {
  if (!isSignedIn()) return;
  renewal ??= refresh().finally(() => {
    renewal = undefined;
  });
  await renewal;
}

async function refresh() {
  const body = { refreshToken: sessionStorage.getItem(kept) };
  const response = await send('POST', '/v1/auth/refresh', { body });
  if (response.status === 401) forget();
  keep(await answerOf(response));
}

function keep(tokens) {
  accessToken = tokens.accessToken;
  sessionStorage.setItem(kept, tokens.refreshToken);
}

function forget() {
  accessToken = undefined;
  sessionStorage.removeItem(kept);
}
