/**
 * Runs in the page, so it may use nothing from outside: drags what the pointer presses next to and fro, a step in every
 * frame, and gives the milliseconds from one frame to the next. It moves the pointer itself; moves from outside come at
 * a pace of their own.
 */
export function dragFrames(count: number): Promise<number[]> {
  return new Promise((resolve) => {
    const drag = (pressed: PointerEvent): void => {
      const times: number[] = [];
      const step = (): void => {
        times.push(performance.now());
        if (times.length > count) {
          resolve(times.slice(1).map((later, frame) => later - times[frame]));
          return;
        }
        const angle = times.length / 30;
        pressed.target?.dispatchEvent(
          new PointerEvent('pointermove', {
            bubbles: true,
            pointerId: pressed.pointerId,
            pointerType: pressed.pointerType,
            buttons: 1,
            clientX: pressed.clientX + 80 * Math.sin(angle),
            clientY: pressed.clientY - 60 + 60 * Math.cos(angle),
          }),
        );
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    };
    addEventListener('pointerdown', drag, { capture: true, once: true });
  });
}
