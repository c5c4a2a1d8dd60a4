// A relay, a line to it that can fail, and real SSH servers: one `postern-stand` process, driven by lines of JSON.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { relay, stand } from './build.js';

export class Stand {
  #process;
  #answers;

  /** Starts one; the relay gets these arguments. */
  static async start(...relayArguments) {
    const started = new Stand();
    started.#process = spawn(stand, [relay, ...relayArguments], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.#answers = createInterface({ input: started.#process.stdout })[Symbol.asyncIterator]();
    return Object.assign(started, await started.#answer());
  }

  async #answer() {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('the stand has ended');
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  async #order(order) {
    this.#process.stdin.write(`${JSON.stringify(order)}\n`);
    return this.#answer();
  }

  /**
   * Starts an SSH server that takes this way to sign in: `password`, `key`, `prompt`, `rounds`, …; one with files of
   * `/etc` and crontabs of its own takes a password: `{}`, or with `shell` and `sudo`.
   */
  async target(login, config = '', own = undefined) {
    return { host: '127.0.0.1', user: this.user, ...(await this.#order({ do: 'target', login, config, own })) };
  }

  /**
   * Starts a target on a machine with services of its own, for root: `systemd`, `openrc` or `scripts`. What is said
   * to `inside` is done there, too.
   */
  async machine(services) {
    const { config, enter } = await this.#order({ do: 'machine', services });
    const inside = (command) =>
      execFileSync(enter, { env: { ...process.env, SSH_ORIGINAL_COMMAND: command }, encoding: 'utf8' }).trim();
    return { ...(await this.target('password', config)), user: 'root', inside };
  }

  changeHostKey = ({ target }) => this.#order({ do: 'change-host-key', target });
  cutSessions = ({ target }) => this.#order({ do: 'cut-sessions', target });
  stopTarget = ({ target }) => this.#order({ do: 'stop-target', target });
  startTarget = ({ target }) => this.#order({ do: 'start-target', target });
  stopTargets = () => this.#order({ do: 'stop-targets' });
  stopRelay = () => this.#order({ do: 'stop-relay' });
  startRelay = () => this.#order({ do: 'start-relay' });

  /**
   * Changes the line between browser and relay: `open`, `stalled`, `reset`, `closed`, `{ slow: bytes a second }`,
   * `{ delay: milliseconds }` for a round trip.
   */
  setLine = (state) => this.#order({ do: 'line', state });

  async knownHosts() {
    return (await this.#order({ do: 'known-hosts' })).known_hosts;
  }

  /** Ends everything. */
  async stop() {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
  }
}
