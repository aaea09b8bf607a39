/** The same graphs and the same search on onnxruntime-node, in a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { NodeReply, NodeRequest } from './node-process.ts';
import { peakResidentMemory } from './resident-memory.ts';
import type { Target } from './target.ts';

export interface NodeTargetOptions {
  readonly folder: string;
  readonly variant: string;
  readonly picture: string;
  readonly threads: number;
}

type ReplyTo<Request extends NodeRequest> = Extract<NodeReply, { readonly kind: Request['kind'] }>;

/** One request at a time. */
async function ask<Request extends NodeRequest>(
  child: ChildProcess,
  request: Request,
): Promise<ReplyTo<Request>> {
  child.send(request);
  const ended = new AbortController();
  const replied = once(child, 'message', { signal: ended.signal }) as Promise<[NodeReply]>;
  const exited = once(child, 'exit', { signal: ended.signal }).then(([code, killed]) => {
    throw new Error(`The Node process ended with ${String(code ?? killed)}`);
  });
  try {
    const [reply] = await Promise.race([replied, exited]);
    if (reply.kind === 'failure') throw new Error(reply.message);
    return reply as ReplyTo<Request>;
  } finally {
    replied.catch(() => {});
    exited.catch(() => {});
    ended.abort();
  }
}

/** Starts the process; it takes no part in anything until it is asked to load. */
export function openNodeTarget({ folder, variant, picture, threads }: NodeTargetOptions): Target {
  const child = fork(fileURLToPath(new URL('node-process.ts', import.meta.url)), [], {
    execArgv: process.execArgv,
  });
  return {
    load: async () => {
      const { milliseconds } = await ask(child, { kind: 'load', folder, variant, threads });
      return { cold: milliseconds, cached: null, threads };
    },
    caption: async (settings) => (await ask(child, { kind: 'caption', picture, settings })).sample,
    captionBatch: async () => Promise.resolve(null),
    memory: async () => ({
      peakResident: child.pid === undefined ? null : await peakResidentMemory(child.pid),
    }),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
