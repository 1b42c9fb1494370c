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

/** Written beside and renamed, so that a reader never sees half a file. */
export async function writeCloudFile(dataDir: string, file: CloudFile): Promise<void> {
  const path = cloudFilePath(dataDir);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/** Undefined when there is none, or when it is not ours to understand. */
export async function readCloudFile(dataDir: string): Promise<CloudFile | undefined> {
  const text = await readFile(cloudFilePath(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isCloudFile(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export async function removeCloudFile(dataDir: string): Promise<void> {
  await rm(cloudFilePath(dataDir), { force: true });
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
