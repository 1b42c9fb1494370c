/** A function as the host keeps it. */
export interface LocalFunction {
  readonly name: string;
  readonly runtime: string;
  readonly role: string;
  /** `<file>.<export>` within the code folder. */
  readonly handler: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** MiB of /tmp. Told to whoever asks; the disk is the user's own. */
  readonly storageMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute; its content never changes. */
  readonly codeFolder: string;
  /** SHA-256 of the zip, base64, as Lambda tells it; of a bundle that was never zipped, empty. */
  readonly codeSha256: string;
  readonly codeSize: number;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Changes with every update: environments of another revision are not used again. */
  readonly revisionId: string;
  /** `platform` functions have environments of their own, so that a sweep never starves the API that tells of it. */
  readonly allowance: Allowance;
}

export type Allowance = 'platform' | 'steps';

export interface LambdaAccount {
  readonly region: string;
  readonly accountId: string;
}

export function functionArn(account: LambdaAccount, name: string): string {
  return `arn:aws:lambda:${account.region}:${account.accountId}:function:${name}`;
}
