/** The animation worker: takes moving pictures apart and writes them again with text on every frame. */
import { expose } from 'comlink';
import { AnimationHost } from './animation/animation-host.ts';
import { trustOwnScripts } from './protocol/trusted-scripts.ts';
import { keepErrorCodes } from './protocol/wire.ts';

trustOwnScripts(location.origin);
keepErrorCodes();
expose(new AnimationHost());
