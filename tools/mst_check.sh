#!/bin/bash
# Lets the importer of Meine Stadt Transparent, an independent OParl client, read an OParl server completely, and
# compares what it stored with what the server lists. Needs Debian's mariadb-server, libmariadb-dev,
# libmagickwand-dev, gcc and pkg-config, and Python 3.11.
#
#   tools/mst_check.sh BODY_URL [DIRECTORY]
#
# BODY_URL is the address of one body, e.g. http://127.0.0.1:8000/oparl/1.1/body/3. DIRECTORY keeps the client and its
# database for the next call (default: var/mst); the second call then reads what changed since.
set -euo pipefail
body=${1:?"BODY_URL is missing"}
directory=$(mkdir -p "${2:-var/mst}" && cd "${2:-var/mst}" && pwd)
cd "$directory"
port=33061

if [ ! -x client/bin/python ]; then
  python3.11 -m venv client
  client/bin/pip install --quiet --disable-pip-version-check meine-stadt-transparent==0.2.14 "numpy<2"
fi
user=()
if [ "$(id -u)" = 0 ]; then chown -R mysql: "$directory"; chmod 755 "$directory"; user=(--user=mysql); fi
if [ ! -d data ]; then
  mariadb-install-db --no-defaults "${user[@]}" --datadir="$directory/data" --auth-root-authentication-method=normal > install.log
fi
mariadbd --no-defaults "${user[@]}" --datadir="$directory/data" --socket="$directory/s.sock" --pid-file="$directory/pid" \
  --port=$port --bind-address=127.0.0.1 > mariadb.log 2>&1 &
server=$!
trap 'kill $server; wait $server || true' EXIT
for _ in $(seq 60); do mariadb-admin --no-defaults --socket="$directory/s.sock" -u root ping > /dev/null 2>&1 && break; sleep 1; done
fresh=""
[ -e read ] || fresh="DROP DATABASE IF EXISTS mst;"  # half a first import cannot be continued
mariadb --no-defaults --socket="$directory/s.sock" -u root -e "$fresh
  CREATE DATABASE IF NOT EXISTS mst CHARACTER SET utf8mb4;
  CREATE USER IF NOT EXISTS 'mst'@'127.0.0.1' IDENTIFIED BY 'mst';
  CREATE USER IF NOT EXISTS 'mst'@'localhost' IDENTIFIED BY 'mst';
  GRANT ALL ON mst.* TO 'mst'@'127.0.0.1'; GRANT ALL ON mst.* TO 'mst'@'localhost';"

cat > .env << EOF
DEBUG=True
REAL_HOST=localhost
SECRET_KEY=only-for-this-check
DATABASE_URL=mysql://mst:mst@127.0.0.1:$port/mst?charset=utf8mb4
ELASTICSEARCH_ENABLED=False
NO_LOG_FILES=True
NOMINATIM_URL=http://127.0.0.1:9
EOF
cat > manage.py << EOF
import os, sys
os.environ.setdefault("ENV_PATH", "$directory/.env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meine_stadt_transparent.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
EOF
manage() { client/bin/python -W ignore manage.py "$@" 2> >(grep -v -E "W00[0-9]|W036|HINT|DEBUG mode|WARNINGS|System check" >&2); }
manage migrate --verbosity 0
if [ ! -e read ]; then
  manage import_body --manual "$body"
  manage import_fetch --body "$body"
  manage import_objects --body "$body" --skip-download
  touch read
else
  manage import_update --body "$body" --skip-download
fi
manage shell -c "
import requests
from mainapp import models
body = requests.get('$body').json()
failed = False
for name, model in (('organization', models.Organization), ('person', models.Person), ('meeting', models.Meeting),
                    ('paper', models.Paper), ('consultation', models.Consultation), ('file', models.File),
                    ('agendaItem', models.AgendaItem), ('membership', models.Membership)):
    listed, url = 0, body[name]
    while url:
        page = requests.get(url).json()
        listed += len(page['data'])
        url = page['links'].get('next')
    stored = model.objects.filter(deleted=False).count()
    failed |= listed != stored
    print(f'{name:14} listed {listed:7} stored {stored:7} {\"\" if listed == stored else \"DIFFERENT\"}')
raise SystemExit(1 if failed else 0)
"
