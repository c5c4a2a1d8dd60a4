# ---- ListContainers
export LC_ALL=C
docker ps --all --no-trunc --format '{{json .}}' || failed=1
printf '\0podman\0'
podman ps --all --no-trunc --format '{{json .}}' || [ -z "${failed:-}" ]

# ---- ListImages
export LC_ALL=C
docker images --no-trunc --format '{{json .}}' || failed=1
printf '\0podman\0'
podman images --no-trunc --format '{{json .}}' || [ -z "${failed:-}" ]

# ---- Start
set -eu
docker start web aa11bb22cc33
podman start web aa11bb22cc33

# ---- Start, taken back
set -eu

# ---- Start, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Restart
set -eu
docker restart web aa11bb22cc33
podman restart web aa11bb22cc33

# ---- Restart, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Stop
set -eu
docker stop web aa11bb22cc33
podman stop web aa11bb22cc33

# ---- Stop, taken back
set -eu
docker start web aa11bb22cc33
podman start web aa11bb22cc33

# ---- Stop, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Pause
set -eu
docker pause web aa11bb22cc33
podman pause web aa11bb22cc33

# ---- Pause, taken back
set -eu
docker unpause web aa11bb22cc33
podman unpause web aa11bb22cc33

# ---- Pause, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Unpause
set -eu
docker unpause web aa11bb22cc33
podman unpause web aa11bb22cc33

# ---- Unpause, taken back
set -eu

# ---- Unpause, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Kill
set -eu
docker kill web aa11bb22cc33
podman kill web aa11bb22cc33

# ---- Kill, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- Remove
set -eu
docker rm --force web aa11bb22cc33
podman rm --force web aa11bb22cc33

# ---- Remove, before
docker inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33
podman inspect --size --format '{{.Name}}  {{.State.Status}}  {{.Config.Image}}  {{.SizeRw}} bytes written' \
  web \
  aa11bb22cc33

# ---- RemoveImages
set -eu
docker rmi nginx:1.27 f0f6d4d8
podman rmi nginx:1.27 f0f6d4d8

# ---- RemoveImages, before
# Containers made of them, which keep them from going.
docker ps --all \
  --filter ancestor=nginx:1.27 \
  --filter ancestor=f0f6d4d8
podman ps --all \
  --filter ancestor=nginx:1.27 \
  --filter ancestor=f0f6d4d8

# ---- Logs
docker logs --follow --tail 200 web 2>&1

# ---- Top
docker top web

# ---- Stats
docker stats --no-stream web

# ---- Inspect
docker inspect web

# ---- Enter
docker exec -it web sh

# ---- Show
docker image inspect web

# ---- Pull
set -eu
docker pull nginx:1.27

# ---- Prune
set -eu
docker image prune --force

# ---- Prune, before
docker images --filter dangling=true
docker system df

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

