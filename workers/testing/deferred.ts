export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** A promise and its resolver: `Promise.withResolvers`, which Node 20 does not have. */
export function deferred(): Deferred {
  const settle: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => {
    settle.push(resolve);
  });
  return { promise, resolve: () => settle[0]() };
}
