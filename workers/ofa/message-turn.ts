/**
 * Resolves after the messages that have already arrived were handled. Work that keeps its thread busy waits for it now
 * and then, so that an abort can be heard. Unlike `setTimeout(0)` it costs no 4 milliseconds when nested.
 */
export function messageTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
