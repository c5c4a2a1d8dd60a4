# ---- ListContainers
export LC_ALL=C
sudo -n docker ps --all --no-trunc --format '{{json .}}' || failed=1
printf '\0podman\0'
sudo -n podman ps --all --no-trunc --format '{{json .}}' || [ -z "${failed:-}" ]

# ---- ListImages
export LC_ALL=C
sudo -n docker images --no-trunc --format '{{json .}}' || failed=1
printf '\0podman\0'
sudo -n podman images --no-trunc --format '{{json .}}' || [ -z "${failed:-}" ]

# ---- Start
set -eu
sudo -n docker start web aa11bb22cc33

# ---- Start, taken back
set -eu

# ---- Start, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Restart
set -eu
sudo -n docker restart web aa11bb22cc33

# ---- Restart, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Stop
set -eu
sudo -n docker stop web aa11bb22cc33

# ---- Stop, taken back
set -eu
sudo -n docker start web aa11bb22cc33

# ---- Stop, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Pause
set -eu
sudo -n docker pause web aa11bb22cc33

# ---- Pause, taken back
set -eu
sudo -n docker unpause web aa11bb22cc33

# ---- Pause, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Unpause
set -eu
sudo -n docker unpause web aa11bb22cc33

# ---- Unpause, taken back
set -eu

# ---- Unpause, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Kill
set -eu
sudo -n docker kill web aa11bb22cc33

# ---- Kill, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Remove
set -eu
sudo -n docker rm --force web aa11bb22cc33

# ---- Remove, before
sudo -n docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- RemoveImages
set -eu
sudo -n docker rmi nginx:1.27 f0f6d4d8

# ---- RemoveImages, before
# Containers made of them, which keep them from going.
sudo -n docker ps --all \
  --filter ancestor=nginx:1.27 \
  --filter ancestor=f0f6d4d8

# ---- Logs
sudo -n docker logs --follow --tail 200 web 2>&1

# ---- Top
sudo -n docker top web

# ---- Stats
sudo -n docker stats --no-stream web

# ---- Inspect
sudo -n docker inspect web

# ---- Enter
sudo -n docker exec -it web sh

# ---- Show
sudo -n docker image inspect web

# ---- Pull
set -eu
sudo -n docker pull nginx:1.27

# ---- Prune
set -eu
sudo -n docker image prune --force

# ---- Prune, before
sudo -n docker images --filter dangling=true
sudo -n docker system df

