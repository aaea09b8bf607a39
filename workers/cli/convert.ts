/** Entry of `npm run convert`. */
import { stderr, stdout } from 'node:process';
import { convertCommand } from './convert-command.ts';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
process.once('SIGTERM', () => controller.abort());

process.exitCode = await convertCommand(
  controller.signal,
  process.argv.slice(2),
  stderr.isTTY ? stderr.columns : undefined,
  { out: (text) => void stdout.write(text), err: (text) => void stderr.write(text) },
);
