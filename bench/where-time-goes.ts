import { readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Self time in seconds by room or package, largest first, over every V8 profile in the folder. Idle time is left out. */
export async function whereTimeGoes(
  folder: string,
): Promise<readonly { readonly place: string; readonly seconds: number }[]> {
  const seconds = new Map<string, number>();
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.cpuprofile')) continue;
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
    const places = new Map(
      profile.nodes.map(({ id, callFrame }) => [
        id,
        placeOf(callFrame.functionName, sourceOf(callFrame.url, callFrame.lineNumber)),
      ]),
    );
    profile.samples.forEach((id, index) => {
      const place = places.get(id) ?? '(unknown)';
      if (place !== '(idle)') seconds.set(place, (seconds.get(place) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1e6);
    });
  }
  return [...seconds].map(([place, value]) => ({ place, seconds: value })).sort((a, b) => b.seconds - a.seconds);
}

const bundles = new Map<string, readonly string[]>();

/** The module that a line of the bundled command line comes from: esbuild names each in a comment above it. */
function sourceOf(url: string, line: number): string {
  if (!/\/\.cache\/slipway\/command-/.test(url)) return url;
  const lines = bundles.get(url) ?? readFileSync(fileURLToPath(url), 'utf8').split('\n');
  bundles.set(url, lines);
  const above = lines.slice(0, line + 1).findLast((text) => /^\/\/ \S+\.(ts|m?js|cjs)$/.test(text));
  return above === undefined ? url : `/${above.slice(3)}`;
}

function placeOf(functionName: string, url: string): string {
  if (url === '') return functionName === '' ? '(program)' : functionName.startsWith('(') ? functionName : '(built in)';
  if (url.startsWith('node:')) return 'node';
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(url)?.[1];
  if (dependency !== undefined)
    return dependency.startsWith('@aws-sdk') || dependency.startsWith('@smithy') ? 'AWS SDK' : dependency;
  const room = /(?:^|\/)(statemachines|engine|platform|api|functions|client|cli|local|bundles)\//.exec(url)?.[1];
  return room ?? (/\/(index|worker|step)\.mjs/.test(url) ? 'function bundles' : 'other');
}
