import { useRef, useState } from 'react';
import { Button } from './button.tsx';

interface AskingButtonProps {
  readonly children: string;
  /** Says what a second press does. */
  readonly sure: string;
  /** For those who think better of it. */
  readonly keep: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/** Asks once more before it does what cannot be undone; the focus stays on it. */
export function AskingButton({ children, sure, keep, isDisabled = false, onPress }: AskingButtonProps) {
  const [isAsked, setIsAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const press = (): void => {
    if (isAsked) onPress();
    setIsAsked(!isAsked);
  };
  const leave = (): void => {
    setIsAsked(false);
    button.current?.focus();
  };
  return (
    <>
      {isAsked && (
        <Button look="quiet" onPress={leave}>
          {keep}
        </Button>
      )}
      <Button ref={button} look={isAsked ? 'plain' : 'quiet'} isDisabled={isDisabled} onPress={press}>
        {isAsked ? sure : children}
      </Button>
    </>
  );
}
