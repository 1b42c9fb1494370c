import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';

const ENDPOINT = ['--endpoint-url <url>', 'the API to use (or SLIPWAY_ENDPOINT, with SLIPWAY_TOKEN)'] as const;
const DATA = ['--data <folder>', 'where the local cloud keeps its data (default: .slipway)'] as const;

export function addArtifactsCommand(program: Command, context: CommandContext): void {
  const artifacts = program.command('artifacts').description('list, show and download the files that runs wrote');

  artifacts
    .command('list')
    .description('list the files that a run wrote')
    .argument('<run>', 'a run id, or "latest"')
    .option('--node <name>', 'of this node only')
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print {"artifacts"}')
    .action(async (run, options) => {
      const { listArtifacts } = await import('../artifacts/list-artifacts.ts');
      await listArtifacts(context, run, options);
    });

  artifacts
    .command('show')
    .description('show a file with its lineage: what made it, what read it')
    .argument('<artifact>', 'an artifact id')
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print the artifact')
    .action(async (artifact, options) => {
      const { showArtifact } = await import('../artifacts/show-artifact.ts');
      await showArtifact(context, artifact, options);
    });

  artifacts
    .command('download')
    .description('download one file, or every file of a run')
    .argument('<artifact>', 'an artifact id, a run id, or "latest"')
    .option('--node <name>', 'of a run: the files of this node only')
    .option('-o, --out <path>', 'where to; for a run a folder', '.')
    .option(...ENDPOINT)
    .option(...DATA)
    .option(
      '--json',
      'print the progress of what takes long as lines of JSON, then one line with the result: {"files"}',
    )
    .action(async (artifact, options) => {
      const { downloadArtifacts } = await import('../artifacts/download-artifacts.ts');
      await downloadArtifacts(context, artifact, options);
    });
}
