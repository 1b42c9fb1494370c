import { readCloudFile, type CloudFile } from './cloud-file.ts';

/**
 * The cloud that owns the data folder and answers, or undefined. A file that a killed process left behind is stale when
 * its process is gone, or when what listens at its port is not that process.
 */
export async function findRunningCloud(dataDir: string): Promise<CloudFile | undefined> {
  const file = await readCloudFile(dataDir);
  if (!file || !isAlive(file.pid)) return undefined;
  return (await answersAs(file)) ? file : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function answersAs(file: CloudFile): Promise<boolean> {
  try {
    const response = await fetch(`${file.endpoints.api}/_local/cloud`, {
      headers: { authorization: `Bearer ${file.token}` },
      signal: AbortSignal.timeout(2000),
    });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'pid' in answer && answer.pid === file.pid;
  } catch {
    return false;
  }
}
