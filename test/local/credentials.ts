/** What AWS's clients need besides an endpoint; nobody checks them. */
export const client = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
