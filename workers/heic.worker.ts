/** The HEIC worker: decodes one picture for browsers that cannot, and is ended. */
import { expose } from 'comlink';
import { HeicHost } from './heic/heic-host.ts';
import { trustOwnScripts } from './protocol/trusted-scripts.ts';
import { keepErrorCodes } from './protocol/wire.ts';

trustOwnScripts(location.origin);
keepErrorCodes();
expose(new HeicHost());
