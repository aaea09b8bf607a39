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
  const until = (selector: string): Promise<number> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (body.querySelector(selector) === null) return;
        observer.disconnect();
        resolve(performance.now());
      };
      const observer = new MutationObserver(look);
      observer.observe(body, { subtree: true, childList: true, attributes: true });
      look();
    });
  await until('#root main, #root header');
  // Effects, among them the page's listeners, run after the frame that shows it.
  await new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], 'picture.jpg', { type: 'image/jpeg' }));
  const dropped = performance.now();
  for (const type of ['dragenter', 'dragover', 'drop']) {
    body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
  const firstWords = await until('[role=listbox][data-live=true] [role=option]');
  const finalCaptions = await until('[role=listbox][data-live=false] [role=option]');
  return { dropped, firstWords, finalCaptions };
}
