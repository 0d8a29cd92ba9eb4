FROM python:3.13.14-slim-trixie AS dependencies
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    python -m venv /opt/venv && /opt/venv/bin/pip install "fastapi>=0.120" "uvicorn>=0.40"

FROM python:3.13.14-slim-trixie
ENV PATH="/opt/venv/bin:$PATH" PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=dependencies /opt/venv /opt/venv
COPY app ./app
USER 1000:1000
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
