/** An HTTP request as it came over the wire. */
export interface GatewayRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  /** Names in any case; repeated ones stand repeatedly. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array | undefined;
  sourceIp: string;
}

/** An HTTP answer; repeated headers (cookies) are lists. */
export interface GatewayAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Uint8Array | undefined;
}
