// Fails when the lock file lacks a package that another one wants (optional platform packages
// included: `npm install` does not notice, `npm ci` on another platform does) or names a registry host.
import fs from 'node:fs';

const text = fs.readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
const packages = JSON.parse(text).packages;
const problems = [];

/** True when `name` resolves from the package at `from`, the way Node looks it up. */
function resolves(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (!at) return false;
    if (!at.includes('/node_modules/')) at = '';
    if (!at) return Boolean(packages[`node_modules/${name}`]);
  }
}

for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
    if (!resolves(path, name)) problems.push(`${name}, wanted by ${path || 'the root'}, is missing`);
  }
}
if (/"resolved": "https?:/.test(text))
  problems.push('download addresses found: npm config set omit-lockfile-registry-resolved true');
const manifest = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
  if (!/^\d/.test(version)) problems.push(`${name}: pin an exact version, not ${version}`);
}
for (const problem of problems) console.error(`package-lock.json: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
