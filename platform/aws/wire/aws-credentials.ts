export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export type CredentialSource = () => AwsCredentials | Promise<AwsCredentials>;

/** A Lambda function has its credentials in its environment; everywhere else AWS's own chain of providers knows where to look. */
export function environmentCredentials(): CredentialSource {
  const accessKeyId = process.env['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'] ?? '';
  const sessionToken = process.env['AWS_SESSION_TOKEN'] ?? '';
  if (accessKeyId === '' || secretAccessKey === '') return chainCredentials();
  const found = { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) };
  return () => found;
}

function chainCredentials(): CredentialSource {
  let chain: Promise<CredentialSource> | undefined;
  return async () => {
    // The chain keeps what it has found, and renews it in time.
    chain ??= import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) => defaultProvider());
    return (await chain)();
  };
}
