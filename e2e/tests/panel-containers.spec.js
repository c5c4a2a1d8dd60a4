// Containers of a real podman, on a machine that keeps its images to itself.

import { expect, test } from '../support/services.js';
import { TerminalOnPage } from '../support/terminal.js';

/** A podman that takes no more than root may here, and a container that says hello and waits. */
const podman = `
set -eu
mkdir -p /etc/containers /run/box/bin
cat > /etc/containers/storage.conf <<END
[storage]
driver = "vfs"
graphroot = "/run/graph"
runroot = "/run/podman"
END
cat > /etc/containers/containers.conf <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
netns = "none"
pids_limit = 0
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
END
busybox=$(command -v busybox)
cp "$busybox" /run/box/bin/busybox
for library in $( (ldd "$busybox" || true) 2>/dev/null | grep -o '/[^ ]*'); do
  mkdir -p "/run/box$(dirname "$library")"
  cp -L "$library" "/run/box$library"
done
for applet in sh sleep echo cat; do ln -s busybox "/run/box/bin/$applet"; done
tar -C /run/box -c . | podman import --quiet --change 'CMD ["sh", "-c", "trap exit TERM; echo hello; while sleep 0.1; do :; done"]' - box:test
podman run --quiet --privileged --detach --name web box:test
`;

test.beforeEach(({ machine }) => machine.inside(podman));

test('a shell in a container has a pane of its own, whatever runs in the terminal', async ({ busy, page, terminal }) => {
  await terminal.type('cat > /run/typed\n');
  await busy.open('Containers');
  await busy.menu('web', /exec -it/);
  const shell = new TerminalOnPage(page, 1);
  await shell.shows(/# $|\/ #$|#$/m);
  await expect(page.locator('.pane').nth(1).locator('textarea')).toBeFocused();
  await shell.type('echo in $container\n');
  await shell.shows(/^in podman$/m);
  expect(busy.machine.inside('cat /run/typed')).toBe('');
});

test('a container is stopped once the person has seen what that touches, and its log is followed', async ({ busy, page }) => {
  await busy.open('Containers');
  await busy.choose('web');
  await page.keyboard.press('Enter');
  await expect(busy.reader).toContainText('hello');
  await page.keyboard.press('Escape');
  await busy.menu('web', /^Stop/);
  await expect(busy.drawer).toHaveAttribute('data-state', 'ready');
  expect(busy.machine.inside("podman inspect --format '{{.State.Status}}' web")).toBe('running');
  await busy.list.press('Control+Enter');
  await expect(busy.drawer).toHaveAttribute('data-state', 'ran');
  await expect.poll(() => busy.machine.inside("podman inspect --format '{{.State.Status}}' web")).toBe('exited');
});
