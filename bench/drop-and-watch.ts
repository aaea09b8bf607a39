/** Milliseconds since the page's navigation began. */
interface PictureTimes {
  readonly dropped: number;
  readonly firstWords: number;
  readonly finalCaptions: number;
}

/**
 * Runs in the page, so it may use nothing from outside: drops a JPEG once the page has content, and notes when the
 * captions appear. It watches the page itself; asking it from outside would take longer than what it tells.
 */
export async function dropAndWatch(jpegBase64: string): Promise<PictureTimes> {
  const { body } = document;
  const bytes = Uint8Array.from(atob(jpegBase64), (character) => character.codePointAt(0) ?? 0);
  const until = (isReached: () => boolean): Promise<number> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isReached()) return;
        observer.disconnect();
        resolve(performance.now());
      };
      const observer = new MutationObserver(look);
      observer.observe(body, { subtree: true, childList: true, attributes: true });
      look();
    });
  const has = (selector: string): boolean => body.querySelector(selector) !== null;
  await until(() => has('#root main, #root header'));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], 'picture.jpg', { type: 'image/jpeg' }));
  const isTaken = (type: string): boolean =>
    !body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  // Effects, among them the page's listeners, run some time after the frame that shows it.
  do {
    await new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
    });
  } while (!isTaken('dragover'));
  const dropped = performance.now();
  for (const type of ['dragenter', 'dragover', 'drop']) isTaken(type);
  // Those of the picture before go first. A page that is busy may show no words before the final captions.
  await until(() => !has('[role=listbox][data-live] [role=option]'));
  const firstWords = await until(() => has('[role=listbox][data-live] [role=option]'));
  const finalCaptions = await until(() => has('[role=listbox][data-live=false] [role=option]'));
  return { dropped, firstWords, finalCaptions };
}
