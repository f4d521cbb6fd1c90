/** What `lazy-proxies.ts` takes of ElectroDB's inside, which has no types. */
declare module 'electrodb/src/operations.js' {
  type Members = Readonly<Record<string, unknown>>;

  export class AttributeOperationProxy {
    constructor(parts: { builder: object; attributes: Members; operations: Members });
    /** Accessors by the names of the attributes. */
    static buildAttributes: (this: void, builder: object, attributes: Members) => Members;
    /** Functions by the names of the operators. */
    static buildOperations: (this: void, builder: object, operations: Members) => Members;
  }
}
