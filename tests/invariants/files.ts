import { type DomainInvariants, each, indexBy } from './invariant.ts';
import { add, change, isThere, nobody, nothing, remove, set, without } from './plants.ts';

export const files: DomainInvariants = {
  invariants: [
    {
      name: 'a file is of a user that exists, or of a company and names who made it',
      about: ['file'],
      plants: [
        change('file', set({ ownerId: nobody })),
        change('file', set({ makerId: nobody }), ({ makerId }) => makerId === undefined),
      ],
      violations(table) {
        const users = indexBy(table.of('user'), ({ userId }) => userId);
        const companies = indexBy(table.of('company'), ({ companyId }) => companyId);
        return each(table.of('file'), ({ fileId, ownerId, makerId }) => {
          const owners = makerId === undefined ? users : companies;
          return !owners.has(ownerId) && `${fileId} is of ${ownerId}`;
        });
      },
    },
    {
      name: 'a file waits for its content, or does not',
      about: ['file', 'upload'],
      plants: [
        change('file', set({ status: 'ready' }), ({ status }) => status === 'pending'),
        change('upload', remove),
      ],
      violations(table) {
        const uploads = indexBy(table.of('upload'), ({ fileId }) => fileId);
        const pending = table.of('file').filter(({ status }) => status === 'pending');
        const waiting = indexBy(pending, ({ fileId }) => fileId);
        return [
          ...each(pending, ({ fileId, ownerId }) => {
            return uploads.get(fileId)?.ownerId !== ownerId && `nobody awaits ${fileId}`;
          }),
          ...each(table.of('upload'), ({ fileId }) => {
            return !waiting.has(fileId) && `${fileId} is awaited`;
          }),
        ];
      },
    },
    {
      name: 'a file is listed with its owner and in its folder',
      about: ['file'],
      plants: [change('file', without('gsi1pk')), change('file', set({ folderKey: 'elsewhere' }))],
      violations: (table) =>
        each(table.of('file'), ({ fileId, ownerId, folderKey, ...keys }) => {
          const isListed =
            String(keys.gsi1pk).includes(ownerId) &&
            String(keys.gsi1sk).includes(fileId) &&
            String(keys.gsi2pk).includes(ownerId) &&
            String(keys.gsi2pk).includes(folderKey) &&
            String(keys.gsi2sk).includes(fileId);
          return !isListed && `${fileId} is not listed where it belongs`;
        }),
    },
    {
      name: 'the files of a user or a company take the room that they count',
      about: ['fileUsage'],
      plants: [
        change('fileUsage', add('bytes', 1)),
        change('fileUsage', add('files', -1)),
        change('fileUsage', remove, ({ files }) => files !== 0),
      ],
      violations(table) {
        const taking = table.of('file').filter(({ status }) => status !== 'failed');
        const byOwner = Map.groupBy(taking, ({ ownerId }) => ownerId);
        const counted = indexBy(table.of('fileUsage'), ({ ownerId }) => ownerId);
        const owners = new Set([...byOwner.keys(), ...counted.keys()]);
        return each(owners, (ownerId) => {
          const own = byOwner.get(ownerId) ?? [];
          const bytes = own.reduce((sum, { size }) => sum + size, 0);
          const { bytes: countedBytes = 0, files: countedFiles = 0 } = counted.get(ownerId) ?? {};
          const isRight = countedBytes === bytes && countedFiles === own.length;
          return !isRight && `${ownerId} counts ${countedBytes} bytes and has ${bytes}`;
        });
      },
    },
    {
      name: 'a profile image is a rendered picture of its owner, one awaited is not rendered yet',
      about: ['user', 'file'],
      plants: [
        change('user', set({ profileImageId: nothing })),
        change('user', set({ awaitedImageId: nothing })),
      ],
      violations(table) {
        const files = indexBy(table.of('file'), ({ fileId }) => fileId);
        return each(table.of('user'), ({ userId, profileImageId, awaitedImageId }) => {
          const shown = profileImageId === undefined ? undefined : files.get(profileImageId);
          const awaited = awaitedImageId === undefined ? undefined : files.get(awaitedImageId);
          const isShown =
            profileImageId === undefined ||
            (shown?.ownerId === userId && shown.image?.state === 'ready');
          const isAwaited =
            awaitedImageId === undefined || (awaited?.ownerId === userId && !awaited.image);
          return !(isShown && isAwaited) && `${userId} shows ${profileImageId ?? awaitedImageId}`;
        });
      },
    },
    {
      name: 'a logo is a rendered picture that is found by it, one awaited is not rendered yet',
      about: ['company', 'file', 'companyLogo'],
      plants: [
        change('company', set({ logoId: nothing })),
        change('company', set({ awaitedLogoId: nothing })),
        change('companyLogo', remove),
        (items) => [...items, { __edb_e__: 'companyLogo', fileId: nothing, companyId: nothing }],
      ],
      violations(table) {
        const files = indexBy(table.of('file'), ({ fileId }) => fileId);
        const companies = indexBy(table.of('company'), ({ companyId }) => companyId);
        const shown = table.of('companyLogo');
        const found = new Set(shown.map(({ fileId, companyId }) => `${fileId} ${companyId}`));
        const isFound = (companyId: string, fileId: string | undefined) =>
          fileId === undefined || found.has(`${fileId} ${companyId}`);
        return [
          ...each(table.of('company'), ({ companyId, logoId, awaitedLogoId }) => {
            const isShown = logoId === undefined || files.get(logoId)?.image?.state === 'ready';
            const awaited = awaitedLogoId === undefined ? undefined : files.get(awaitedLogoId);
            const isAwaited = awaitedLogoId === undefined || (awaited && !awaited.image);
            const areFound = isFound(companyId, logoId) && isFound(companyId, awaitedLogoId);
            return !(isShown && isAwaited && areFound) && `${companyId} shows ${logoId}`;
          }),
          ...each(shown, ({ fileId, companyId }) => {
            const company = companies.get(companyId);
            const isIn = company?.logoId === fileId || company?.awaitedLogoId === fileId;
            return !isIn && `${fileId} is said to be the logo of ${companyId}`;
          }),
        ];
      },
    },
    {
      name: 'a picture in a post is a file of its author, which is found by it',
      about: ['post', 'file', 'postImage'],
      plants: [
        change('post', set({ images: [{ fileId: nothing }] }), isThere),
        change('postImage', remove),
        (items) => [...items, { __edb_e__: 'postImage', fileId: nothing, postId: nothing }],
      ],
      violations(table) {
        const files = indexBy(table.of('file'), ({ fileId }) => fileId);
        const posts = indexBy(table.of('post'), ({ postId }) => postId);
        const shown = table.of('postImage');
        const found = new Set(shown.map(({ fileId, postId }) => `${fileId} ${postId}`));
        const there = table.of('post').filter(({ deletedAt }) => deletedAt === undefined);
        return [
          ...each(there, ({ postId, authorId, images = [] }) => {
            const lost = images.find(
              ({ fileId }) =>
                files.get(fileId)?.ownerId !== authorId || !found.has(`${fileId} ${postId}`),
            );
            return lost !== undefined && `${postId} shows ${lost.fileId}`;
          }),
          ...each(shown, ({ fileId, postId }) => {
            const images = posts.get(postId)?.images ?? [];
            const isIn = images.some((image) => image.fileId === fileId);
            return !isIn && `${fileId} is said to be in ${postId}`;
          }),
        ];
      },
    },
  ],
  free: {},
};
