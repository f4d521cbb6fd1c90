/**
 * Stands in for `electrodb` in the bundles: what is used of it. Its services and transactions are
 * left out; a build fails that imports anything else.
 */
export { Entity } from 'electrodb/src/entity.js';
export { CustomAttributeType } from 'electrodb/src/schema.js';
