import { describe, expect, it } from 'vitest';
import { captionLayerId, changeLayer, createDocument, findLayer } from './document.ts';
import { addLayer, duplicateLayer, removeLayer, reorderLayer } from './layers.ts';

const ids = ({ layers }: ReturnType<typeof createDocument>): string[] => layers.map(({ id }) => id);

describe('texts', () => {
  it('are added above the others, each with an id of its own', () => {
    const one = addLayer(createDocument(), undefined);
    const two = addLayer(removeLayer(addLayer(one.document, undefined).document, one.layer.id), undefined);
    expect(new Set(ids(two.document)).size).toBe(3);
    expect(ids(two.document).at(-1)).toBe(two.layer.id);
    expect(two.layer.text).toBe('');
  });

  it('take the style of the text beside them', () => {
    const yellow = changeLayer(createDocument(), captionLayerId, { style: { fill: '#ffd83d' } });
    const { layer } = addLayer(yellow, findLayer(yellow, captionLayerId));
    expect(layer.style.fill).toBe('#ffd83d');
  });

  it('are copied beside the original, on the picture', () => {
    const document = changeLayer(createDocument(), captionLayerId, { text: '稳了' });
    const [original] = document.layers;
    const { layer } = duplicateLayer(document, original);
    expect(layer).toMatchObject({ text: '稳了', style: original.style });
    expect(layer.box.x).toBeGreaterThan(original.box.x);
    expect(layer.box.y + layer.box.height).toBeLessThanOrEqual(1);
  });

  it('are ordered and removed', () => {
    const { document, layer } = addLayer(createDocument(), undefined);
    const lowered = reorderLayer(document, layer.id, -1);
    expect(ids(lowered)).toEqual([layer.id, captionLayerId]);
    expect(reorderLayer(lowered, layer.id, -1)).toBe(lowered);
    expect(ids(removeLayer(lowered, captionLayerId))).toEqual([layer.id]);
  });
});
