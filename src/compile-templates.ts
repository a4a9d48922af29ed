import { TEMPLATES } from './app.ts';
import { UserError } from './errors.ts';
import { forgetCompiled } from './render/compiled-before.ts';
import { createLetterRenderer } from './render/letter.ts';
import { keepForLater } from './render/mjml-document.ts';
import { createRenderer } from './render/renderer.ts';

// The last step of `npm run build`: whoever runs the program as it came does not have to load MJML.
try {
  await forgetCompiled();
  await createRenderer(TEMPLATES);
  await createLetterRenderer(TEMPLATES);
  await keepForLater();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
