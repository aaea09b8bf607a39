/** Sends the bytes of a file, or what a fault makes of them. */
import type { ServerResponse } from 'node:http';
import type { FaultPlan } from './faults.ts';
import type { RepositoryFile } from './repository.ts';

/** Bytes `first` to `last` of a file, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Status and headers are set already. Resolves when everything has been sent; after a stall, at once. */
export async function sendBody(
  response: ServerResponse,
  file: RepositoryFile,
  { first, last }: Span,
  faults: FaultPlan,
  onStall: () => void,
): Promise<void> {
  const within = ({ at }: { readonly at: number }) => at >= first && at <= last;
  const cut = faults.take(file.path, 'cut', within);
  const stall = faults.take(file.path, 'stall', within);
  const wrong = faults.take(file.path, 'wrong-bytes', ({ from }) => from <= last);
  const end = Math.min(cut?.at ?? Infinity, stall?.at ?? Infinity, last + 1);
  let at = first;
  for await (const piece of file.read(first, end - 1)) {
    await write(response, wrong === undefined ? piece : turnBits(piece, wrong.from - at));
    at += piece.length;
  }
  if (end > last) response.end();
  else if (end === cut?.at) response.destroy();
  else {
    response.flushHeaders();
    onStall();
  }
}

/** Resolves when the piece has left this process; rejects when the client has gone away. */
function write(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

function turnBits(piece: Uint8Array, from: number): Uint8Array {
  return piece.map((byte, index) => (index >= from ? byte ^ 0xff : byte));
}
