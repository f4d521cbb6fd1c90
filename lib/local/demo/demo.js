import { call, create, isSignedIn, load, signIn, signOut, upload } from '/_local/demo/api.js';

const longestText = 300;
const pageSize = 20;
const newsSeconds = 3;
const graphemes = new Intl.Segmenter();
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const byId = (id) => document.getElementById(id);
const lengthOf = (text) => [...graphemes.segment(text)].length;

let me;
let nextCursor;
let reading = false;
/** A page may bring a post again that was seen: one came between its page and the one before. */
const shown = new Set();

/** Does what a user asked for, and shows why when it is refused. */
function attempt(work) {
  byId('problem').hidden = true;
  work().catch(report);
}

function report(error) {
  byId('problem').textContent = error.message;
  byId('problem').hidden = false;
  showWho();
}

/** A copy of a template whose `data-show` elements show the fields of the same names. */
function render(template, fields) {
  const element = byId(template).content.firstElementChild.cloneNode(true);
  fill(element, fields);
  return element;
}

function fill(element, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const place = element.querySelector(`[data-show="${name}"]`);
    if (place) place.replaceChildren(value);
  }
}

const personFields = (user) => ({
  name: user.name,
  handle: `@${user.handle}`,
  portrait: user.profileImageUrl ? image(user.profileImageUrl, '') : [...user.name][0],
});

function image(src, alt) {
  const element = new Image();
  element.alt = alt;
  element.src = src;
  return element;
}

function when(time) {
  const minutes = (Date.now() - Date.parse(time)) / 60_000;
  if (minutes < 60) return ago.format(-Math.round(minutes), 'minute');
  if (minutes < 60 * 24) return ago.format(-Math.round(minutes / 60), 'hour');
  return new Date(time).toLocaleDateString();
}

function renderPost(post) {
  const element = render('post', {
    ...personFields(post.author),
    text: post.text,
    likeCount: post.likeCount,
  });
  const time = element.querySelector('time');
  time.dateTime = post.createdAt;
  time.textContent = when(post.createdAt);
  const pictures = element.querySelector('.pictures');
  for (const { url } of post.files) {
    const picture = image('', '');
    pictures.append(picture);
    attempt(async () => {
      picture.src = await load(url);
    });
  }
  const like = element.querySelector('.like');
  like.ariaPressed = post.liked;
  like.addEventListener('click', () =>
    attempt(async () => {
      const method = like.ariaPressed === 'true' ? 'DELETE' : 'PUT';
      const { liked, likeCount } = await call(method, `/v1/posts/${post.id}/like`);
      like.ariaPressed = liked;
      fill(element, { likeCount });
    }),
  );
  const remove = element.querySelector('.remove');
  remove.hidden = post.author.id !== me.id;
  remove.addEventListener('click', () =>
    attempt(async () => {
      await call('DELETE', `/v1/posts/${post.id}`);
      element.remove();
      await showMe();
    }),
  );
  return element;
}

function renderPerson(user, relationshipNow) {
  const element = render('person', personFields(user));
  const button = element.querySelector('button');
  let relationship = relationshipNow;
  const label = () => {
    const { following, requested } = relationship;
    button.ariaPressed = following || requested;
    button.textContent = following ? 'Following' : requested ? 'Requested' : 'Follow';
  };
  label();
  button.addEventListener('click', () =>
    attempt(async () => {
      const method = button.ariaPressed === 'true' ? 'DELETE' : 'PUT';
      relationship = await call(method, `/v1/users/${user.id}/follow`);
      label();
      await showMe();
      await showTimeline();
    }),
  );
  return element;
}

async function showMe() {
  me = await call('GET', '/v1/users/me');
  const { postCount, followerCount, followingCount } = me;
  fill(byId('me'), { ...personFields(me), postCount, followerCount, followingCount });
}

