import { followRead } from './reads.ts';

export interface Edge {
  followeeId: string;
  followerId: string;
  followedAt: string;
}

export const edgeRead = ({ followerId, followeeId }: Edge) => followRead(followerId, followeeId);
