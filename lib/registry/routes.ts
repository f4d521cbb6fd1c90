import * as companiesAdministration from '../../functions/companies/administration/routes.ts';
import * as companiesAudit from '../../functions/companies/audit/routes.ts';
import * as companiesInvitations from '../../functions/companies/invitations/routes.ts';
import * as companiesLogo from '../../functions/companies/logo/routes.ts';
import * as companiesMembers from '../../functions/companies/members/routes.ts';
import * as companiesProfiles from '../../functions/companies/profiles/routes.ts';
import * as companiesRecords from '../../functions/companies/records/routes.ts';
import * as companiesSearch from '../../functions/companies/search/routes.ts';
import * as companiesSettings from '../../functions/companies/settings/routes.ts';
import * as filesContents from '../../functions/files/contents/routes.ts';
import * as filesCopies from '../../functions/files/copies/routes.ts';
import * as filesLibrary from '../../functions/files/library/routes.ts';
import * as filesUploads from '../../functions/files/uploads/routes.ts';
import * as identityAdministration from '../../functions/identity/administration/routes.ts';
import * as identityApiKeys from '../../functions/identity/api-keys/routes.ts';
import * as identityDeletion from '../../functions/identity/deletion/routes.ts';
import * as identityDevices from '../../functions/identity/devices/routes.ts';
import * as identityNotifications from '../../functions/identity/notifications/routes.ts';
import * as identityPasskeys from '../../functions/identity/passkeys/routes.ts';
import * as identityPasswords from '../../functions/identity/passwords/routes.ts';
import * as identityProfileImage from '../../functions/identity/profile-image/routes.ts';
import * as identityProfiles from '../../functions/identity/profiles/routes.ts';
import * as identityRecovery from '../../functions/identity/recovery/routes.ts';
import * as identitySessions from '../../functions/identity/sessions/routes.ts';
import * as identitySignIn from '../../functions/identity/sign-in/routes.ts';
import * as identitySignUp from '../../functions/identity/sign-up/routes.ts';
import * as identitySocial from '../../functions/identity/social/routes.ts';
import * as identityTotp from '../../functions/identity/totp/routes.ts';
import * as platformAccountPages from '../../functions/platform/account-pages/routes.ts';
import * as platformAudit from '../../functions/platform/audit/routes.ts';
import * as platformDiscovery from '../../functions/platform/discovery/routes.ts';
import * as platformDocs from '../../functions/platform/docs/routes.ts';
import * as platformHealth from '../../functions/platform/health/routes.ts';
import * as platformQueues from '../../functions/platform/queues/routes.ts';
import * as snsInbox from '../../functions/sns/inbox/routes.ts';
import * as snsLikes from '../../functions/sns/likes/routes.ts';
import * as snsPosts from '../../functions/sns/posts/routes.ts';
import * as snsPublishing from '../../functions/sns/publishing/routes.ts';
import * as snsRelations from '../../functions/sns/relations/routes.ts';
import * as snsReplies from '../../functions/sns/replies/routes.ts';
import * as snsTags from '../../functions/sns/tags/routes.ts';
import * as snsTimeline from '../../functions/sns/timeline/routes.ts';
import type { RouteDefinition } from '../http/route.ts';
import type { Domain } from './domains.ts';

/** The contracts of each feature: `functions/<domain>/<feature>/routes.ts`. */
const features = {
  platform: {
    health: platformHealth,
    docs: platformDocs,
    'account-pages': platformAccountPages,
    discovery: platformDiscovery,
    queues: platformQueues,
    audit: platformAudit,
  },
  identity: {
    profiles: identityProfiles,
    sessions: identitySessions,
    passwords: identityPasswords,
    totp: identityTotp,
    passkeys: identityPasskeys,
    social: identitySocial,
    'sign-in': identitySignIn,
    'sign-up': identitySignUp,
    'api-keys': identityApiKeys,
    devices: identityDevices,
    'profile-image': identityProfileImage,
    notifications: identityNotifications,
    recovery: identityRecovery,
    administration: identityAdministration,
    deletion: identityDeletion,
  },
  sns: {
    posts: snsPosts,
    publishing: snsPublishing,
    likes: snsLikes,
    replies: snsReplies,
    tags: snsTags,
    timeline: snsTimeline,
    relations: snsRelations,
    inbox: snsInbox,
  },
  files: {
    library: filesLibrary,
    uploads: filesUploads,
    contents: filesContents,
    copies: filesCopies,
  },
  companies: {
    records: companiesRecords,
    search: companiesSearch,
    members: companiesMembers,
    profiles: companiesProfiles,
    invitations: companiesInvitations,
    settings: companiesSettings,
    audit: companiesAudit,
    administration: companiesAdministration,
    logo: companiesLogo,
  },
} satisfies Readonly<Record<Domain, Readonly<Record<string, object>>>>;

type Features = typeof features;

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** A domain may have no features yet. */
type RoutesOf<Contracts> = [keyof Contracts] extends [never]
  ? Record<never, never>
  : Intersection<Contracts[keyof Contracts]>;

/** Types of all contracts, by domain. */
export type RoutesByDomain = { [Name in Domain]: RoutesOf<Features[Name]> };

/** The contract of every route, by domain; queues, schedules and streams stand under `events/`. */
export const routesByDomain = Object.fromEntries(
  Object.entries(features).map(([domain, contracts]) => [
    domain,
    Object.assign({}, ...Object.values(contracts)),
  ]),
) as RoutesByDomain;

export const routes: readonly RouteDefinition[] = Object.values(routesByDomain).flatMap(
  (domain): RouteDefinition[] => Object.values(domain),
);

/** The feature whose folder each route stands in, by the route's id. */
export const featureOf: ReadonlyMap<string, string> = new Map(
  Object.values(features).flatMap((domain) =>
    Object.entries(domain).flatMap(([feature, contracts]) =>
      Object.values<RouteDefinition>(contracts).map(({ id }): [string, string] => [id, feature]),
    ),
  ),
);
