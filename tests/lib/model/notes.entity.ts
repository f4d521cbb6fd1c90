import { newId } from '../../../lib/ids.ts';
import { entity } from '../../../lib/model/entity.ts';

/** An entity of no domain, for tests of the machinery. */
export const Notes = entity('testNote', {
  attributes: {
    noteId: { type: 'string', required: true },
    text: { type: 'string', required: true },
    count: { type: 'number', default: 0 },
    version: { type: 'number', default: 1 },
  },
  indexes: {
    note: { pk: ['noteId'], sk: [] },
  },
});

export const newNoteId = () => newId('event', new Date());

export async function readNote(noteId: string) {
  const { data } = await Notes.get({ noteId }).go({ consistent: true });
  return data;
}
