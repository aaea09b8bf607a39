/** Entry of the convert worker: `ConvertService` on the browser's own network and storage. */
import { expose } from 'comlink';
import { ConvertHost } from './models/convert-host.ts';
import { browserModelsPlatform } from './models/models-platform.ts';
import { trustOwnScripts } from './protocol/trusted-scripts.ts';
import { keepErrorCodes } from './protocol/wire.ts';

trustOwnScripts(location.origin);
keepErrorCodes();
expose(new ConvertHost(browserModelsPlatform()));
