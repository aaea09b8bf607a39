import { Gauge } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useBenchMessages } from './bench-messages.ts';

const BenchPanel = lazy(async () => ({ default: (await import('./bench-panel.tsx')).BenchPanel }));

/** A button that becomes the bench, whose code is fetched then. */
export function BenchEntry() {
  const { open } = useBenchMessages();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button look="quiet" icon={<Gauge aria-hidden />} onPress={() => setOpen(true)}>
        {open}
      </Button>
    );
  return (
    <Suspense fallback={null}>
      <BenchPanel />
    </Suspense>
  );
}
