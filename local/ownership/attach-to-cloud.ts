import { request as httpRequest } from 'node:http';

import { LocalCloudError } from '../local-cloud-error.ts';
import type { CloudFile } from './cloud-file.ts';

export interface Attachment {
  /** Settles when the cloud goes away first. */
  readonly lost: Promise<void>;
  detach(): void;
}

/**
 * Joins another process's cloud, which then waits for `detach`, or for the end of this process, before it leaves.
 *
 * @throws {LocalCloudError} `cloud-not-reachable`
 */
export function attachToCloud(cloud: CloudFile): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${cloud.endpoints.api}/_local/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cloud.token}` },
      agent: false,
    });
    request.on('error', (error) => {
      reject(unreachable(cloud, error));
    });
    request.on('response', (response) => {
      if (response.statusCode !== 200) {
        request.destroy();
        reject(unreachable(cloud, undefined));
        return;
      }
      const lost = new Promise<void>((gone) => response.on('close', () => gone()));
      // Being attached alone must not keep a command alive that has nothing more to do.
      response.socket.unref();
      response.on('error', () => undefined);
      response.once('data', () => {
        resolve({ lost, detach: () => request.destroy() });
      });
      // A promise settles once: this counts only where the first byte never came.
      void lost.then(() => {
        reject(unreachable(cloud, undefined));
      });
    });
    request.end();
  });
}

function unreachable(cloud: CloudFile, cause: unknown): LocalCloudError {
  return new LocalCloudError(
    'cloud-not-reachable',
    `the local cloud of process ${cloud.pid} does not answer at ${cloud.endpoints.api}`,
    'run the command again; if it stays so, end that process',
    cause,
  );
}
