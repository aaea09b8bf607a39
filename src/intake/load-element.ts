import { OfaError } from '../../workers/protocol/errors.ts';

/** An image element that has loaded an address. @throws OfaError `image-damaged` */
export async function loadElement(url: string, name: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  try {
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve, { once: true });
      image.addEventListener('error', reject, { once: true });
    });
  } catch (error) {
    throw new OfaError('image-damaged', `${name} cannot be decoded`, { file: name }, error);
  }
  return image;
}
