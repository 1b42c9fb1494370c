import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../../local/http/listen-on-loopback.ts';
import { attachToCloud } from '../../../local/ownership/attach-to-cloud.ts';
import { attachments } from '../../../local/ownership/attachments.ts';
import { claimDataFolder } from '../../../local/ownership/claim-data-folder.ts';
import {
  cloudFilePath,
  readCloudFile,
  readLastToken,
  retireCloudFile,
  writeCloudFile,
  type CloudFile,
} from '../../../local/ownership/cloud-file.ts';
import { findRunningCloud } from '../../../local/ownership/find-running-cloud.ts';
import { localRequests } from '../../../local/ownership/local-requests.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const cloudFile = (api: string, pid = process.pid): CloudFile => ({
  pid,
  startedAt: '2026-01-01T00:00:00.000Z',
  endpoints: { api, stepfunctions: '', lambda: '', s3: '', dynamodb: '' },
  project: 'default',
  token: 'slw_secret',
  bucket: 'b',
  table: 't',
});

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function serveCloud() {
  const attached = attachments();
  const server = await listenOnLoopback(localRequests('slw_secret', attached), { service: 'API' });
  return { attached, server };
}

/** The superuser may write everywhere, so that a process of its own becomes "nobody" first. */
async function claimAsOrdinaryUser(dataDir: string): Promise<unknown> {
  const module = new URL('../../../local/ownership/claim-data-folder.ts', import.meta.url).href;
  const code = `const { claimDataFolder } = await import(${JSON.stringify(module)});
    if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
    const told = ({ name, code, message, hint }) => ({ name, code, message, hint });
    console.log(JSON.stringify(await claimDataFolder(process.argv[1]).then(() => 'claimed', told)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir]);
  return JSON.parse(await text(child.stdout)) as unknown;
}

describe('claimDataFolder', () => {
  it('gives a folder to one owner at a time', async () => {
    const dataDir = join(await temporaryFolder(), 'new', 'folder');
    const claim = await claimDataFolder(dataDir);
    await expect(claimDataFolder(dataDir)).rejects.toMatchObject({
      name: 'LocalCloudError',
      code: 'data-folder-in-use',
      message: `another Slipway process is using "${dataDir}"`,
    });
    claim.release();
    (await claimDataFolder(dataDir)).release();
  });

  it('shields what it makes, and nothing that is there, from git', async () => {
    const there = await temporaryFolder();
    const made = join(there, '.slipway');
    for (const dataDir of [made, there]) (await claimDataFolder(dataDir)).release();
    expect(await readFile(join(made, '.gitignore'), 'utf8')).toBe('*\n');
    expect((await readdir(there)).toSorted()).toEqual(['.slipway', 'cloud.lock']);
  });

  it('has nothing to clean up after an owner that was killed', async () => {
    const dataDir = await temporaryFolder();
    const module = new URL('../../../local/ownership/claim-data-folder.ts', import.meta.url).href;
    const code = `const { claimDataFolder } = await import(${JSON.stringify(module)});
      await claimDataFolder(process.argv[1]); console.log('claimed'); setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir]);
    await once(owner.stdout, 'data');
    await expect(claimDataFolder(dataDir)).rejects.toMatchObject({ code: 'data-folder-in-use' });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    (await claimDataFolder(dataDir)).release();
  });

  it('says that a file is no folder', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, '');
    await expect(claimDataFolder(path)).rejects.toMatchObject({
      code: 'data-folder-not-writable',
      message: `"${path}" is not a folder`,
    });
  });

  it.each([
    ['the folder', '.'],
    ['the lock', 'cloud.lock'],
    ['the folder of the objects', 's3'],
    ['the index of the objects', 's3/objects.db'],
    ['the folder of the table', 'dynamodb'],
    ['the lock of the table', 'dynamodb/LOCK'],
  ])('says that %s cannot be written', async (_, readOnly) => {
    const dataDir = await temporaryFolder();
    for (const folder of ['s3', 'dynamodb']) await mkdir(join(dataDir, folder));
    (await claimDataFolder(dataDir)).release();
    for (const file of ['s3/objects.db', 'dynamodb/LOCK']) await writeFile(join(dataDir, file), '');
    for (const path of ['.', 's3', 'dynamodb', 'cloud.lock', 's3/objects.db', 'dynamodb/LOCK'])
      await chmod(join(dataDir, path), path === readOnly ? 0o555 : 0o777);
    expect(await claimAsOrdinaryUser(dataDir)).toEqual({
      name: 'LocalCloudError',
      code: 'data-folder-not-writable',
      message: `cannot write to "${join(dataDir, readOnly)}"`,
      hint: 'give yourself write permission on that folder, or choose another one with --data',
    });
    await chmod(dataDir, 0o700);
  });
});

