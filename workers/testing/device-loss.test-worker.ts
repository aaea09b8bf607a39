/**
 * The caption service with the golden model, on a graphics device that can be lost. It needs a thread of its own: what ONNX
 * Runtime keeps of a device ends with the thread.
 */
import { expose } from 'comlink';
import { CaptionHost } from '../ofa/caption-host.ts';
import type { OnnxRuntime } from '../ofa/session/onnx-runtime.ts';
import { wasmRuntime } from '../ofa/session/wasm-runtime.ts';
import { webgpuRuntime } from '../ofa/session/webgpu-runtime.ts';
import type { CaptionService } from '../protocol/caption-service.ts';
import { keepErrorCodes } from '../protocol/wire.ts';
import { fetchGoldenFloats, fetchReference } from './browser-reference.ts';
import { memoryFolder, nanoModel } from './nano-model.ts';

export interface LosingService extends CaptionService {
  /**
   * Has the device destroyed during that operation, counted from 0: two graphs are built, the encoder and one step of the
   * decoder are run to warm up, then for every caption the encoder and the steps.
   */
  loseDevice(operation: number): Promise<void>;
  /** Has it destroyed while nothing is done, and resolves when it is lost. */
  loseDeviceNow(): Promise<void>;
}

const { signal } = new AbortController();
const devices: GPUDevice[] = [];
const requestDevice = Reflect.get(GPUAdapter.prototype, 'requestDevice');
let fatalOperation: number | null = null;

GPUAdapter.prototype.requestDevice = async function notedDevice(this: GPUAdapter, descriptor) {
  const device = await requestDevice.call(this, descriptor);
  devices.push(device);
  return device;
};

/** A runtime whose operations are counted over all its sessions. */
function losing(runtime: OnnxRuntime): OnnxRuntime {
  let operations = 0;
  const counted = <Result>(task: () => Promise<Result>): Promise<Result> => {
    // A turn later, when the operation has begun and waits for the device.
    if (operations === fatalOperation) setTimeout(() => devices.at(-1)?.destroy());
    operations += 1;
    return task();
  };
  return {
    ...runtime,
    createSession: async (request) => {
      const session = await counted(() => runtime.createSession(request));
      return { ...session, run: (feeds) => counted(() => session.run(feeds)) };
    },
  };
}

const host = new CaptionHost({
  preparePicture: () => fetchGoldenFloats('photo_640x360.patch_image'),
  graphicsKind: () => Promise.resolve('card'),
  // Without the proof that each computes right, which takes a software adapter several seconds more.
  openRuntime: async (backend) =>
    backend === 'wasm' ? wasmRuntime() : losing(await webgpuRuntime(() => undefined)),
  openFolder: async (_signal, _location, choose) => {
    const nano = await nanoModel(signal, await (await fetchReference('nano-zh/vocab.txt')).text());
    return { ...memoryFolder(nano, nano.manifest), variant: await choose(nano.manifest), stored: false };
  },
});

const service: LosingService = {
  loadModel: host.loadModel,
  caption: host.caption,
  abort: host.abort,
  ping: host.ping,
  expectPicture: host.expectPicture,
  loseDevice: (operation) => {
    fatalOperation = operation;
    return Promise.resolve();
  },
  loseDeviceNow: async () => {
    const device = devices.at(-1);
    device?.destroy();
    await device?.lost;
  },
};

keepErrorCodes();
expose(service);
