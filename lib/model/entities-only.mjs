/*
 * Stands in for `electrodb` in the bundles: what is used of it. Its services and transactions are
 * left out; a build fails that imports anything else.
 */
import { Entity as ElectroEntity } from 'electrodb/src/entity.js';

export { createConversions } from 'electrodb/src/conversions.js';
export { CustomAttributeType } from 'electrodb/src/schema.js';

/** An entity that is made at first use: a function imports a dozen, and a request uses two or three. */
export function Entity(model, config) {
  let made;
  return new Proxy(
    {},
    {
      get(_, name) {
        made ??= new ElectroEntity(model, config);
        const value = made[name];
        return typeof value === 'function' ? value.bind(made) : value;
      },
    },
  );
}
