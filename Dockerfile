# wikibrief in a container, from the same pins as everywhere else:
#   docker build --tag wikibrief . && docker run --rm --volume "$PWD:/project" wikibrief build
FROM python:3.13-slim
# The base image says of which Debian the packages are:
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
COPY . /wikibrief
RUN pip install --no-cache-dir --require-hashes --requirement /wikibrief/requirements/core.txt \
    && pip install --no-cache-dir --no-deps --no-build-isolation /wikibrief
WORKDIR /project
ENTRYPOINT ["wikibrief"]
