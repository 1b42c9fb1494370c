import { join } from 'node:path';

import { listenOnLoopback } from '../http/listen-on-loopback.ts';
import { storageFault } from '../storage-fault.ts';
import { bodyFiles } from './body-files.ts';
import { loadFauxqsProtocol } from './fauxqs-protocol.ts';
import { namedFiles, openObjectDatabase } from './object-database.ts';
import { objectStore } from './object-store.ts';
import { handleS3Request } from './s3-requests.ts';

export interface LocalS3 {
  readonly endpoint: string;
  /** Bytes of an object without the way over HTTP. */
  readObject(bucket: string, key: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/**
 * S3 on this machine: the protocol is fauxqs's, the objects lie in `folder`.
 *
 * @throws {LocalCloudError} `data-folder-in-use`, `data-folder-damaged`, `data-folder-not-writable`, `disk-full`.
 */
export async function startS3(options: {
  readonly folder: string;
  /** Made when absent. */
  readonly bucket: string;
  readonly port?: number;
}): Promise<LocalS3> {
  const protocol = await loadFauxqsProtocol();
  const database = openObjectDatabase(options.folder);
  try {
    const files = bodyFiles(join(options.folder, 'bodies'));
    files.keepOnly(namedFiles(database));
    const store = objectStore(database, files, protocol);
    store.createBucket(options.bucket);
    const routes = new Map(protocol.routes(store));
    const GET = 'GET /:bucket/*';
    const get = protocol.routes(store.unread).get(GET);
    if (get) routes.set(GET, get);
    const service = { store, files, protocol, routes };
    const server = await listenOnLoopback((request, response) => handleS3Request(service, request, response), {
      port: options.port,
      service: 'S3',
    });
    return {
      endpoint: server.endpoint,
      readObject: async (bucket, key) => (store.find(bucket, key) ? store.getObject(bucket, key).body : undefined),
      async close() {
        await server.close(500);
        database.close();
      },
    };
  } catch (error) {
    // Open, its folder would be refused to whoever tries again.
    database.close();
    throw storageFault(error, options.folder) ?? error;
  }
}
