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
  const fault = faults.take(file.path, ['cut', 'stall', 'wrong-bytes'], (planned) => {
    const at = planned.kind === 'wrong-bytes' ? planned.from : planned.at;
    return at >= first && at <= last;
  });
  const turnedFrom = fault?.kind === 'wrong-bytes' ? fault.from : Infinity;
  const end = fault?.kind === 'cut' || fault?.kind === 'stall' ? fault.at : last + 1;
  let at = first;
  for await (const piece of file.read(first, end - 1)) {
    await write(response, turnBits(piece, turnedFrom - at));
    at += piece.length;
  }
  if (end > last) {
    response.end();
    return;
  }
  response.flushHeaders();
  if (fault?.kind === 'stall') onStall();
  else response.socket?.destroySoon();
}

/** Resolves when the piece has left this process; rejects when the client has gone away. */
function write(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

function turnBits(piece: Uint8Array, from: number): Uint8Array {
  if (from >= piece.length) return piece;
  return piece.map((byte, index) => (index >= from ? byte ^ 0xff : byte));
}
