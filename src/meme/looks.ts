/**
 * Looks that one tap gives. Data: a further look is a further entry here and its name in each language
 * (src/i18n).
 */
import { type Box, type LayerChange, type MemeDocument, type TextLayer, withChange } from './document.ts';
import { addLayer } from './layers.ts';
import { endsInPause } from './line-rules.ts';
import { graphemesOf } from './segments.ts';

interface Look {
  /** What becomes of the text. */
  readonly change: LayerChange;
  /** A second text that stands with it. */
  readonly companion?: LayerChange;
}

const outlined = {
  face: 'heavy',
  fill: '#ffffff',
  outline: '#000000',
  outlineWidth: 0.075,
  shadow: 0,
  letterSpacing: 0,
  lineHeight: 1.14,
  ground: { kind: 'none' },
} as const;
const onPaper = { ...outlined, fill: '#161616', outlineWidth: 0, lineHeight: 1.3 } as const;
const upright = { rotation: 0, isVertical: false, align: 'center', fontSize: 'auto' } as const;
const bottom = { x: 0.04, y: 0.64, width: 0.92, height: 0.33 };

const looks = {
  classic: {
    change: { ...upright, place: 'picture', box: bottom, verticalAlign: 'bottom', style: outlined },
  },
  bar: {
    change: {
      ...upright,
      place: 'below',
      style: { ...onPaper, ground: { kind: 'strip', colour: '#ffffff' } },
    },
  },
  strip: {
    change: {
      ...upright,
      place: 'above',
      style: { ...onPaper, fill: '#ffffff', ground: { kind: 'strip', colour: '#111111' } },
    },
  },
  bubble: {
    change: {
      ...upright,
      place: 'picture',
      box: { x: 0.42, y: 0.04, width: 0.54, height: 0.3 },
      verticalAlign: 'top',
      style: {
        ...onPaper,
        face: 'plain',
        outline: '#161616',
        lineHeight: 1.25,
        ground: { kind: 'bubble', colour: '#ffffff' },
      },
    },
  },
  vertical: {
    change: {
      ...upright,
      place: 'picture',
      isVertical: true,
      box: { x: 0.7, y: 0.04, width: 0.26, height: 0.9 },
      verticalAlign: 'top',
      align: 'start',
      style: outlined,
    },
  },
  pair: {
    change: {
      ...upright,
      place: 'picture',
      box: { x: 0.04, y: 0.72, width: 0.92, height: 0.25 },
      verticalAlign: 'bottom',
      style: outlined,
    },
    companion: {
      ...upright,
      place: 'picture',
      box: { x: 0.04, y: 0.03, width: 0.92, height: 0.25 },
      verticalAlign: 'top',
      style: outlined,
    },
  },
  playful: {
    change: {
      ...upright,
      place: 'picture',
      box: bottom,
      verticalAlign: 'bottom',
      style: {
        ...outlined,
        face: 'playful',
        fill: '#ffd83d',
        outline: '#3a1a00',
        outlineWidth: 0.09,
        shadow: 0.06,
      },
    },
  },
} as const satisfies Readonly<Record<string, Look>>;

export type LookName = keyof typeof looks;

export const lookNames = Object.keys(looks) as readonly LookName[];

/** Two halves of a text that pauses within, without the pause's comma; else nothing and the whole. */
function halves(text: string): readonly [string, string] {
  const characters = graphemesOf(text);
  const pause = characters.findIndex(
    (character, index) =>
      index < characters.length - 1 && endsInPause(character) && !endsInPause(characters[index + 1]),
  );
  if (pause < 0) return ['', text];
  const first = characters.slice(0, pause + 1).join('');
  return [
    first.replace(/[，、；：,;:。.]$/u, ''),
    characters
      .slice(pause + 1)
      .join('')
      .trim(),
  ];
}

function isSameBox(a: Box | undefined, b: Box): boolean {
  return a !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** True for a text that a look has added, and that has neither words nor been moved since. */
function isUnfilledCompanion({ text, box }: TextLayer): boolean {
  return text === '' && Object.values<Look>(looks).some(({ companion }) => isSameBox(companion?.box, box));
}

/**
 * The document with a layer in that look. A second text that an earlier look added is gone if nobody has filled it; asked
 * for that one, the look is for the text that it stood with.
 */
export function withLook(document: MemeDocument, id: string, name: LookName): MemeDocument {
  const look: Look = looks[name];
  const { companion } = look;
  const filled = document.layers.filter((layer) => !isUnfilledCompanion(layer));
  const main = filled.at(0);
  // Alone, it is all that there is to be written in.
  const layers = main === undefined ? document.layers : filled;
  const meant = layers.some((layer) => layer.id === id) ? id : main?.id;
  const styled: MemeDocument = {
    ...document,
    layers: layers.map((layer) => (layer.id === meant ? withChange(layer, look.change) : layer)),
  };
  const layer = styled.layers.find((candidate) => candidate.id === meant);
  if (companion === undefined || layer === undefined || layers.length > 1) return styled;
  const [first, second] = halves(layer.text);
  const added = addLayer(styled, layer);
  return {
    ...added.document,
    layers: added.document.layers.map((candidate) => {
      if (candidate.id === meant) return { ...candidate, text: second };
      if (candidate.id !== added.layer.id) return candidate;
      return withChange(candidate, { ...companion, text: first });
    }),
  };
}
