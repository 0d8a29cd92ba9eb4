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
    uv sync --frozen --no-install-project && \
    rm -f /opt/venv/bin/activate* /opt/venv/bin/deactivate* /opt/venv/bin/*.bat /opt/venv/.lock && \
    mkdir -p /image/opt && \
    mv /opt/venv /image/opt/venv && \
    ln -s /image/opt/venv /opt/venv && \
    find /image -exec touch -h -d @499162500 {} +

# What starts the source anew after an edit, and what a debugger attaches to.
FROM installer AS tools
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export SSL_CERT_FILE=/run/secrets/ca; fi; \
    uv venv --quiet --python /usr/local/bin/python /opt/watcher && \
    uv pip install --python /opt/watcher watchfiles==1.3.0
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export SSL_CERT_FILE=/run/secrets/ca; fi; \
    uv pip install --target /opt/debugger debugpy==1.8.22

# Bytecode of the standard library, the same for every image of this Python.
FROM python:3.13.14-slim-trixie AS standard-library
RUN export PYTHONDONTWRITEBYTECODE=1 && \
    library="$(python -c "import sysconfig; print(sysconfig.get_path('stdlib'))")" && \
    python -m compileall -q -f -j 0 --invalidation-mode unchecked-hash -x "/(site-packages|dist-packages|test|idlelib|ensurepip|pydoc_data|turtledemo|lib2to3)/" "$library" && \
    mkdir /image && \
    find "$library" -name __pycache__ -not -path "*/*-packages/*" -exec cp --archive --parents --target-directory /image {} + && \
    find /image -exec touch -h -d @499162500 {} +

# What the source runs in: all dependencies, those of development too.
FROM python:3.13.14-slim-trixie
RUN start="$(date +%s)" && \
    apt-get update && \
    apt-get install --yes --no-install-recommends jq && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/* /var/log/* && \
    find /etc /usr /var -xdev -newermt "@$start" ! -name hosts ! -name resolv.conf -exec touch -h -d @499162500 {} +
ENV PATH="/opt/venv/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin" PYTHONDONTWRITEBYTECODE="1" PYTHONUNBUFFERED="1"
COPY --from=standard-library /image/ /
COPY --from=tools /opt/watcher /opt/watcher
COPY --from=tools /opt/debugger /opt/debugger
COPY --from=dependencies /image/ /
COPY project/ /opt/project/
WORKDIR /app
USER 1000:1000
