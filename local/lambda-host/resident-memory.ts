import { readFileSync } from 'node:fs';

/** `getconf PAGESIZE` of every Linux that Node has a 4 KB build for; arm64 kernels with larger pages report fewer of them, so the watch errs to the mild side. */
const PAGE_BYTES = 4096;

/**
 * Resident bytes of a process, seen from outside, so that also one that never yields is watched. Undefined where there is
 * no /proc (the environment then reports it) and for a process that has ended.
 */
export function residentMemory(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html: size resident shared ...
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return Number.isFinite(pages) ? pages * PAGE_BYTES : undefined;
  } catch {
    return undefined;
  }
}
