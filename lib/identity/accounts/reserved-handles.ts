/** Who has one of these would be taken for who runs the service, or for an address of it. */
const reserved = new Set(
  `abuse account accounts admin administration administrator administrators admins anonymous api auth
  billing compliance contact copyright customerservice everyone feedback help helpdesk here hostmaster
  info legal login logout mailerdaemon moa moderation moderator moderators mod mods noreply null
  official operator operators password payment payments postmaster press privacy register root security
  service settings signin signup staff status superuser support sysadmin system team terms trust
  undefined webmaster www`.split(/\s+/),
);

/** Whether nobody may have a handle, however it is written. */
export const isReserved = (handle: string): boolean =>
  reserved.has(handle.toLowerCase().replaceAll('_', ''));
