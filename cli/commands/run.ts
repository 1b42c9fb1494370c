import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';
import { exitCodeHelp } from '../exit-codes.ts';
import { repeatable, seconds } from './option-values.ts';

export function addRunCommand(program: Command, context: CommandContext): void {
  program
    .command('run')
    .description('run a pipeline, on the local cloud unless an API is named')
    .argument('<file>', 'the pipeline file')
    .option('--pipeline <name>', 'which pipeline of the file; needed where it holds several')
    .option('-p, --parameter <name=value>', 'a pipeline parameter, or <node>.<parameter>; repeatable', repeatable, [])
    .option('-i, --input <name=path>', 'a file or URI for an input, or for <node>.<input>; repeatable', repeatable, [])
    .option('--target <node>', 'run only this node and what leads to it; repeatable', repeatable, [])
    .option('--reuse', 'take the results of executions that succeeded before with the same code, values and inputs')
    .option('--no-reuse', 'run everything, also where the pipeline says reuse-executions')
    .option('--wait', 'wait until the run has ended (always so when the local cloud lives in this command)')
    .option('--outputs <folder>', "download the files of the run's last nodes to this folder at its end")
    .option('--timeout <seconds>', 'wait no longer than this for its end; the run goes on', seconds)
    .option('--idempotency-key <key>', 'two commands with the same key start one run')
    .option('--endpoint-url <url>', 'the API to use (or SLIPWAY_ENDPOINT, with SLIPWAY_TOKEN)')
    .option('--data <folder>', 'where the local cloud keeps its data (default: .slipway)')
    .option('--json', 'print progress as lines of JSON, then one line with the result')
    .addHelpText(
      'after',
      `
Examples:
  slipway run valohai.yaml
  slipway run valohai.yaml --pipeline train -p epochs=10 -p collection=tops
  slipway run valohai.yaml --target report
  slipway run valohai.yaml --reuse -p epochs=20
  slipway run valohai.yaml -i images=./photos.zip -i train.labels=s3://bucket/labels.csv

${exitCodeHelp}`,
    )
    .action(async (file, options) => {
      const { runFile } = await import('../run/run-file.ts');
      await runFile(context, file, options);
    });
}
