import { useEffect, useId, useRef, useState } from 'react';
import type { Backend } from '../../workers/protocol/model-folder.ts';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import { createCaptionClient, startCaptionWorker } from '../captions/caption-client.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { samples } from '../intake/samples.ts';
import { builtInModelFolder } from '../models/model-loader.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { useBenchMessages } from './bench-messages.ts';
import styles from './bench-panel.module.css';
import { type BenchPhase, type DeviceResult, measureDevice } from './device-bench.ts';
import { FigureTable } from './figure-table.tsx';

/** Pictures that are measured, after one that is not. */
const pictureCount = 8;

type BenchState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly phase: BenchPhase }
  | { readonly status: 'done'; readonly result: DeviceResult }
  | { readonly status: 'failed'; readonly error: OfaError };

async function samplePictures(signal: AbortSignal): Promise<readonly Blob[]> {
  const files = samples.slice(0, pictureCount + 1);
  return Promise.all(
    files.map(async ({ file }) => {
      const response = await fetch(new URL(`samples/${file}`, document.baseURI), { signal });
      return response.blob();
    }),
  );
}

/** Measures this device and shows the figures, to be read or copied. */
export function BenchPanel() {
  const bench = useBenchMessages();
  const messages = useMessages();
  const backendId = useId();
  const [backend, setBackend] = useState<Backend>('wasm');
  const [state, setState] = useState<BenchState>({ status: 'idle' });
  const [isCopied, setCopied] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (): Promise<void> => {
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setCopied(false);
    setState({ status: 'running', phase: 'load' });
    try {
      const result = await measureDevice(
        signal,
        {
          client: createCaptionClient(startCaptionWorker),
          folderUrl: new URL(builtInModelFolder, document.baseURI).href,
          backend,
          pictures: await samplePictures(signal),
        },
        (phase) => setState({ status: 'running', phase }),
      );
      setState({ status: 'done', result });
    } catch (error) {
      setState(isAbort(error) ? { status: 'idle' } : { status: 'failed', error: toOfaError(error) });
    }
  };
  const copy = async (result: DeviceResult): Promise<void> => {
    try {
      await navigator.clipboard.writeText(JSON.stringify(result, undefined, 1));
      setCopied(true);
    } catch {
      // Not allowed here: the text below can be selected.
    }
  };

  return (
    <Panel heading={bench.heading}>
      <p>{bench.explanation}</p>
      <div className={styles.row}>
        <label htmlFor={backendId}>{bench.backend}</label>
        <select
          id={backendId}
          value={backend}
          disabled={state.status === 'running'}
          onChange={({ target }) => setBackend(target.value === 'webgpu' ? 'webgpu' : 'wasm')}
        >
          <option value="wasm">WASM</option>
          <option value="webgpu">WebGPU</option>
        </select>
        {state.status === 'running' ? (
          <Button onPress={() => running.current?.abort()}>{bench.stop}</Button>
        ) : (
          <Button onPress={() => void run()}>{bench.run}</Button>
        )}
      </div>
      <output>{state.status === 'running' && bench.phases[state.phase]}</output>
      {state.status === 'failed' && (
        <Failure error={state.error}>
          <Button onPress={() => void run()}>{messages.app.retry}</Button>
        </Failure>
      )}
      {state.status === 'done' && (
        <>
          <FigureTable result={state.result} />
          <Button onPress={() => void copy(state.result)}>{isCopied ? bench.copied : bench.copy}</Button>
          <details>
            <summary>{bench.result}</summary>
            <pre className={styles.json}>{JSON.stringify(state.result, undefined, 1)}</pre>
          </details>
        </>
      )}
    </Panel>
  );
}
