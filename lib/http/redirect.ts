import { Reply } from './reply.ts';

/** Where something is. */
export interface Link {
  url: string;
  /** How long whoever asked may keep the answer, and show it to everybody; not at all when left out. */
  keepSeconds?: number | undefined;
}

/** The answer that leads to where something is. */
export const redirect = ({ url, keepSeconds }: Link): Reply<302, undefined> =>
  new Reply(302, undefined, {
    location: url,
    'cache-control': keepSeconds === undefined ? 'no-store' : `public, max-age=${keepSeconds}`,
  });
