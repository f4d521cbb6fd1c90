// What the pages behind mailed links do: see lib/platform/account-pages.ts. The token leaves the address
// bar first, so that neither the history nor a screenshot keeps it.
const token = new URLSearchParams(location.search).get('token') ?? '';
history.replaceState(null, '', location.pathname);

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
function verdictOn(status, problem, form) {
  if (status === 400) {
    const isToken = problem?.errors?.some(({ path }) => path === 'body.token');
    return isToken ? { outcome: 'incomplete' } : { fault: form.dataset.refused, isInput: true };
  }
  if (status === 403) return { fault: 'wrong', isInput: true };
  if (status === 410) return { outcome: 'gone' };
  return { fault: status === 429 ? 'limited' : 'unavailable' };
}

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
  let sent = { body: '', key: '' };
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
    // What was lost on its way is asked for again by the same key, and then has the same outcome.
    if (body !== sent.body) sent = { body, key: newKey() };
    const response = await fetch(form.dataset.call, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': sent.key },
      body,
      credentials: 'omit',
    }).catch(() => undefined);
    if (!response) return complain(textOf('offline'), false);
    if (response.ok) return conclude(form.dataset.done);
    const problem = await response.json().catch(() => undefined);
    const verdict = verdictOn(response.status, problem, form);
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
if (token === '') conclude('incomplete');
else own.hidden = false;