describe('cloud.json', () => {
  it('is readable by its owner only, and keeps nothing but the token after a stop', async () => {
    const dataDir = await temporaryFolder();
    await writeCloudFile(dataDir, cloudFile('http://127.0.0.1:1'));
    expect((await stat(cloudFilePath(dataDir))).mode & 0o777).toBe(0o600);
    expect(await readCloudFile(dataDir)).toEqual(cloudFile('http://127.0.0.1:1'));
    await retireCloudFile(dataDir, 'slw_secret');
    expect(await readCloudFile(dataDir)).toBeUndefined();
    expect(await readLastToken(dataDir)).toBe('slw_secret');
    expect((await stat(cloudFilePath(dataDir))).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', '[]', '{"pid":1}', 'null'])('is nothing when it says "%s"', async (text) => {
    const dataDir = await temporaryFolder();
    await writeFile(cloudFilePath(dataDir), text);
    expect(await findRunningCloud(dataDir)).toBeUndefined();
  });
});

describe('findRunningCloud', () => {
  it('finds the cloud that answers', async () => {
    const dataDir = await temporaryFolder();
    const { server } = await serveCloud();
    await writeCloudFile(dataDir, cloudFile(server.endpoint));
    expect(await findRunningCloud(dataDir)).toEqual(cloudFile(server.endpoint));
    await server.close(0);
    expect(await findRunningCloud(dataDir)).toBeUndefined();
  });

  it('finds none when the process is gone, or is another one', async () => {
    const dataDir = await temporaryFolder();
    const { server } = await serveCloud();
    await writeCloudFile(dataDir, cloudFile(server.endpoint, await deadPid()));
    expect(await findRunningCloud(dataDir)).toBeUndefined();
    await writeCloudFile(dataDir, cloudFile(server.endpoint, process.ppid));
    expect(await findRunningCloud(dataDir)).toBeUndefined();
    await server.close(0);
  });
});

describe('attachToCloud', () => {
  it('keeps the owner until it is detached', async () => {
    const { attached, server } = await serveCloud();
    await attached.whenNone();
    const first = await attachToCloud(cloudFile(server.endpoint));
    const second = await attachToCloud(cloudFile(server.endpoint));
    expect(attached.count()).toBe(2);
    const left = attached.whenNone();
    first.detach();
    second.detach();
    await left;
    expect(attached.count()).toBe(0);
    await server.close(0);
  });

  it('tells who is attached that the cloud ends', async () => {
    const { attached, server } = await serveCloud();
    const attachment = await attachToCloud(cloudFile(server.endpoint));
    attached.close();
    await server.close(0);
    await attachment.lost;
  });

  it('lets nobody attach any more once the cloud ends', async () => {
    const { attached, server } = await serveCloud();
    attached.close();
    await expect(attachToCloud(cloudFile(server.endpoint))).rejects.toMatchObject({ code: 'cloud-not-reachable' });
    await server.close(0);
  });

  it('says so when the connection ends before the cloud has said that it counts', async () => {
    const server = await listenOnLoopback(
      (_, response) => {
        response.writeHead(200).flushHeaders();
        setImmediate(() => response.destroy());
      },
      { service: 'API' },
    );
    await expect(attachToCloud(cloudFile(server.endpoint))).rejects.toMatchObject({ code: 'cloud-not-reachable' });
    await server.close(0);
  });

  it('says that nobody answers, or that the token is not the right one', async () => {
    const { server } = await serveCloud();
    const wrong = attachToCloud({ ...cloudFile(server.endpoint), token: 'slw_other' });
    await expect(wrong).rejects.toMatchObject({ code: 'cloud-not-reachable' });
    await server.close(0);
    await expect(attachToCloud(cloudFile(server.endpoint))).rejects.toMatchObject({ code: 'cloud-not-reachable' });
  });
});
