import { useFormats } from '../i18n/use-messages.ts';
import { useBenchMessages } from './bench-messages.ts';
import styles from './bench-panel.module.css';
import { type DeviceResult, medianOf } from './device-bench.ts';

/** The figures of a result: medians over its pictures. */
export function FigureTable({ result }: { readonly result: DeviceResult }) {
  const { figures, milliseconds } = useBenchMessages();
  const formats = useFormats();
  const { captions, load, picturesPerMinute, downloadBytes, backend, variant, threads } = result;
  const time = (count: number): string => milliseconds(formats.seconds(count));
  const engine = [backend === 'wasm' ? `WASM × ${threads}` : 'WebGPU', variant].join(' · ');
  const rows = [
    [figures.engine, engine],
    [figures.download, formats.bytes(downloadBytes)],
    [figures.load, time(load)],
    [figures.encode, time(medianOf(captions.map(({ encode }) => encode)))],
    [figures.step, time(medianOf(captions.map(({ step }) => step)))],
    [figures.whole, time(medianOf(captions.map(({ whole }) => whole)))],
    [figures.picturesPerMinute, String(Math.round(picturesPerMinute))],
  ];
  return (
    <table className={styles.figures}>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
