/**
 * Stands in for `@aws-sdk/lib-dynamodb` where ElectroDB requires it, in the bundles: it is given a
 * client that brings its commands itself.
 */
export {};
