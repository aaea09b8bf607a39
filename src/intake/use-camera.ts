import { type RefObject, useEffect, useRef, useState } from 'react';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import { startCamera, stopCamera } from './camera.ts';

interface CameraView {
  /** Shows the camera's pictures; it must not be there before the element is. */
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly error: OfaError | null;
  /** Asks for the camera anew. */
  readonly retry: () => void;
}

/** The camera in a video element, on as long as `isOn` and the component is there. */
export function useCamera(isOn: boolean): CameraView {
  const video = useRef<HTMLVideoElement>(null);
  const [error, setError] = useState<OfaError | null>(null);
  useEffect(() => {
    if (!isOn || error !== null) return undefined;
    const controller = new AbortController();
    let stream: MediaStream | null = null;
    const start = async (): Promise<void> => {
      try {
        stream = await startCamera(controller.signal);
        if (video.current !== null) video.current.srcObject = stream;
      } catch (failure) {
        if (!isAbort(failure)) setError(toOfaError(failure));
      }
    };
    void start();
    return () => {
      controller.abort();
      if (stream !== null) stopCamera(stream);
    };
  }, [isOn, error]);
  return { video, error, retry: () => setError(null) };
}
