import type { Command } from '@commander-js/extra-typings';
import type { CommandContext } from '../command-context.ts';
import { count, repeatable, seconds } from './option-values.ts';

const ENDPOINT = ['--endpoint-url <url>', 'the API to use (or SLIPWAY_ENDPOINT, with SLIPWAY_TOKEN)'] as const;
const DATA = ['--data <folder>', 'where the local cloud keeps its data (default: .slipway)'] as const;

export function addRunsCommand(program: Command, context: CommandContext): void {
  const runs = program
    .command('runs')
    .description('list, show, stop, retry and rerun runs; read their logs; approve what they wait for');

  runs
    .command('list')
    .description('list runs, the newest first')
    .option('--pipeline <name>', 'of this pipeline only')
    .option('--limit <number>', 'how many', count, 20)
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print {"runs"}')
    .action(async (options) => {
      const { listRuns } = await import('../runs/list-runs.ts');
      await listRuns(context, options);
    });

  runs
    .command('show')
    .description('show a run with its nodes and trials')
    .argument('<run>', 'a run id, or "latest"')
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print the run with its nodes')
    .action(async (run, options) => {
      const { showRun } = await import('../runs/show-run.ts');
      await showRun(context, run, options);
    });

  runs
    .command('logs')
    .description('print what an execution of a run wrote to its log')
    .argument('<run>', 'a run id, or "latest"')
    .argument('[execution]', 'a node, or an execution such as train.0.1; may be left out where only one has a log')
    .option('--follow', 'go on until the execution has ended')
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print each line as {"time", "stream", "message"}')
    .action(async (run, execution, options) => {
      const { printLogs } = await import('../runs/print-logs.ts');
      await printLogs(context, run, execution, options);
    });

  runs
    .command('stop')
    .description('stop a run')
    .argument('<run>', 'a run id, or "latest"')
    .option('--wait', 'wait until it has stopped')
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print the run')
    .action(async (run, options) => {
      const { stopRun } = await import('../runs/stop-run.ts');
      await stopRun(context, run, options);
    });

  for (const decision of ['approve', 'reject'] as const) {
    runs
      .command(decision)
      .description(
        decision === 'approve' ? 'let a run go on that waits for approval' : 'say no to what a run waits for',
      )
      .argument('<run>', 'a run id, or "latest"')
      .argument(
        '[execution]',
        'the node that waits, or an execution such as approve.0; may be left out where only one waits',
      )
      .option('--comment <text>', 'why; kept with the run')
      .option(...ENDPOINT)
      .option(...DATA)
      .option('--json', 'print what was asked and answered')
      .action(async (run, execution, options) => {
        const { answerApproval } = await import('../runs/answer-approval.ts');
        await answerApproval(context, decision, run, execution, options);
      });
  }
  runs
    .command('retry')
    .description('let a run that failed or was stopped go on from where it failed')
    .argument('<run>', 'a run id, or "latest"')
    .option('--wait', 'wait until the run has ended (always so when the local cloud lives in this command)')
    .option('--outputs <folder>', "download the files of the run's last nodes to this folder at its end")
    .option('--timeout <seconds>', 'wait no longer than this for its end; the run goes on', seconds)
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print progress as lines of JSON, then one line with the result')
    .action(async (run, options) => {
      const { retryRun } = await import('../run/retry-run.ts');
      await retryRun(context, run, options);
    });

  runs
    .command('rerun')
    .description('start a run from one node on, with new parameters; all else is taken from a former run')
    .argument('<run>', 'a run id, or "latest"')
    .requiredOption('--from <node>', 'this node and what comes after it is run')
    .option('-p, --parameter <name=value>', 'a pipeline parameter, or <node>.<parameter>; repeatable', repeatable, [])
    .option('--wait', 'wait until the run has ended (always so when the local cloud lives in this command)')
    .option('--outputs <folder>', "download the files of the run's last nodes to this folder at its end")
    .option('--timeout <seconds>', 'wait no longer than this for its end; the run goes on', seconds)
    .option('--idempotency-key <key>', 'two commands with the same key start one run')
    .option(...ENDPOINT)
    .option(...DATA)
    .option('--json', 'print progress as lines of JSON, then one line with the result')
    .action(async (run, options) => {
      const { rerunRun } = await import('../run/rerun-run.ts');
      await rerunRun(context, run, options);
    });
}
