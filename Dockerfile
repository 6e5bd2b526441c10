# syntax=docker/dockerfile:1

# --- front-end packages ---------------------------------------------------------------------------------------------
FROM node:24-bookworm-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

# --- Python packages ------------------------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm AS packages
COPY src/devtool/locks/uv.txt /tmp/uv.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/uv.txt
COPY requirements-prod.lock /tmp/
RUN uv venv --python /usr/local/bin/python /opt/venv \
 && uv pip sync --no-cache --require-hashes --compile-bytecode --python /opt/venv/bin/python /tmp/requirements-prod.lock

# --- the code with its translations and static files ----------------------------------------------------------------
FROM packages AS code
RUN apt-get update \
 && apt-get install -y --no-install-recommends gettext \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY manage.py ./
COPY src/config src/config
COPY src/kit src/kit
COPY tenants tenants
COPY shared_apps shared_apps
COPY tenant_apps tenant_apps
COPY provisioning provisioning
COPY billing billing
RUN find . -path '*/LC_MESSAGES/*.po' -exec sh -ec 'for po; do msgfmt -o "${po%.po}.mo" "$po"; done' _ {} +
COPY --from=front /app/node_modules node_modules
# The settings want addresses; nothing is reached while files are collected.
RUN /opt/venv/bin/python shared_apps/ui/vendor.py \
 && ENVIRONMENT=production SECRET_KEY=none DATABASE_URL=postgres://none/none REDIS_URL=redis://none \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf node_modules

# --- what runs ------------------------------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin thongthin \
 && install -d -o thongthin -g thongthin /srv/media
COPY --from=packages /opt/venv /opt/venv
COPY --from=code /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app/src:/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    ENVIRONMENT=production \
    MEDIA_ROOT=/srv/media
USER thongthin
VOLUME /srv/media
EXPOSE 8000
STOPSIGNAL SIGTERM
# Over plain HTTP the platform answers with a redirect to https, which is an answer too.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status >= 400)"]
CMD ["gunicorn", "config.wsgi:application", "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
     "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190", \
     "--graceful-timeout", "30", "--timeout", "60"]
