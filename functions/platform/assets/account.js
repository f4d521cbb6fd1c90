// What the pages do that verify an address and set a password: see lib/platform/account-pages/account-pages.ts.
import { faultOf, isWhole, repeatable, serveForm, show, token } from './mailed-link.js';

const [own, another] = ['own', 'another'].map((id) => document.getElementById(id));

/** Ends what is under way: the page says this, and nothing else can be done. */
function conclude(outcome) {
  own.remove();
  another.hidden = outcome !== 'gone';
  if (another.hidden) another.remove();
  show(outcome);
}

function serve(form) {
  const input = form.querySelector('input[name]');
  const post = repeatable();
  serveForm(form, async () => {
    const fields = form === own ? { token } : {};
    const body = { ...fields, [input.name]: input.value };
    const answer = await post(form.dataset.call, { body });
    if (answer.ok) return conclude(form.dataset.done);
    // From another network the key is not known any more: the link was used up by the lost request.
    if (answer.status === 410) return conclude(answer.wasLost ? form.dataset.done : 'gone');
    if (answer.status === 400) return { fault: form.dataset.refused, input };
    if (answer.status === 403) return { fault: 'wrong', input };
    return faultOf(answer);
  });
}

serve(own);
serve(another);
if (isWhole) own.hidden = false;
else conclude('incomplete');
