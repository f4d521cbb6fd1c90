// What the pages behind mailed links share: see lib/platform/account-pages. The token leaves the address bar first, so
// that neither the history nor a screenshot keeps it.
export const token = new URLSearchParams(location.search).get('token') ?? '';
history.replaceState(null, '', location.pathname);
document.getElementById('without-script').remove();

/** A mail client may break a link; every token has 43 characters. */
export const isWhole = /^[\w-]{43}$/.test(token);

const heading = document.querySelector('h1');
const lead = document.querySelector('.lead');

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The text of a template, with `values` where it has their `{names}`. */
export const textOf = (id, values) => fill(document.getElementById(id).content.textContent, values);

/** Says what a template says, under its title. */
export function show(id, values) {
  const title = fill(document.getElementById(id).dataset.title, values);
  heading.textContent = title;
  document.title = title;
  lead.textContent = textOf(id, values);
  heading.focus();
}

/** Milliseconds until an answer counts as lost; the API answers within ten seconds. */
const longestWait = 30_000;

/**
 * Asks the API. The status is 0 when no answer came, or not all of it. With `keepalive` the request
 * outlives the page.
 */
export async function call(method, path, { body, bearer, key, keepalive } = {}) {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(key && { 'idempotency-key': key }),
      },
      body: body && JSON.stringify(body),
      credentials: 'omit',
      keepalive: keepalive ?? false,
      signal: AbortSignal.timeout(longestWait),
    });
    const { ok, status, headers } = response;
    const text = await response.text();
    const isJson = /json/.test(headers.get('content-type') ?? '');
    const seconds = headers.get('retry-after') ?? '60';
    return { ok, status, seconds, body: isJson ? JSON.parse(text) : {} };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

/** Differs for each request: crypto.randomUUID is missing where the page came without TLS. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/**
 * Posts so that a request whose answer was lost is repeated with the same key, and then has the same
 * outcome. `wasLost` tells that an earlier answer was.
 */
export function repeatable() {
  let sent = {};
  return async (path, { body, bearer } = {}) => {
    const content = JSON.stringify([path, body]);
    if (content !== sent.content) sent = { content, key: newKey(), wasLost: false };
    const { key, wasLost } = sent;
    const answer = await call('POST', path, { body, bearer, key });
    if (answer.status === 0) sent.wasLost = true;
    if (answer.ok) sent = {};
    return { ...answer, wasLost };
  };
}

/** The fault in an answer for which a page has no words of its own. */
export function faultOf({ status, seconds }) {
  if (status === 0) return { fault: 'offline' };
  if (status === 429) return { fault: 'limited', values: { seconds } };
  return { fault: 'unavailable' };
}

/**
 * Has a form sent by `send`, once at a time. What that gives is told: the template of a fault, its
 * values, and the input that has to change, if one has.
 */
export function serveForm(form, send) {
  const alert = form.querySelector('.fault');
  const inputs = [...form.querySelectorAll('input[name]')];
  const buttons = [...form.querySelectorAll('button')];
  let isBusy = false;

  function complain({ fault, values, input }) {
    alert.textContent = textOf(fault, values);
    input?.setAttribute('aria-invalid', 'true');
    input?.focus();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    alert.textContent = '';
    for (const input of inputs) input.removeAttribute('aria-invalid');
    const empty = inputs.find(({ value }) => value === '');
    if (empty) return complain({ fault: empty.dataset.empty, input: empty });
    isBusy = true;
    for (const button of buttons) button.setAttribute('aria-disabled', 'true');
    try {
      const refusal = await send();
      if (refusal) complain(refusal);
    } finally {
      for (const button of buttons) button.removeAttribute('aria-disabled');
      isBusy = false;
    }
  });

  for (const box of form.querySelectorAll('input[type="checkbox"]')) {
    const input = document.getElementById(box.getAttribute('aria-controls'));
    box.addEventListener('change', () => {
      input.type = box.checked ? 'text' : 'password';
    });
  }
}