const readTimeline = (cursor) =>
  call(
    'GET',
    `/v1/timeline?limit=${pageSize}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
  );

/** Shows a page below what is shown. */
function append(page) {
  nextCursor = page.nextCursor;
  for (const post of page.items) {
    if (shown.has(post.id)) continue;
    shown.add(post.id);
    byId('timeline').append(renderPost(post));
  }
  byId('end').textContent =
    nextCursor !== null ? 'Reading on …' : shown.size > 0 ? 'That is all.' : 'Nothing yet.';
}

async function showMore() {
  if (reading || nextCursor === null) return;
  reading = true;
  try {
    append(await readTimeline(nextCursor));
  } finally {
    reading = false;
  }
}

function startWith(page) {
  shown.clear();
  byId('timeline').replaceChildren();
  byId('news').hidden = true;
  append(page);
}

const showTimeline = async () => startWith(await readTimeline());

/** Looks for posts that are not shown; who reads further down is only told of them. */
async function lookForNews() {
  if (!isSignedIn() || !me || reading || document.hidden) return;
  const page = await readTimeline();
  if (page.items.every(({ id }) => shown.has(id))) return;
  if (scrollY > 0) byId('news').hidden = false;
  else startWith(page);
}

function showWho() {
  const signedIn = isSignedIn();
  byId('sign-in').hidden = signedIn;
  byId('app').hidden = !signedIn;
  byId('sign-out').hidden = !signedIn;
}

async function show() {
  showWho();
  if (!isSignedIn()) return;
  await showMe();
  await showTimeline();
}

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const { email, password, name } = Object.fromEntries(new FormData(event.target));
  attempt(async () => {
    if (event.submitter.name === 'sign-up') {
      await create('/v1/auth/sign-up', { email, password, name });
    }
    await signIn(email, password);
    event.target.reset();
    await show();
  });
});

byId('sign-out').addEventListener('click', () =>
  attempt(async () => {
    await signOut();
    await show();
  }),
);

byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = event.target.elements.query.value.trim();
  if (query === '') return;
  attempt(async () => {
    const { items } = await call('GET', `/v1/users?query=${encodeURIComponent(query)}`);
    const others = items.filter(({ id }) => id !== me.id);
    if (others.length === 0) return byId('people').replaceChildren('Nobody found.');
    const ids = others.map(({ id }) => id).join();
    const relationships = (await call('GET', `/v1/relationships?ids=${ids}`)).items;
    const of = ({ id }) => relationships.find(({ userId }) => userId === id);
    byId('people').replaceChildren(...others.map((user) => renderPerson(user, of(user))));
  });
});

const { text, pictures, visibility } = byId('compose').elements;

function showLeft() {
  const left = longestText - lengthOf(text.value);
  byId('left').textContent = left;
  byId('compose').querySelector('button').disabled = left < 0;
}

text.addEventListener('input', showLeft);

pictures.addEventListener('change', () => {
  const chosen = [...pictures.files].map((file) => image(URL.createObjectURL(file), file.name));
  byId('chosen').replaceChildren(...chosen);
});

/** Uploads a picture to where `path` announces files; answers its id once it can be shown. */
async function uploadPicture(file, path, more = {}) {
  const { name, size, type: contentType } = file;
  let { id, image: made } = await upload(
    await create(path, { name, size, contentType, ...more }),
    file,
  );
  // A worker turns it upright, takes its metadata away and makes it of three sizes.
  while (made?.state === 'pending') {
    await new Promise((resolve) => setTimeout(resolve, 500));
    ({ id, image: made } = await call('GET', `/v1/files/${id}`));
  }
  if (made?.state !== 'ready') throw new Error(`${name} is no picture that can be shown`);
  return id;
}

async function post(form) {
  const fileIds = await Promise.all(
    [...pictures.files].map((file) => uploadPicture(file, '/v1/files', { visibility: 'private' })),
  );
  const posted = await create('/v1/posts', {
    text: text.value,
    visibility: visibility.value,
    ...(fileIds.length > 0 && { fileIds }),
  });
  form.reset();
  byId('chosen').replaceChildren();
  shown.add(posted.id);
  byId('timeline').prepend(renderPost(posted));
  await showMe();
}

byId('compose').addEventListener('submit', (event) => {
  event.preventDefault();
  event.submitter.disabled = true;
  attempt(() => post(event.target).finally(showLeft));
});

byId('profile-image').addEventListener('change', ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  attempt(async () => {
    const fileId = await uploadPicture(file, '/v1/users/me/profile-image');
    await call('PUT', '/v1/users/me/profile-image', { body: { fileId } });
    await showMe();
  });
});

new IntersectionObserver(([end]) => {
  if (end.isIntersecting && isSignedIn() && me) attempt(showMore);
}).observe(byId('end'));

byId('news').addEventListener('click', () => {
  scrollTo({ top: 0 });
  attempt(showTimeline);
});
setInterval(() => {
  lookForNews().catch(report);
}, newsSeconds * 1000);

showLeft();
attempt(show);
