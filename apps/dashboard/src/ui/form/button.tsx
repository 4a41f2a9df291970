import type { ComponentProps } from 'react';
import './button.css';

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'plain' | 'primary' | 'danger' | 'quiet';
}

export function Button({
  variant = 'plain',
  className = '',
  type = 'button',
  ...rest
}: ButtonProps) {
  return <button type={type} className={`button button-${variant} ${className}`} {...rest} />;
}
