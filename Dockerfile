# Restu in two stages: what is needed to build stays in the first.

FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

COPY requirements requirements
RUN python -m venv /opt/restu \
    && /opt/restu/bin/pip install --quiet --require-hashes -r requirements/runtime.txt \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --quiet --require-hashes -r requirements/build.txt

COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY graph graph
COPY queries queries
COPY dashboards dashboards
RUN /opt/build/bin/hatchling build --target wheel --directory /dist \
    && /opt/restu/bin/pip install --quiet --no-deps /dist/restu-*.whl

# Kernels are compiled here, so that a container starts at once and needs no writable package
# folder. A processor unlike this one compiles its own: into the volume, or else in memory.
ENV RESTU_KERNEL_CACHE=/var/cache/restu/kernels
RUN /opt/restu/bin/python -c 'from graph.kernels.warm import warm; print(warm())'


FROM python:3.13-slim
COPY --from=build /opt/restu /opt/restu
COPY --from=build --chown=10001:10001 /var/cache/restu /var/cache/restu
# No account, no home, no shell: a number is enough.
RUN install -d -o 10001 -g 10001 /data

ENV PATH=/opt/restu/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RESTU_KERNEL_CACHE=/var/cache/restu/kernels \
    RESTU_STORE=sqlite:////data/restu.db
USER 10001:10001
WORKDIR /data
VOLUME ["/data", "/var/cache/restu"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["restu", "serve", "--host", "0.0.0.0", "--port", "8000"]
