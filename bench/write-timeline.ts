/** Loaded before a command (`node --import`): writes down what the command has marked, when it ends. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timelineFolder, timelinePrefix, type TimelineMark } from './timeline.ts';

process.on('exit', () => {
  const folder = process.env[timelineFolder];
  const marks: readonly TimelineMark[] = performance
    .getEntriesByType('mark')
    .filter(({ name }) => name.startsWith(timelinePrefix))
    .map(({ name, startTime }) => ({ what: name.slice(timelinePrefix.length), milliseconds: Math.round(startTime) }));
  if (folder !== undefined && marks.length > 0) {
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(marks));
  }
});
