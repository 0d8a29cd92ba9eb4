#!/usr/bin/env bash
# Written for Plimsoll's stand-in: behaves as the official image documents, shares no text with it.
set -euo pipefail
shopt -s nullglob

say() { printf 'entrypoint: %s\n' "$*"; }
die() { printf 'entrypoint: error: %s\n' "$*" >&2; exit 1; }

# setting NAME [DEFAULT]: exports NAME from NAME, from the file that NAME_FILE names, or from the default.
setting() {
  local name=$1 file_name=$1_FILE value=${2-}
  if [[ -n ${!name-} && -n ${!file_name-} ]]; then
    die "$name and $file_name are both set; set one of them"
  elif [[ -n ${!name-} ]]; then
    value=${!name}
  elif [[ -n ${!file_name-} ]]; then
    [[ -r ${!file_name} ]] || die "$file_name names ${!file_name}, which can't be read"
    value=$(<"${!file_name}")
  fi
  export "$name=$value"
  unset "$file_name"
}

prepare_folders() {
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA" 2>/dev/null || true
  # On a read-only root the folder is a tmpfs of the caller's making.
  mkdir -p /var/run/postgresql 2>/dev/null || true
  chmod 3777 /var/run/postgresql 2>/dev/null || true
  if [[ -n ${POSTGRES_INITDB_WALDIR-} ]]; then
    mkdir -p "$POSTGRES_INITDB_WALDIR"
    chmod 700 "$POSTGRES_INITDB_WALDIR"
  fi
  [[ $(id -u) = 0 ]] || return 0
  find "$PGDATA" ! -user postgres -exec chown postgres '{}' +
  find /var/run/postgresql ! -user postgres -exec chown postgres '{}' +
  if [[ -n ${POSTGRES_INITDB_WALDIR-} ]]; then
    find "$POSTGRES_INITDB_WALDIR" ! -user postgres -exec chown postgres '{}' +
  fi
}

read_settings() {
  setting POSTGRES_PASSWORD
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
}

refuse_open_server() {
  [[ -z $POSTGRES_PASSWORD && $POSTGRES_HOST_AUTH_METHOD != trust ]] &&
    die "no password for the superuser: set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE" \
      "(or POSTGRES_HOST_AUTH_METHOD=trust, which lets everyone in)"
  [[ $POSTGRES_HOST_AUTH_METHOD != trust ]] ||
    say "warning: POSTGRES_HOST_AUTH_METHOD=trust lets everyone who reaches this server in without a password" >&2
}

make_cluster() {
  local -a more=()
  [[ -z ${POSTGRES_INITDB_WALDIR-} ]] || more+=(--waldir "$POSTGRES_INITDB_WALDIR")
  # initdb arguments come as one string that may hold quotes, as in a shell.
  eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") "${more[@]}" '"$POSTGRES_INITDB_ARGS"' "$@"'
}

open_to_network() {
  local method=$POSTGRES_HOST_AUTH_METHOD
  [[ -n $method ]] || method=$(postgres -C password_encryption "$@")
  printf '\n# connections from other machines\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

# The server during initialisation listens on its unix socket only: nobody sees a half-made database.
start_private() {
  local options
  options=$(printf '%q ' "${@}" -c listen_addresses= -p "${PGPORT:-5432}")
  NOTIFY_SOCKET='' PGUSER=${PGUSER:-$POSTGRES_USER} pg_ctl -D "$PGDATA" -w -o "$options" start
}

stop_private() { PGUSER=${PGUSER:-postgres} pg_ctl -D "$PGDATA" -m fast -w stop; }

# Reads SQL from its input or from -f; init scripts that are sourced may call it, too.
run_sql() {
  local -a database=()
  [[ -z ${POSTGRES_DB-} ]] || database=(--dbname "$POSTGRES_DB")
  PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc "${database[@]}" "$@"
}

make_database() {
  local there
  there=$(POSTGRES_DB='' run_sql --dbname postgres --tuples-only -v name="$POSTGRES_DB" <<<"select 1 from pg_database where datname = :'name';")
  [[ -z ${there//[[:space:]]/} ]] || return 0
  POSTGRES_DB='' run_sql --dbname postgres -v name="$POSTGRES_DB" <<<'create database :"name";'
}

run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        if [[ -x $file ]]; then
          say "running $file"
          "$file"
        else
          say "sourcing $file"
          # shellcheck disable=SC1090
          . "$file"
        fi
        ;;
      *.sql) say "running $file"; run_sql -f "$file" ;;
      *.sql.gz) say "running $file"; gunzip -c "$file" | run_sql ;;
      *.sql.xz) say "running $file"; xzcat "$file" | run_sql ;;
      *.sql.zst) say "running $file"; zstd -dc "$file" | run_sql ;;
      *) say "ignoring $file" ;;
    esac
  done
}

initialise() {
  refuse_open_server
  # Tells a bad init folder before the cluster exists rather than after.
  ls /docker-entrypoint-initdb.d/ >/dev/null
  make_cluster
  open_to_network "$@"
  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  start_private "$@"
  make_database
  run_init_files
  stop_private
  unset PGPASSWORD
  say "initialised; the server starts for good now"
}

only_asks() {
  local argument
  for argument; do
    case $argument in -'?' | --help | --describe-config | -V | --version | -C) return 0 ;; esac
  done
  return 1
}

main() {
  [[ ${1-} != -* ]] || set -- postgres "$@"
  if [[ ${1-} = postgres ]] && ! only_asks "$@"; then
    # Secret files may be for root's eyes only: they are read before root is given up.
    [[ -s $PGDATA/PG_VERSION ]] || read_settings
    prepare_folders
    [[ $(id -u) != 0 ]] || exec gosu postgres "${BASH_SOURCE[0]}" "$@"
    if [[ -s $PGDATA/PG_VERSION ]]; then
      say "$PGDATA holds a database; initialisation is skipped"
    else
      initialise "${@:2}"
    fi
  fi
  exec "$@"
}

# A script that is sourced (by an extending image) only wants the functions.
[[ ${BASH_SOURCE[0]} != "$0" ]] || main "$@"
