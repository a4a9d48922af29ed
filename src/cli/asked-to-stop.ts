/** Whether somebody wants this process to end. */
export interface AskedToStop {
  /** Resolves when somebody does. */
  promise: Promise<void>;
  /** From now on signals do what they do by default. */
  forget: () => void;
}

/** Listens for SIGTERM and SIGINT: the first is told to `onAsked`, the second ends the process where it stands. */
export function askedToStop(onAsked: () => void = () => {}): AskedToStop {
  let onSignal = () => {};
  const promise = new Promise<void>(resolve => {
    let isAsked = false;
    onSignal = () => {
      if (isAsked) process.exit(1);
      isAsked = true;
      onAsked();
      resolve();
    };
  });
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  return { promise, forget: () => void process.off('SIGTERM', onSignal).off('SIGINT', onSignal) };
}
