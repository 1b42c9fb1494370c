import { readFileSync, readdirSync } from 'node:fs';

export interface ThreadTime {
  /** The function of an environment, or the command. */
  readonly process: string;
  /** As the system names it: `MainThread`, `WorkerThread`, `V8Worker` (compiler and garbage collector), ... */
  readonly thread: string;
  readonly seconds: number;
}

export interface ThreadSampler {
  /** Looks at the process and everything below it. */
  sample(root: number): void;
  /** By process and kind of thread, largest first. */
  times(): readonly ThreadTime[];
}

/** `getconf CLK_TCK` of every Linux. */
const ticksASecond = 100;

/** Processor time of every thread of a process tree, by /proc: what a profile of one process cannot show. Nothing elsewhere. */
export function threadSampler(): ThreadSampler {
  const seen = new Map<string, ThreadTime>();
  const names = new Map<number, string>();
  return {
    sample(root) {
      for (const pid of treeOf(root)) {
        // Of one that has just ended only the times are left.
        const process = nameOf(pid) ?? names.get(pid) ?? 'command';
        names.set(pid, process);
        for (const thread of entries(`/proc/${pid}/task`)) {
          const stat = text(`/proc/${pid}/task/${thread}/stat`);
          const end = stat.lastIndexOf(')');
          const [user = 0, system = 0] = stat
            .slice(end + 2)
            .split(' ')
            .slice(11, 13)
            .map(Number);
          if (end < 0) continue;
          const name = stat.slice(stat.indexOf('(') + 1, end);
          seen.set(`${pid}/${thread}`, { process, thread: name, seconds: (user + system) / ticksASecond });
        }
      }
    },
    times() {
      const sums = Map.groupBy(seen.values(), ({ process, thread }) => `${process}\n${thread}`);
      return [...sums.values()]
        .flatMap((same) => {
          const [first] = same;
          return first === undefined ? [] : [{ ...first, seconds: same.reduce((sum, each) => sum + each.seconds, 0) }];
        })
        .sort((a, b) => b.seconds - a.seconds);
    },
  };
}

function treeOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of entries('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = text(`/proc/${entry}/stat`);
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
  }
  const below = (pid: number): boolean => pid === root || (pid > 1 && below(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(below);
}

function nameOf(pid: number): string | undefined {
  const name = /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]*)/.exec(text(`/proc/${pid}/environ`))?.[1];
  // Each step's function has a digest in its name.
  return name?.replace(/-step-[0-9a-f]{16}$/, '-step');
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
