/**
 * Stands in for `@aws-sdk/endpoint-cache` in the bundles: the client of DynamoDB makes one, and asks
 * it only where the discovery of endpoints is switched on.
 */
export class EndpointCache {}
