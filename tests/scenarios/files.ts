import { randomInt } from 'node:crypto';
import type { filesQueues } from '../../events/queues/files.ts';
import type { filesTasks } from '../../events/schedules/files.ts';
import { copyFile } from '../../functions/files/copies/routes.ts';
import { deleteFile, listFiles } from '../../functions/files/library/routes.ts';
import { completeFile, createFile, uploadParts } from '../../functions/files/uploads/routes.ts';
import { longestWaitHours } from '../../lib/files/uploads/longest-wait.ts';
import { type CreateFileInput, largestForm } from '../../lib/files/uploads/schema.ts';
import type { RoutesByDomain } from '../../lib/registry/routes.ts';
import { companyOf, joined } from '../support/companies.ts';
import { loseContent } from '../support/lose-content.ts';
import { pngOf } from '../support/pictures.ts';
import { postedPicture } from '../support/posted-picture.ts';
import { upload } from '../support/upload.ts';
import type { User, World } from '../support/world.ts';
import { bodyOf, byModerator, timeIn } from './arrange.ts';
import { uploadedImage } from './profile-images.ts';
import type { BackgroundScenarios, DomainScenarios, RouteScenarios } from './scenario.ts';

const content = 'Hello, files';

type Visibility = CreateFileInput['visibility'];

const announcement = (visibility: Visibility = 'private') => ({
  name: '인사.txt',
  contentType: 'text/plain',
  size: content.length,
  folder: 'notes',
  visibility,
});

async function uploadedFile(world: World, visibility?: Visibility) {
  const as = await world.user('kim');
  const body = announcement(visibility);
  const file = await bodyOf(world.call(createFile, { as, body }));
  const { status } = await upload(file.upload, content);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
  return { as, params: { fileId: file.id } };
}

/** Uploads a content whose file is deleted already. */
async function lateUpload(world: World): Promise<void> {
  const as = await world.user('kim');
  const file = await bodyOf(world.call(createFile, { as, body: announcement() }));
  await bodyOf(world.call(deleteFile, { as, params: { fileId: file.id } }));
  await world.drain();
  const { status } = await upload(file.upload, content);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
}

async function fileInParts(world: World) {
  const as = await world.user('kim');
  const body = { ...announcement(), size: largestForm + 1 };
  const file = await bodyOf(world.call(createFile, { as, body }));
  return { as, params: { fileId: file.id } };
}

async function readyFile(world: World, visibility?: Visibility) {
  const call = await uploadedFile(world, visibility);
  await bodyOf(world.call(completeFile, call));
  return call;
}

/** What an owner changes of a file that is ready. */
async function change(world: World, visibility?: Visibility) {
  const call = await readyFile(world, visibility);
  return { ...call, headers: { 'if-match': '"2"' }, body: { name: '안녕.txt', folder: '' } };
}

async function twoFiles(world: World): Promise<{ as: User; folder: string }> {
  const { as } = await readyFile(world);
  await bodyOf(world.call(createFile, { as, body: announcement() }));
  return { as, folder: 'notes' };
}

/** A file that a member of a company has made for it. */
async function companyFile(world: World, visibility: Visibility = 'company') {
  const { as, params } = await staffedCompany(world);
  const body = { ...announcement(visibility), companyId: params.companyId };
  const file = await bodyOf(world.call(createFile, { as, body }));
  const { status } = await upload(file.upload, content);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
  return { as, companyId: params.companyId, params: { fileId: file.id } };
}

async function readyCompanyFile(world: World, visibility?: Visibility) {
  const { as, companyId, params } = await companyFile(world, visibility);
  await bodyOf(world.call(completeFile, { as, params }));
  return { as, companyId, params };
}

/** Somebody with a company to add files to. */
async function staffedCompany(world: World) {
  const owner = await world.user('owner');
  const { id: companyId } = await companyOf(world, owner);
  const as = await world.user('kim');
  await joined(world, owner, companyId, as);
  return { as, params: { companyId } };
}

const readsContent = { 'files:read': 'auth.scope_missing' } as const;

