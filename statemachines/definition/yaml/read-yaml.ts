import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import { buildTree } from './build-tree.ts';
import { checkText } from './check-text.ts';
import { composeDocument } from './compose-document.ts';
import { createSpanMaker } from './line-index.ts';
import type { YamlNode } from './yaml-node.ts';

/**
 * The text of a YAML file as a tree of values with places. Whatever the text, it ends in a tree or in diagnostics; there
 * may be both, where a fault (a duplicate key, say) leaves the rest readable.
 */
export function readYaml(text: string, file: string, faults: DiagnosticCollector): YamlNode | undefined {
  const spanOf = createSpanMaker(text, file);
  checkText(text, spanOf, faults);
  if (faults.hasErrors()) return undefined;
  const document = composeDocument(text, spanOf, faults);
  if (document === undefined) return undefined;
  const tree = buildTree(document, spanOf, faults);
  if (tree === undefined && !faults.hasErrors()) {
    faults.error('SL1007', 'the file defines nothing: it is empty, or all of it is comments', spanOf(0, 0), {
      hint: 'start with a step: "- step:", and below it name, image and command, or name and handler',
    });
  }
  return tree;
}
