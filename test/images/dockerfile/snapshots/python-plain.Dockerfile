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

# The image: the standard library's bytecode and dependencies below, the application above.
FROM python:3.13.14-slim-trixie
ENV PYTHONDONTWRITEBYTECODE="1" PYTHONUNBUFFERED="1"
COPY --from=standard-library /image/ /
COPY --from=application /sources/ /
WORKDIR /app
USER 1000:1000
CMD ["python", "main.py"]
