import fc from 'fast-check';

// The same cases at every run: a red test means that the code has changed. `SEED=7 npm run unit` tries others.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.SEED ?? 20_261_120) });
