import { MultiBar } from 'cli-progress';
import type { RunDetailResource } from '../../api/schemas/run.ts';
import type { CommandContext } from '../command-context.ts';
import { barLine, transferLine } from './bar-line.ts';
import { foldNodes, restWords } from './fold-nodes.ts';
import { nodeProgress } from './node-progress.ts';
import type { ProgressRenderer, RendererOptions } from './progress-renderer.ts';
import type { Transfer } from './transfer-words.ts';

/** Left free for the prompt, the command's own lines, and a message. */
const ROWS_KEPT_FREE = 4;
const WIDEST_NAME = 28;
const FRAMES_A_SECOND = 8;

/** A bar a node, and one for the file on its way, on stderr, drawn anew in place and gone at the end, when the result takes its place. */
export function createTtyRenderer(context: CommandContext, { now }: RendererOptions): ProgressRenderer {
  const { stderr } = context.terminal;
  const colors = context.messageColors;
  let latest: RunDetailResource | undefined;
  let moving: { readonly transfer: Transfer; readonly startedAt: number; transferred: number } | undefined;
  let bars: MultiBar | undefined;
  let drawn = 0;
  let frame: readonly string[] = [];

  const lines = (): readonly string[] => [...nodeLines(), ...transferLines()];
  const transferLines = (): readonly string[] => {
    if (moving === undefined) return [];
    const { transfer, transferred, startedAt } = moving;
    return [transferLine(transfer, transferred, now() - startedAt, { columns: stderr.columns ?? 80, colors })];
  };
  const nodeLines = (): readonly string[] => {
    const nodes = (latest?.nodes ?? []).map((node) => nodeProgress(node, now()));
    const { shown, rest } = foldNodes(nodes, Math.max(1, (stderr.rows ?? 24) - ROWS_KEPT_FREE));
    const nameWidth = Math.min(WIDEST_NAME, Math.max(...nodes.map(({ node }) => node.length)));
    const drawn = shown.map((progress) => barLine(progress, nameWidth, stderr.columns ?? 80, colors));
    return rest.length === 0 ? drawn : [...drawn, `  ${colors.dim(restWords(rest))}`];
  };

  const openBars = (): MultiBar => {
    const opened = new MultiBar({
      stream: stderr,
      fps: FRAMES_A_SECOND,
      clearOnComplete: true,
      hideCursor: true,
      linewrap: false,
      emptyOnZero: true,
      // The command has its own way of ending on Ctrl-C, which ends the renderer, too.
      gracefulExit: false,
      // A message above the bars moves them all, so every frame is drawn whole.
      forceRedraw: true,
      // A bar's value is the number of its line, so that one list of lines says what every bar shows.
      format: (_options, { value }) => frame[value] ?? '',
    });
    opened.on('update-pre', () => {
      frame = lines();
    });
    return opened;
  };
  const draw = (): void => {
    bars ??= openBars();
    for (const count = lines().length; drawn < count; drawn += 1) bars.create(count, drawn);
  };

  return {
    update(run) {
      latest = run;
      draw();
    },
    transfer(transfer) {
      const current = { transfer, startedAt: now(), transferred: 0 };
      moving = current;
      draw();
      return ({ transferred }) => {
        current.transferred = transferred;
        if (transferred >= transfer.total && moving === current) moving = undefined;
      };
    },
    note(text) {
      if (bars === undefined) context.tell(text);
      else bars.log(`${text}\n`);
    },
    end() {
      // A message waits for the next frame, and stopping draws none.
      bars?.update();
      bars?.stop();
      bars = undefined;
      drawn = 0;
      moving = undefined;
      latest = undefined;
    },
  };
}
