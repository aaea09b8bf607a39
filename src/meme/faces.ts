/** The faces that memes are set in. Noto Sans SC stands behind each: a glyph that a face lacks comes from there. */
interface Face {
  /** Of a CSS font. */
  readonly weight: number;
  readonly families: string;
}

const behind = '"Noto Sans SC Variable", system-ui, sans-serif';

const faces = {
  /** Latin in Anton, Chinese in the heaviest Noto. */
  heavy: { weight: 900, families: `Anton, ${behind}` },
  plain: { weight: 700, families: behind },
  // From 600 on browsers would embolden it: it has one weight.
  playful: { weight: 590, families: `"ZCOOL KuaiLe", ${behind}` },
} as const satisfies Readonly<Record<string, Face>>;

export type FaceName = keyof typeof faces;

export const faceNames = Object.keys(faces) as readonly FaceName[];

/** The CSS font shorthand of a face at a size in pixels. */
export function fontOf(face: FaceName, fontSize: number): string {
  const { weight, families } = faces[face];
  return `${weight} ${fontSize}px ${families}`;
}
