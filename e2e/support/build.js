// Builds the stand, and says what is missing before any test does.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The relay to test: with the page inside. */
export const relay = process.env.POSTERN ?? `${root}target/release/postern`;

/** The program that starts relay, line and targets. */
export const stand = `${root}target/debug/postern-stand`;

export default function build() {
  execFileSync('cargo', ['build', '--quiet', '-p', 'postern-testkit', '--bin', 'postern-stand'], { cwd: root, stdio: 'inherit' });
  if (!existsSync(relay)) throw new Error(`${relay} is missing: run make relay first`);
}
