# ---- ListContainers
export LC_ALL=C
podman ps --all --no-trunc --format '{{json .}}'

# ---- ListImages
export LC_ALL=C
podman images --no-trunc --format '{{json .}}'

# ---- Start
set -eu
podman start web aa11bb22cc33

# ---- Start, taken back
set -eu

# ---- Start, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Restart
set -eu
podman restart web aa11bb22cc33

# ---- Restart, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Stop
set -eu
podman stop web aa11bb22cc33

# ---- Stop, taken back
set -eu
podman start web aa11bb22cc33

# ---- Stop, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Pause
set -eu
podman pause web aa11bb22cc33

# ---- Pause, taken back
set -eu
podman unpause web aa11bb22cc33

# ---- Pause, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Unpause
set -eu
podman unpause web aa11bb22cc33

# ---- Unpause, taken back
set -eu

# ---- Unpause, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Kill
set -eu
podman kill web aa11bb22cc33

# ---- Kill, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Remove
set -eu
podman rm --force web aa11bb22cc33

# ---- Remove, before
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- RemoveImages
set -eu
podman rmi nginx:1.27 f0f6d4d8

# ---- RemoveImages, before
# Containers made of them, which keep them from going.
podman ps --all \
  --filter ancestor=nginx:1.27 \
  --filter ancestor=f0f6d4d8

# ---- Logs
podman logs --follow --tail 200 web 2>&1

# ---- Top
podman top web

# ---- Stats
podman stats --no-stream web

# ---- Inspect
podman inspect web

# ---- Enter
podman exec -it web sh

# ---- Show
podman image inspect web

# ---- Pull
set -eu
podman pull nginx:1.27

# ---- Prune
set -eu
podman image prune --force

# ---- Prune, before
podman images --filter dangling=true
podman system df

