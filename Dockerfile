# The service alone: a PostgreSQL server is elsewhere. Runs with a read-only root and no capability:
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -e DICTAMEN_BASE_DE_DATOS=… -p 8080:8080 dictamend
# Migrations: docker run --rm -e DICTAMEN_BASE_DE_DATOS_ADMIN=… dictamend dictamenctl migrar
FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev cmake ninja-build pkg-config libsodium-dev libinih-dev \
	libmicrohttpd-dev libjansson-dev libpq-dev libzip-dev libxml2-dev libqpdf-dev libutf8proc-dev libseccomp-dev libpcre2-dev libssl-dev \
	libcurl4-gnutls-dev libqrencode-dev libgmime-3.0-dev liboath-dev librhonabwy-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cmake -G Ninja -S . -B /build -DCMAKE_BUILD_TYPE=RelWithDebInfo -DDICTAMEN_TESTS=OFF && ninja -C /build && \
	DESTDIR=/out cmake --install /build --prefix /usr --strip

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libsodium23 libinih1 libmicrohttpd12 libjansson4 libpq5 libzip4 libxml2 libqpdf29 \
	libutf8proc2 libseccomp2 libpcre2-8-0 libssl3 libcurl3-gnutls libqrencode4 libgmime-3.0-0 liboath0 librhonabwy1.1 tzdata poppler-utils tesseract-ocr tesseract-ocr-spa \
	weasyprint python3-jinja2 libharfbuzz-subset0 hyphen-es fonts-linuxlibertine fonts-liberation2 fonts-dejavu-core fonts-droid-fallback && fc-cache -s && \
	rm -rf /var/lib/apt/lists/* && useradd -r -U -d /nonexistent -s /usr/sbin/nologin dictamen
COPY --from=build /out/usr/bin/ /usr/bin/
USER dictamen
ENV DICTAMEN_ESCUCHA=0.0.0.0:8080 DICTAMEN_CARPETA_TEMPORAL=/tmp
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["dictamenctl", "listo"]
CMD ["dictamend"]
