# The installer, which stays out of the image.
FROM python:3.13.14-slim-trixie AS installer
ENV UV_COMPILE_BYTECODE="1" PYC_INVALIDATION_MODE="UNCHECKED_HASH" UV_LINK_MODE="copy" UV_PYTHON_DOWNLOADS="never" UV_PROJECT_ENVIRONMENT="/opt/venv" VIRTUAL_ENV="/opt/venv"
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    pip install --disable-pip-version-check --root-user-action=ignore uv==0.13.8

# Dependencies, from manifests without version and description: only a change of the dependencies installs anew.
FROM installer AS dependencies
WORKDIR /manifest
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export SSL_CERT_FILE=/run/secrets/ca; fi; \
    uv venv --quiet --python /usr/local/bin/python /opt/venv && \
    uv sync --frozen --no-dev --no-install-project && \
    rm -f /opt/venv/bin/activate* /opt/venv/bin/deactivate* /opt/venv/bin/*.bat /opt/venv/.lock && \
    mkdir -p /image/opt && \
    mv /opt/venv /image/opt/venv && \
    ln -s /image/opt/venv /opt/venv && \
    find /image -exec touch -h -d @499162500 {} +

# The application's sources, with their bytecode.
FROM python:3.13.14-slim-trixie AS application
COPY source/ /sources/
RUN --mount=type=bind,source=settle-times.py,target=/settle-times.py \
    python -m compileall -q --invalidation-mode unchecked-hash -s /sources -p / /sources/app && \
    python -B /settle-times.py /sources

# Bytecode of the standard library, the same for every image of this Python.
FROM python:3.13.14-slim-trixie AS standard-library
RUN export PYTHONDONTWRITEBYTECODE=1 && \
    library="$(python -c "import sysconfig; print(sysconfig.get_path('stdlib'))")" && \
    python -m compileall -q -f -j 0 --invalidation-mode unchecked-hash -x "/(site-packages|dist-packages|test|idlelib|ensurepip|pydoc_data|turtledemo|lib2to3)/" "$library" && \
    mkdir /image && \
    find "$library" -name __pycache__ -not -path "*/*-packages/*" -exec cp --archive --parents --target-directory /image {} + && \
    find /image -exec touch -h -d @499162500 {} +

# Python, its library, what both are linked to, accounts, certificates: all that the image has of the base.
FROM standard-library AS runtime
RUN python="$(readlink -f "$(command -v python)")" && \
    library="$(python -c "import sysconfig; print(sysconfig.get_path('stdlib'))")" && \
    authorities="/runtime$(python -c "import ssl; print(ssl.get_default_verify_paths().openssl_cafile)")" && \
    linked="$(ldd "$python" "$library"/lib-dynload/*.so | grep -o "/[^ :)]*" | sort -u)" && \
    folder="$(dirname "$(echo "$linked" | grep -m 1 /libc.so)")" && \
    mkdir -p /runtime/usr/local/bin && \
    cp --archive --parents "$library" /runtime && \
    (cd "/runtime$library" && rm -rf site-packages dist-packages test idlelib ensurepip pydoc_data turtledemo lib2to3 tkinter config-* lib-dynload/_test* && mkdir site-packages) && \
    if [ -d /usr/share/zoneinfo ]; then cp --archive --parents /usr/share/zoneinfo /runtime; fi && \
    for file in "$python" $linked "$folder"/libstdc++.so.6 "$folder"/libgcc_s.so.1 "$folder"/libm.so.6 "$folder"/libdl.so.2 "$folder"/libpthread.so.0 "$folder"/librt.so.1 "$folder"/libutil.so.1 "$folder"/libresolv.so.2 "$folder"/libnss_dns.so.2 "$folder"/libnss_files.so.2 /etc/passwd /etc/group /etc/nsswitch.conf /etc/services /etc/protocols /etc/ssl/certs/ca-certificates.crt /usr/lib/ssl/openssl.cnf; do \
      [ -f "$file" ] || continue; \
      { mkdir -p "/runtime$(dirname "$file")" && cp -L "$file" "/runtime$file"; } || exit 1; \
    done && \
    for name in python python3; do [ -e "/runtime/usr/local/bin/$name" ] || ln -s "$python" "/runtime/usr/local/bin/$name"; done && \
    mkdir -p "$(dirname "$authorities")" && \
    ln -sf /etc/ssl/certs/ca-certificates.crt "$authorities" && \
    mkdir -m 1777 /runtime/tmp && \
    chroot /runtime /usr/local/bin/python -IBc "import ctypes, hashlib, sqlite3, ssl, zlib" && \
    find /runtime -exec touch -h -d @499162500 {} +

# The image: Python and dependencies below, the application above.
FROM scratch
ENV PATH="/opt/venv/bin:/usr/local/bin" PYTHONDONTWRITEBYTECODE="1" PYTHONUNBUFFERED="1" LANG="C.UTF-8" PYTHON_VERSION="3.13.14"
COPY --from=runtime /runtime/ /
COPY --from=dependencies /image/ /
COPY --from=application /sources/ /
WORKDIR /app
USER 1000:1000
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