const routes: RouteScenarios<RoutesByDomain['files']> = {
  createFile: {
    own: {
      arrange: async (world) => ({ as: await world.user('kim'), body: announcement() }),
      others: 'own',
      elsewhere: 'auth.key_bound_to_company',
    },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await staffedCompany(world);
        return { as, body: { ...announcement('company'), ...params } };
      },
      others: 'hidden',
      elsewhere: 'absent',
    },
  },
  completeFile: {
    own: { arrange: uploadedFile, others: 'hidden', elsewhere: 'auth.key_bound_to_company' },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await companyFile(world);
        return { as, params };
      },
      others: 'hidden',
      elsewhere: 'absent',
    },
  },
  uploadParts: {
    own: {
      async arrange(world) {
        const { as, params } = await fileInParts(world);
        return { as, params, body: { parts: [{ partNumber: 1, sha256: 'e'.repeat(64) }] } };
      },
      others: 'hidden',
      elsewhere: 'auth.key_bound_to_company',
    },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await staffedCompany(world);
        const body = { ...announcement('company'), size: largestForm + 1, ...params };
        const { id: fileId } = await bodyOf(world.call(createFile, { as, body }));
        return { as, params: { fileId }, body: {} };
      },
      others: 'hidden',
      elsewhere: 'absent',
    },
  },
  copyFile: {
    private: {
      arrange: async (world) => ({ ...(await readyFile(world)), body: { name: 'b.txt' } }),
      others: 'hidden',
      elsewhere: 'auth.key_bound_to_company',
      alsoNeeds: readsContent,
    },
    public: {
      arrange: async (world) => ({ ...(await readyFile(world, 'public')), body: {} }),
      others: 'own',
      elsewhere: 'auth.key_bound_to_company',
    },
    ofCompany: {
      async arrange(world) {
        const { as, companyId, params } = await readyCompanyFile(world);
        return { as, params, body: { companyId, visibility: 'company' } };
      },
      others: 'hidden',
      elsewhere: 'absent',
      alsoNeeds: readsContent,
    },
  },
  listFiles: {
    all: {
      async arrange(world) {
        const { as } = await twoFiles(world);
        return { as, query: { limit: 1 } };
      },
      others: 'own',
      elsewhere: 'auth.key_bound_to_company',
    },
    inFolder: {
      async arrange(world) {
        const { as, folder } = await twoFiles(world);
        const { nextCursor } = await bodyOf(
          world.call(listFiles, { as, query: { folder, limit: 1 } }),
        );
        if (!nextCursor) throw new Error('The page was the last one');
        return { as, query: { folder, limit: 1, cursor: nextCursor } };
      },
      others: 'request.invalid_cursor',
      elsewhere: 'auth.key_bound_to_company',
    },
    ofCompany: {
      async arrange(world) {
        const { as, companyId } = await readyCompanyFile(world);
        return { as, query: { companyId, folder: 'notes' } };
      },
      others: 'hidden',
      elsewhere: 'absent',
    },
  },
  getFileUsage: {
    own: {
      arrange: async (world) => ({ as: (await readyFile(world)).as }),
      others: 'own',
      elsewhere: 'auth.key_bound_to_company',
    },
    ofCompany: {
      async arrange(world) {
        const { as, companyId } = await readyCompanyFile(world);
        return { as, query: { companyId } };
      },
      others: 'hidden',
      elsewhere: 'absent',
    },
  },
  getFile: {
    private: { arrange: readyFile, others: 'hidden', elsewhere: 'auth.key_bound_to_company' },
    public: {
      arrange: (world) => readyFile(world, 'public'),
      others: 'same',
      elsewhere: 'auth.key_bound_to_company',
    },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await readyCompanyFile(world);
        return { as, params };
      },
      others: 'hidden',
      elsewhere: 'absent',
    },
  },
  updateFile: {
    private: {
      arrange: change,
      others: 'hidden',
      elsewhere: 'auth.key_bound_to_company',
      repeated: 'request.version_mismatch',
    },
    public: {
      arrange: (world) => change(world, 'public'),
      others: 'files.file_forbidden',
      elsewhere: 'auth.key_bound_to_company',
      repeated: 'request.version_mismatch',
    },
    published: {
      async arrange(world) {
        const call = await change(world);
        return { ...call, body: { visibility: 'public' } };
      },
      others: 'hidden',
      elsewhere: 'auth.key_bound_to_company',
      repeated: 'request.version_mismatch',
      alsoNeeds: readsContent,
    },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await readyCompanyFile(world, 'private');
        return { as, params, headers: { 'if-match': '"2"' }, body: { visibility: 'company' } };
      },
      others: 'hidden',
      elsewhere: 'absent',
      repeated: 'request.version_mismatch',
    },
  },
  deleteFile: {
    private: {
      arrange: readyFile,
      others: 'hidden',
      elsewhere: 'auth.key_bound_to_company',
      repeated: 'files.file_not_found',
    },
    public: {
      arrange: (world) => readyFile(world, 'public'),
      others: 'files.file_forbidden',
      elsewhere: 'auth.key_bound_to_company',
      repeated: 'files.file_not_found',
    },
    pending: {
      arrange: uploadedFile,
      others: 'hidden',
      elsewhere: 'auth.key_bound_to_company',
      repeated: 'files.file_not_found',
    },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await readyCompanyFile(world);
        return { as, params };
      },
      others: 'hidden',
      elsewhere: 'absent',
      repeated: 'files.file_not_found',
    },
  },
  takeDownFile: {
    ready: {
      arrange: async (world) => byModerator(world, (await readyFile(world)).params),
      others: 'same',
      repeated: 'files.file_not_found',
    },
    pending: {
      arrange: async (world) => byModerator(world, (await uploadedFile(world)).params),
      others: 'same',
      repeated: 'files.file_not_found',
    },
  },
  getFileContent: {
    private: { arrange: readyFile, others: 'hidden', alsoNeeds: readsContent },
    public: { arrange: (world) => readyFile(world, 'public'), others: 'same' },
    ofCompany: {
      async arrange(world) {
        const { as, params } = await readyCompanyFile(world);
        return { as, params };
      },
      others: 'hidden',
      alsoNeeds: readsContent,
    },
    ofPicture: {
      async arrange(world) {
        const as = await world.user('kim');
        const file = await uploadedPicture(world, as);
        await bodyOf(world.call(completeFile, { as, params: { fileId: file.id } }));
        await world.drain();
        return { as, params: { fileId: file.id }, query: { size: '64' } };
      },
      others: 'hidden',
      alsoNeeds: readsContent,
    },
    inPost: {
      async arrange(world) {
        const [kim, as] = [await world.user('kim'), await world.user('lee')];
        await world.follow(as, kim);
        const { fileId, postId } = await postedPicture(world, kim, 'followers');
        await world.drain();
        return { as, params: { fileId }, query: { post: postId } };
      },
      others: 'hidden',
    },
  },
};

