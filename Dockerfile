# The image of a site: `docker build -t curtain .`; compose.yaml runs it with a database, a cache and nginx.
# All data is in /srv/curtain/var. docs/operations.md describes both.

FROM python:3.11-slim-bookworm AS build
RUN python -m venv /opt/curtain
COPY requirements.txt requirements-s3.txt /src/
RUN /opt/curtain/bin/pip install --no-cache-dir --no-deps --require-hashes \
    -r /src/requirements.txt -r /src/requirements-s3.txt
COPY . /src/
RUN /opt/curtain/bin/pip install --no-cache-dir --no-deps /src

FROM python:3.11-slim-bookworm
COPY --from=build /opt/curtain /opt/curtain
# New volumes get the owner of these folders.
RUN install -d -o 10001 -g 10001 /srv/curtain/var /srv/curtain/var/media /srv/curtain/backups
ENV PATH=/opt/curtain/bin:/usr/local/bin:/usr/bin:/bin \
    CURTAIN_HOME=/srv/curtain \
    GRANIAN_BLOCKING_THREADS=16 \
    MALLOC_ARENA_MAX=2
WORKDIR /srv/curtain
USER 10001:10001
EXPOSE 8000
# Migrations and static files of a new version may take minutes.
HEALTHCHECK --interval=15s --timeout=10s --start-period=5m --retries=4 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz')"]
CMD ["curtain", "run", "--host", "0.0.0.0", "--port", "8000"]
