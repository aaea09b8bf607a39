/**
 * Keeps transitions below `root` from react-aria, which holds on to an element for ever that is taken away while several of
 * its properties change (https://github.com/adobe/react-spectrum/issues/7326): after every picture the whole page before
 * would stay. It only wants to know of them so that a screen reader's focus waits for what slides into view; here nothing
 * does.
 */
export function hideTransitions(root: HTMLElement): void {
  root.addEventListener('transitionrun', (event) => event.stopPropagation());
}
