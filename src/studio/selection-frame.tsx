import { RotateCw } from 'lucide-react';
import type { LaidOutLayer } from '../meme/layer-layout.ts';
import { centreOf } from '../meme/geometry.ts';
import { type Grip, resizedFrame } from '../meme/resize.ts';
import { snapDegrees } from '../meme/snap.ts';
import styles from './selection-frame.module.css';
import type { StageGeometry } from './stage-geometry.ts';
import { useStudio } from './studio-context.ts';
import { useDrag } from './use-drag.ts';

interface SelectionFrameProps {
  readonly laidOut: LaidOutLayer;
  readonly geometry: StageGeometry;
}

interface GripHandleProps extends SelectionFrameProps {
  readonly grip: Grip;
}

const grips: readonly Grip[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 1 },
  { x: 1, y: 1 },
  { x: -1, y: 0 },
  { x: 1, y: 0 },
];

/** Degrees within which a turning text comes to rest at a multiple of 45°. */
const turnTolerance = 4;

const cursors = { '-1': 'nesw-resize', '0': 'ew-resize', '1': 'nwse-resize' } as const;

function GripHandle({ laidOut, geometry, grip }: GripHandleProps) {
  const { edit } = useStudio();
  const drag = useDrag<LaidOutLayer>({
    start: () => laidOut,
    move: ({ layer, frame }, dx, dy, gesture) => {
      const by = { x: dx * geometry.scale, y: dy * geometry.scale };
      edit.setFrame(layer.id, resizedFrame(frame, layer.rotation, grip, by, geometry.picture), gesture);
    },
  });
  const product = String(grip.x * grip.y) as keyof typeof cursors;
  return (
    <div
      className={styles.grip}
      data-side={grip.y === 0}
      style={{
        left: `${(grip.x + 1) * 50}%`,
        top: `${(grip.y + 1) * 50}%`,
        cursor: grip.y === 0 ? 'ew-resize' : cursors[product],
      }}
      {...drag}
    />
  );
}

function TurnHandle({ laidOut, geometry }: SelectionFrameProps) {
  const { edit } = useStudio();
  const { frame, layer } = laidOut;
  // Where there is no room above the frame the handle hangs below it.
  const isBelow = frame.y < 0.12 * geometry.picture.height;
  const drag = useDrag<LaidOutLayer>({
    start: () => laidOut,
    move: (from, _dx, _dy, gesture, event) => {
      const stage = event.currentTarget.closest('figure')?.getBoundingClientRect();
      if (stage === undefined) return;
      const centre = centreOf(from.frame);
      const x = stage.left + (parseFloat(geometry.at('x', centre.x)) / 100) * stage.width;
      const y = stage.top + (parseFloat(geometry.at('y', centre.y)) / 100) * stage.height;
      const pointer = (Math.atan2(event.clientY - y, event.clientX - x) * 180) / Math.PI;
      const degrees = pointer + (isBelow ? -90 : 90);
      edit.rotate(layer.id, event.altKey ? degrees : snapDegrees(degrees, turnTolerance), gesture);
    },
  });
  return (
    <div className={styles.turn} data-below={isBelow} {...drag}>
      <RotateCw aria-hidden />
    </div>
  );
}

/** The frame of the text that is held, with grips to resize it and one to turn it; keys do the same on its handle. */
export function SelectionFrame({ laidOut, geometry }: SelectionFrameProps) {
  const { layer, frame } = laidOut;
  return (
    <div className={styles.frame} style={geometry.style(frame, frame, layer.rotation)} aria-hidden>
      {grips.map((grip) => (
        <GripHandle key={`${grip.x} ${grip.y}`} grip={grip} laidOut={laidOut} geometry={geometry} />
      ))}
      <TurnHandle laidOut={laidOut} geometry={geometry} />
    </div>
  );
}
