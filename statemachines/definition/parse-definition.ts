import type { Diagnosed } from '../diagnostics/diagnostic.ts';
import type { PartialDefinition, PipelineDefinition } from './pipeline-definition.ts';
import { parseValohai, readSoundItems } from './valohai/parse-valohai.ts';

/**
 * What a definition file says. `text` is its content, `file` its name as diagnostics shall show it. Never throws: a
 * fault of the file is a diagnostic, and with an error among them there is no value. Every format that Slipway reads is
 * told apart here; valohai.yaml is the native one.
 */
export function parseDefinition(text: string, file: string): Diagnosed<PipelineDefinition> {
  return parseValohai(withoutByteOrderMark(text), file);
}

/** What can be understood of a file with faults: for checks that shall find the others, too, never for running it. */
export function parseSoundParts(text: string, file: string): PartialDefinition {
  return readSoundItems(withoutByteOrderMark(text), file);
}

/** What editors on Windows begin UTF-8 files with. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
