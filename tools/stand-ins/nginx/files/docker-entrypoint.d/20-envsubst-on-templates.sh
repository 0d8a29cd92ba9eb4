#!/bin/sh
# Fills /etc/nginx/templates/*.template from the environment into /etc/nginx/conf.d. Only names that are set are
# replaced: nginx's own variables look the same.
set -eu

templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
filter=${NGINX_ENVSUBST_FILTER:-}

[ -d "$templates" ] || exit 0
if [ ! -w "$output" ]; then
  echo "entrypoint: $output is not writable, templates are left alone"
  exit 0
fi

names=$(env | cut -d= -f1 | grep -E '^[A-Za-z_][A-Za-z0-9_]*$' | grep -E "$filter" | sed 's/.*/${&}/' | tr '\n' ' ')
find "$templates" -follow -type f -name "*$suffix" | while read -r template; do
  target=$output/${template#"$templates/"}
  target=${target%"$suffix"}
  mkdir -p "$(dirname "$target")"
  envsubst "$names" <"$template" >"$target"
done
