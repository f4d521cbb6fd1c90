import { config } from '../../config.ts';
import { always, type Write, write } from '../../model/write.ts';
import type { Role } from '../../scopes.ts';
import { Administrators } from './administrators.entity.ts';
import { addressKey } from './keys.ts';

/** Stages of developers, where whoever comes first is trusted. */
const trustingStages: readonly string[] = ['local', 'dev'];

const administratorKey = config.adminEmail === '' ? undefined : addressKey(config.adminEmail);

interface Opened {
  address?: { key: string; isVerified: boolean } | undefined;
  isFirst: boolean;
  isImported?: boolean | undefined;
}

/** The role with which an account is opened; an import names its first by hand. */
export function roleOfNew({ address, isFirst, isImported }: Opened): Role {
  if (isFirst && (isImported || trustingStages.includes(config.stage))) return 'admin';
  return address?.isVerified && address.key === administratorKey && !isImported ? 'admin' : 'user';
}

/** What verifying this address changes of its account, beside that it is verified. */
export const verifiedRole = (address: string): { role?: 'admin' } =>
  address === administratorKey ? { role: 'admin' } : {};

/** The write that enters whoever verifies this address among the administrators, if they are one. */
export const enterVerified = (userId: string, address: string): Write<never>[] =>
  address === administratorKey ? [enterAdministrator(userId)] : [];

export const enterAdministrator = (userId: string): Write<never> =>
  write(always(Administrators.upsert({}).add({ activeIds: [userId] })));
