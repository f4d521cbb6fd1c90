import { AttributeOperationProxy } from 'electrodb/src/operations.js';

/*
 * For each operation ElectroDB makes an accessor of every attribute and every operator, before it is
 * known whether any of them is used: most of what it takes to name an item. Made when they are asked
 * for they take nothing where none is.
 */

const { buildAttributes, buildOperations } = AttributeOperationProxy;

AttributeOperationProxy.buildAttributes = (builder, attributes) =>
  new Proxy(attributes, {
    get(_, name: string) {
      const attribute = attributes[name];
      return attribute && buildAttributes(builder, { [name]: attribute })[name];
    },
  });

AttributeOperationProxy.buildOperations = (builder, operations) => {
  let built: Record<string, unknown> | undefined;
  return new Proxy(operations, {
    get(_, name: string) {
      // All at once: they tell each other which values they have seen.
      built ??= buildOperations(builder, operations);
      return built[name];
    },
  });
};
