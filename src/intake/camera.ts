import { OfaError } from '../../workers/protocol/errors.ts';

/** True where a page may ask for the camera. */
export const hasCamera = typeof navigator !== 'undefined' && 'mediaDevices' in navigator;

/** As much as a meme needs; the browser gives what the camera has. */
const wanted: MediaStreamConstraints = { video: { width: { ideal: 1920 }, height: { ideal: 1080 } } };

/** Turns the camera off. */
export function stopCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * The camera's pictures, without sound.
 *
 * @throws OfaError `camera-denied` if the person or the browser says no, `camera-unavailable` if there is none or it
 *   cannot be used; `signal.reason`
 */
export async function startCamera(signal: AbortSignal): Promise<MediaStream> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    const isDenied = error instanceof DOMException && /^(?:NotAllowed|Security)Error$/u.test(error.name);
    throw new OfaError(isDenied ? 'camera-denied' : 'camera-unavailable', 'No camera', {}, error);
  }
  if (signal.aborted) stopCamera(stream);
  signal.throwIfAborted();
  return stream;
}

/** What a video shows now, as a JPEG. @throws OfaError `camera-unavailable` if it shows nothing yet */
export async function takePhoto(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
  canvas.width = 0;
  if (blob === null) throw new OfaError('camera-unavailable', 'The camera gives no picture');
  return blob;
}
