// What the pages behind mailed links do: see lib/platform/account-pages/account-pages.ts. The token leaves the address
// bar first, so that neither the history nor a screenshot keeps it.
const token = new URLSearchParams(location.search).get('token') ?? '';
history.replaceState(null, '', location.pathname);
document.getElementById('without-script').remove();

const main = document.querySelector('main');
const heading = main.querySelector('h1');
const lead = main.querySelector('.lead');
const [own, another] = ['own', 'another'].map((id) => document.getElementById(id));
const textOf = (id) => document.getElementById(id).content.textContent;

/** Ends what is under way: the page says this, and nothing else can be done. */
function conclude(outcome) {
  const { title } = document.getElementById(outcome).dataset;
  heading.textContent = title;
  document.title = title;
  lead.textContent = textOf(outcome);
  own.remove();
  another.hidden = outcome !== 'gone';
  if (another.hidden) another.remove();
  heading.focus();
}

/** The template that tells of an answer, and whether it is the input that has to change. */
function verdictOn(status, form) {
  if (status === 400) return { fault: form.dataset.refused, isInput: true };
  if (status === 403) return { fault: 'wrong', isInput: true };
  if (status === 410) return { outcome: 'gone' };
  return { fault: status === 429 ? 'limited' : 'unavailable' };
}

/** Milliseconds until an answer counts as lost; the API answers within ten seconds. */
const longestWait = 30_000;

/** Differs for each request: crypto.randomUUID is missing where the page came without TLS. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

function serve(form) {
  const input = form.querySelector('input[name]');
  const fault = form.querySelector('.fault');
  const button = form.querySelector('button');
  const shown = form.querySelector('input[type="checkbox"]');
  let sent = { body: '', key: '', isLost: false };
  let isBusy = false;

  function complain(text, isInput) {
    fault.textContent = text;
    if (isInput) {
      input.setAttribute('aria-invalid', 'true');
      input.focus();
    }
  }

  async function send() {
    const fields = form === own ? { token } : {};
    const body = JSON.stringify({ ...fields, [input.name]: input.value });
    // A request whose answer was lost is repeated with the same key, and then has the same outcome.
    if (body !== sent.body) sent = { body, key: newKey(), isLost: false };
    const response = await fetch(form.dataset.call, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': sent.key },
      body,
      credentials: 'omit',
      signal: AbortSignal.timeout(longestWait),
    }).catch(() => undefined);
    if (!response) {
      sent.isLost = true;
      return complain(textOf('offline'), false);
    }
    if (response.ok) return conclude(form.dataset.done);
    // From another network the key is not known any more: the link was used up by the lost request.
    if (response.status === 410 && sent.isLost) return conclude(form.dataset.done);
    const verdict = verdictOn(response.status, form);
    if (verdict.outcome) return conclude(verdict.outcome);
    const seconds = response.headers.get('retry-after') ?? '60';
    complain(textOf(verdict.fault).replace('{seconds}', seconds), verdict.isInput);
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    fault.textContent = '';
    input.removeAttribute('aria-invalid');
    if (input.value === '') return complain(textOf(form.dataset.empty), true);
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    try {
      await send();
    } finally {
      button.removeAttribute('aria-disabled');
      isBusy = false;
    }
  });

  shown?.addEventListener('change', () => {
    input.type = shown.checked ? 'text' : 'password';
  });
}

serve(own);
serve(another);
// A mail client may break a link; every token has 43 characters.
if (!/^[\w-]{43}$/.test(token)) conclude('incomplete');
else own.hidden = false;