export async function uploadedPicture(world: World, as: User, content?: Uint8Array<ArrayBuffer>) {
  const picture = content ?? (await pngOf(4, 3));
  const body = { name: 'a.png', contentType: 'image/png', size: picture.length };
  const file = await bodyOf(world.call(createFile, { as, body }));
  const { status } = await upload(file.upload, picture);
  if (status !== 204) throw new Error(`The upload answered ${status}`);
  return file;
}

const workers: BackgroundScenarios<(typeof filesQueues)[number]> = {
  removeObjects: {
    ofDeleted: {
      async arrange(world) {
        const call = await readyFile(world);
        await world.drain();
        return async () => {
          const { status } = await world.call(deleteFile, call);
          if (status !== 204 && status !== 404) throw new Error(`Deleting answered ${status}`);
        };
      },
    },
    ofParts: {
      async arrange(world) {
        const call = await fileInParts(world);
        await bodyOf(world.call(uploadParts, { ...call, body: {} }));
        return async () => {
          const { status } = await world.call(deleteFile, call);
          if (status !== 204 && status !== 404) throw new Error(`Deleting answered ${status}`);
        };
      },
    },
    ofCompleted: {
      async arrange(world) {
        const call = await uploadedFile(world);
        return () => bodyOf(world.call(completeFile, call));
      },
    },
  },
  finishCopies: {
    async arrange(world) {
      const call = await readyFile(world);
      const headers = { 'idempotency-key': `copy-${call.params.fileId}` };
      return () => bodyOf(world.call(copyFile, { ...call, headers, body: {} }));
    },
  },
  reconcileContents: {
    whole: {
      async arrange(world) {
        await readyFile(world);
        await world.drain();
        return reconciling(world);
      },
    },
    withOrphan: {
      async arrange(world) {
        const as = await world.user('kim');
        const file = await bodyOf(world.call(createFile, { as, body: announcement() }));
        await world.call(deleteFile, { as, params: { fileId: file.id } });
        await world.drain();
        // A form is good for an hour, whatever becomes of its file.
        const { status } = await upload(file.upload, content);
        if (status !== 204) throw new Error(`The upload answered ${status}`);
        return reconciling(world);
      },
    },
    withUnusedImage: {
      async arrange(world) {
        const as = await world.user('kim');
        const fileId = await uploadedImage(world, as, await pngOf(4, 3));
        await bodyOf(world.call(completeFile, { as, params: { fileId } }));
        await world.drain();
        return reconciling(world);
      },
    },
    withLostContent: {
      async arrange(world) {
        const as = await world.user('kim');
        const file = await uploadedPicture(world, as);
        await bodyOf(world.call(completeFile, { as, params: { fileId: file.id } }));
        await world.drain();
        await loseContent(file);
        return reconciling(world);
      },
    },
  },
  renderImages: {
    ofUploaded: {
      async arrange(world) {
        const as = await world.user('kim');
        const file = await uploadedPicture(world, as);
        return () => bodyOf(world.call(completeFile, { as, params: { fileId: file.id } }));
      },
    },
    ofCopied: {
      async arrange(world) {
        const as = await world.user('kim');
        const params = { fileId: (await uploadedPicture(world, as)).id };
        await bodyOf(world.call(completeFile, { as, params }));
        await world.drain();
        const headers = { 'idempotency-key': `copy-${params.fileId}` };
        return () => bodyOf(world.call(copyFile, { as, params, headers, body: {} }));
      },
    },
    ofRefused: {
      async arrange(world) {
        const as = await world.user('kim');
        const file = await uploadedPicture(world, as, (await pngOf(40, 30)).subarray(0, -20));
        return () => bodyOf(world.call(completeFile, { as, params: { fileId: file.id } }));
      },
    },
    ofDeleted: {
      async arrange(world) {
        const as = await world.user('kim');
        const call = { as, params: { fileId: (await uploadedPicture(world, as)).id } };
        await bodyOf(world.call(completeFile, call));
        await world.drain();
        return async () => {
          const { status } = await world.call(deleteFile, call);
          if (status !== 204 && status !== 404) throw new Error(`Deleting answered ${status}`);
        };
      },
    },
  },
};

/** Has objects and files compared, as if they were old enough. */
function reconciling(world: World): () => Promise<unknown> {
  const later = 25 * 3_600_000 + randomInt(100_000) * 60_000;
  let at: Promise<Date> | undefined;
  return async () => {
    // Asked for again, it is of the same night.
    at ??= timeIn(world, later);
    await world.runTask('reconcile-files', { at: await at });
  };
}

const tasks: BackgroundScenarios<(typeof filesTasks)[number]> = {
  reconcileFiles: {
    async arrange(world) {
      await readyFile(world);
      await world.drain();
      return reconciling(world);
    },
  },
  expireFiles: {
    unused: {
      async arrange(world) {
        await uploadedFile(world);
        await world.drain();
        const at = await timeIn(world, (longestWaitHours + 1) * 3_600_000);
        return () => world.runTask('expire-files', { at });
      },
    },
    late: {
      async arrange(world) {
        await lateUpload(world);
        const at = await timeIn(world, 3_600_000);
        return () => world.runTask('expire-files', { at });
      },
    },
  },
};

export const files: DomainScenarios<'files'> = { routes, workers, tasks };
