/** The least that DynamoDB Local can be asked; it looks at no signature. */
export const listTables = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, ' +
      'SignedHeaders=host, Signature=0',
  },
  body: '{}',
};
