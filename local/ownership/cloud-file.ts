import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Addresses of a local cloud, as the `AWS_ENDPOINT_URL*` variables take them. */
export interface CloudEndpoints {
  readonly api: string;
  readonly stepfunctions: string;
  readonly lambda: string;
  readonly s3: string;
  readonly dynamodb: string;
}

/** What `<data folder>/cloud.json` says about the cloud that owns the folder. */
export interface CloudFile {
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endpoints: CloudEndpoints;
  readonly project: string;
  /** An administrator's token of the API. The file is readable by its owner only (mode 0600). */
  readonly token: string;
  readonly bucket: string;
  readonly table: string;
}

export function cloudFilePath(dataDir: string): string {
  return join(dataDir, 'cloud.json');
}

export async function writeCloudFile(dataDir: string, file: CloudFile): Promise<void> {
  await writeJson(cloudFilePath(dataDir), file);
}

/** Undefined when there is none, or when it is not ours to understand. */
export async function readCloudFile(dataDir: string): Promise<CloudFile | undefined> {
  const value = await readJson(cloudFilePath(dataDir));
  return isCloudFile(value) ? value : undefined;
}

/** After a stop only the token stays, for the next start. A full disk leaves the file as it was: stale, which attaching sees. */
export async function retireCloudFile(dataDir: string, token: string): Promise<void> {
  await writeJson(cloudFilePath(dataDir), { token }).catch(() => undefined);
}

/** The token of the cloud that owned the folder last, however it ended. */
export async function readLastToken(dataDir: string): Promise<string | undefined> {
  const value = await readJson(cloudFilePath(dataDir));
  return typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string'
    ? value.token
    : undefined;
}

function isCloudFile(value: unknown): value is CloudFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'token' in value &&
    typeof value.token === 'string' &&
    'endpoints' in value &&
    typeof value.endpoints === 'object' &&
    value.endpoints !== null &&
    'api' in value.endpoints &&
    typeof value.endpoints.api === 'string'
  );
}

/** Written beside and renamed, so that a reader never sees half a file. */
async function writeJson(path: string, value: object): Promise<void> {
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
