# The server's image (the default target) and the sandbox's (--target sandbox), from Debian 12 packages alone. Each holds
# its programs, the libraries that they load, the licences of both, and nothing else: no shell, no package manager.
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/install.sh scripts/packages.txt scripts/
RUN scripts/install.sh packages.txt
COPY . .
# For a build that brings a compiler cache along; paths must not matter to it.
ENV CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1
ARG JOBS=2
RUN cmake --preset release -D BUILD_TESTING=OFF && \
    cmake --build build -j "${JOBS}" --target mediagen mediagen-server mediagen-sandbox

FROM build AS server-files
ARG VERSION=0.1.0
# Seconds since 1970 that stand for "now": the same sources and packages then give the same files.
ARG SOURCE_DATE_EPOCH=0
RUN scripts/image/collect.py /image --name mediagen --version "${VERSION}" --license Apache-2.0 \
    --programs build/bin/mediagen-server build/bin/mediagen \
    --data ca-certificates:/etc/ssl/certs/ca-certificates.crt --headers rapidjson-dev

FROM build AS sandbox-files
ARG VERSION=0.1.0
ARG SOURCE_DATE_EPOCH=0
RUN scripts/image/collect.py /image --name mediagen-sandbox --version "${VERSION}" --license GPL-2.0-or-later \
    --programs build/bin/mediagen-sandbox \
    --data fontconfig-config:/etc/fonts fontconfig-config:/usr/share/fontconfig fonts-dejavu-core:/usr/share/fonts/truetype/dejavu \
    --headers rapidjson-dev

FROM scratch AS sandbox
COPY --from=sandbox-files /image/ /
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="mediagen-sandbox" \
      org.opencontainers.image.description="An upstream for trying mediagen out: no key, no cost, real media" \
      org.opencontainers.image.licenses="GPL-2.0-or-later" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
EXPOSE 8091
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/mediagen-sandbox"]

FROM scratch AS server
COPY --from=server-files /image/ /
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="mediagen" \
      org.opencontainers.image.description="One typed gRPC door to image and video models" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 65532:65532
# gRPC, and metrics.
EXPOSE 50051 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 CMD ["/usr/bin/mediagen", "health", "--timeout", "3s"]
ENTRYPOINT ["/usr/bin/mediagen-server"]
CMD ["--config", "/etc/mediagen/config.json"]
