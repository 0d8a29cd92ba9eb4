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
    uv pip install --requirements requirements.txt && \
    rm -f /opt/venv/bin/activate* /opt/venv/bin/deactivate* /opt/venv/bin/*.bat /opt/venv/.lock && \
    mkdir -p /image/opt && \
    mv /opt/venv /image/opt/venv && \
    ln -s /image/opt/venv /opt/venv && \
    find /image -exec touch -h -d @499162500 {} +

# The application's sources, with their bytecode.
FROM dependencies AS application
WORKDIR /sources/app
COPY source/ /sources/
RUN SECRET_KEY=of-the-build DJANGO_SECRET_KEY=of-the-build /opt/venv/bin/python -B manage.py collectstatic --noinput
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

# The image: the standard library's bytecode and dependencies below, the application above.
FROM python:3.13.14-slim-trixie
ENV PATH="/opt/venv/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin" PYTHONDONTWRITEBYTECODE="1" PYTHONUNBUFFERED="1"
COPY --from=standard-library /image/ /
COPY --from=dependencies /image/ /
COPY --from=application /sources/ /
WORKDIR /app
USER 1000:1000
CMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000"]
