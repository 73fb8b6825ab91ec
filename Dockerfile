# The files that "npm run image" laid out, for whoever builds with an engine of their own; nothing is pulled, nothing runs.
# Usage: npm run image && buildah build --platform linux/amd64 -t plane-operator . (or docker, podman)
FROM scratch
ARG TARGETARCH
COPY dist/image/${TARGETARCH}/runtime/ /
COPY dist/image/${TARGETARCH}/operator/ /
LABEL org.opencontainers.image.title="plane-operator" \
      org.opencontainers.image.description="Runs Plane on Kubernetes clusters without internet" \
      org.opencontainers.image.version="0.1.0"
ENV PATH=/usr/bin NODE_ENV=production
WORKDIR /
USER 65532:65532
ENTRYPOINT ["/usr/bin/node", "--max-semi-space-size=2", "--optimize-for-size", "/app/start.cjs"]
