import { setTimeout } from 'node:timers/promises';

import { LocalCloudError } from './local-cloud-error.ts';
import type { LocalCloud, LocalCloudOptions } from './local-cloud.ts';
import { attachToCloud, type Attachment } from './ownership/attach-to-cloud.ts';
import type { CloudFile } from './ownership/cloud-file.ts';
import { findRunningCloud } from './ownership/find-running-cloud.ts';
import { startLocalCloud } from './start-local-cloud.ts';

export type OpenedCloud =
  | { readonly kind: 'owned'; readonly cloud: LocalCloud }
  | { readonly kind: 'attached'; readonly cloud: CloudFile; readonly attachment: Attachment };

/** How long to wait for a cloud that another process is just starting or stopping. */
const PATIENCE_MS = 15_000;

/**
 * Attaches to the cloud that owns the data folder, else starts one in this process. Of two commands that come at once, one
 * starts it and the other attaches.
 *
 * @throws {LocalCloudError}
 */
export async function openLocalCloud(options: LocalCloudOptions): Promise<OpenedCloud> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const running = await findRunningCloud(options.dataDir);
    try {
      if (running) return { kind: 'attached', cloud: running, attachment: await attachToCloud(running) };
      return { kind: 'owned', cloud: await startLocalCloud(options) };
    } catch (error) {
      const passing =
        error instanceof LocalCloudError && ['data-folder-in-use', 'cloud-not-reachable'].includes(error.code);
      if (!passing || Date.now() > deadline) throw error;
      await setTimeout(100);
    }
  }
}
