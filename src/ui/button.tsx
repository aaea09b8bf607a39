import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './button.module.css';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  /** `primary` for the one thing to do next, `plain` for the others, `quiet` for what should not draw the eye. */
  readonly look?: 'primary' | 'plain' | 'quiet';
  readonly ref?: Ref<HTMLButtonElement>;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** A button of text, an icon, or both; one with an icon alone needs an `aria-label`. */
export function Button({ look = 'plain', icon, children, ...props }: ButtonProps) {
  const shape = children === undefined ? styles.square : '';
  return (
    <AriaButton {...props} className={`${styles.button} ${styles[look]} ${shape}`}>
      {icon}
      {children !== undefined && <span>{children}</span>}
    </AriaButton>
  );
}
