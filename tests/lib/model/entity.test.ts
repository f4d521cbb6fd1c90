import type { EntityItem } from 'electrodb';
import { entity } from '../../../lib/model/entity.ts';

const Cards = entity('testCard', {
  attributes: {
    ownerId: { type: 'string', required: true },
    cardId: { type: 'string', required: true },
    state: { type: ['open', 'closed'] as const, required: true },
    note: { type: 'string' },
  },
  indexes: {
    card: { pk: ['cardId'], sk: [] },
    cardsOfOwner: {
      index: 'gsi1',
      condition: ({ state }) => state === 'open',
      pk: ['ownerId'],
      sk: ['state', 'cardId'],
    },
  },
});

const card = { ownerId: 'usr_Kim', cardId: 'card_A', state: 'open' } as const;

describe('an entity', () => {
  it('keeps the case of its keys, in the fields of each index', () => {
    expect(Cards.put(card).params()).toMatchObject({
      Item: {
        pk: '$moa#cardId_card_A',
        sk: '$testCard_1',
        gsi1pk: '$moa#ownerId_usr_Kim',
        gsi1sk: '$testCard_1#state_open#cardId_card_A',
        __edb_e__: 'testCard',
        __edb_v__: '1',
      },
    });
    const { service, entity: name, version } = Cards.schema.model;
    expect({ service, name, version }).toEqual({ service: 'moa', name: 'testCard', version: '1' });
  });

  it('stands in an index by its condition alone', () => {
    const params = Cards.put({ ...card, state: 'closed' }).params();
    expect(JSON.stringify(params)).not.toContain('gsi1');
  });

  it('has items and keys of its own types', () => {
    const item: EntityItem<typeof Cards> = card;
    expect(item.note?.length).toBeUndefined();
    // @ts-expect-error `state` is one of two
    const strange: EntityItem<typeof Cards> = { ...card, state: 'lost' };
    expect(strange.state).toBe('lost');
    // @ts-expect-error the key is the card's
    expect(() => Cards.get({ ownerId: 'usr_kim' }).params()).toThrow();
    const query = Cards.query.cardsOfOwner({ ownerId: 'usr_kim' }).params();
    expect(query).toMatchObject({ IndexName: 'gsi1' });
  });

  it('does not compile with an index of what it does not have', () => {
    const attributes = { cardId: { type: 'string', required: true } } as const;
    const make = () =>
      // @ts-expect-error there is no `cardIds`
      entity('testCard', { attributes, indexes: { card: { pk: ['cardIds'], sk: [] } } });
    expect(make).toThrow();
  });
});
