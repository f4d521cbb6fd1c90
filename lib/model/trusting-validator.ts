/**
 * Stands in for `jsonschema` in the bundles. ElectroDB only checks the shape of our entities with
 * it, at every cold start; the tests have checked the same entities with the real one.
 */
export class Validator {
  static {
    Object.assign(Validator.prototype, { customFormats: {} });
  }

  addSchema(): void {}

  validate(): { errors: [] } {
    return { errors: [] };
  }
}
