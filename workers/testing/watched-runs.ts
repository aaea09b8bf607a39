import type { Feeds, OnnxRuntime, SessionRequest } from '../ofa/session/onnx-runtime.ts';

/** A runtime whose sessions run by `watch`, which is given the run as it was. */
export function withWatchedRuns(
  runtime: OnnxRuntime,
  watch: (run: () => Promise<Feeds>, request: SessionRequest) => Promise<Feeds>,
): OnnxRuntime {
  return {
    ...runtime,
    createSession: async (request) => {
      const session = await runtime.createSession(request);
      return { ...session, run: (feeds) => watch(() => session.run(feeds), request) };
    },
  };
}
