/** Entry of `npm run caption`. */
import { stderr, stdout } from 'node:process';
import { pictureDecoder } from '../ofa/image/open-picture.ts';
import { picturePreparation } from '../ofa/image/prepare-picture.ts';
import { captionCommand } from './caption-command.ts';
import { decodeInNode } from './decode-image.ts';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
process.once('SIGTERM', () => controller.abort());

process.exitCode = await captionCommand(
  controller.signal,
  process.argv.slice(2),
  picturePreparation(pictureDecoder(decodeInNode)),
  { out: (text) => void stdout.write(text), err: (text) => void stderr.write(text) },
);
