import { newId } from '../../../lib/ids.ts';
import { Entity, table } from '../../../lib/model/electro.ts';

/** An entity of no domain, for tests of the machinery. */
export const Notes = new Entity(
  {
    model: { service: 'moa', entity: 'testNote', version: '1' },
    attributes: {
      noteId: { type: 'string', required: true },
      text: { type: 'string', required: true },
      count: { type: 'number', default: 0 },
      version: { type: 'number', default: 1 },
    },
    indexes: {
      note: {
        pk: { field: 'pk', composite: ['noteId'], casing: 'none' },
        sk: { field: 'sk', composite: [], casing: 'none' },
      },
    },
  },
  table,
);

export const newNoteId = () => newId('event', new Date());

export async function readNote(noteId: string) {
  const { data } = await Notes.get({ noteId }).go({ consistent: true });
  return data;
}
