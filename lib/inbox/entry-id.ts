import { newId, timeOfId } from '../ids.ts';

/** An id after all of these, whatever the clocks say by which they were made. */
export function nextEntryId(now: Date, before: readonly (string | undefined)[]): string {
  const times = before.flatMap((id) => (id === undefined ? [] : timeOfId(id).getTime() + 1));
  return newId('inboxEntry', new Date(Math.max(now.getTime(), ...times)));
}
