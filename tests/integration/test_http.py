"""HTTP as such: methods, negotiation, conditional reads, malformed requests, headers that every answer has."""

import http.client
import json
import re
import uuid

import pytest

from support.cliente import crudo, leer_cruda

PUBLICAS = ["/livez", "/readyz", "/metrics", "/openapi.yaml", "/docs", "/v1/procedimiento", "/v1/plazos?fecha_firma=2027-03-01", "/v1/calendario/2026",
            "/v1/calendario/avisos"]


@pytest.fixture(scope="module")
def t(mundo):
    return mundo.tramite().hasta("presentado")


@pytest.fixture(scope="module")
def privadas(t):
    d = t.leer()["documentos"][0]["id"]
    return ["/v1/yo", "/v1/expedientes", t.url, t.url + "/actos", t.url + "/actos/1", t.url + "/pasos", t.url + "/documentos",
            f"{t.url}/documentos/{d}", f"{t.url}/documentos/{d}/contenido", "/v1/usuarios", "/v1/organizaciones"]


def test_head_es_get_sin_cuerpo(mundo, privadas):
    for camino in PUBLICAS + privadas:
        g = mundo.dgcp.pedir("GET", camino)
        h = mundo.dgcp.pedir("HEAD", camino)
        assert h.status == g.status and h.body == b"", camino
        for k in ("Content-Type", "ETag"):
            assert h.headers.get(k) == g.headers.get(k), (camino, k)
        if camino not in ("/metrics",) and "pasos" not in camino:
            assert h.headers.get("Content-Length") == g.headers.get("Content-Length"), camino


def test_options(mundo, privadas):
    for camino in PUBLICAS + privadas:
        r = mundo.anonimo().pedir("OPTIONS", camino.split("?")[0])
        assert r.status == 204 and r.body == b"" and "OPTIONS" in r.headers["Allow"]


def test_metodo_no_permitido(mundo, privadas):
    for camino in PUBLICAS + privadas:
        for metodo in ("DELETE", "PUT", "TRACE", "INVENTADO"):
            r = mundo.dgcp.pedir(metodo, camino.split("?")[0])
            assert r.status in (405, 501), (metodo, camino, r)
            assert r.slug == "metodo-no-permitido"


@pytest.mark.parametrize("camino", ["//", "/v1", "/v1/", "/v1/expedientes/", "/v2/expedientes", "/v1/Expedientes", "/v1/expedientes/x/y/z/w/v", "/favicon.ico",
                                    "//v1/yo", "/v1//yo", "/v1/yo/", "/./v1/yo", "/v1/../v1/yo", "/v1/calendario", "/v1/calendario/2026/extra"])
def test_direccion_desconocida(mundo, camino):
    r = mundo.local.pedir("GET", camino)
    assert r.status == 404 and r.slug == "ruta-desconocida"


def test_no_aceptable(mundo, privadas):
    for camino in ["/v1/procedimiento", "/v1/calendario/2026", "/livez"] + [p for p in privadas if not p.endswith("contenido")]:
        r = mundo.dgcp.get(camino, 406, encabezados={"Accept": "application/xml"})
        assert r.slug == "no-aceptable"
        for bueno in ("*/*", "application/*", "application/json", "text/html, application/json;q=0.1", "application/json; charset=utf-8"):
            mundo.dgcp.get(camino, encabezados={"Accept": bueno})
        mundo.dgcp.get(camino, 406, encabezados={"Accept": "application/json;q=0"})
    mundo.anonimo().get("/docs", 406, encabezados={"Accept": "application/json"})


def test_tipo_no_soportado(mundo, t):
    for metodo, camino, tipo in (("POST", "/v1/expedientes", "text/plain"), ("POST", "/v1/expedientes", "application/merge-patch+json"),
                                 ("PATCH", t.url, "application/json"), ("POST", t.url + "/actos", "application/x-www-form-urlencoded"),
                                 ("POST", "/v1/expedientes", "application/json; charset=latin-1"), ("POST", "/v1/expedientes", "application/jsonx")):
        r = mundo.local.pedir(metodo, camino, b"{}", tipo=tipo, if_match=1, espera=415)
        assert r.slug == "tipo-no-soportado"
    for metodo, camino, admite in (("POST", "/v1/expedientes", "application/json"), ("PATCH", t.url, "application/merge-patch+json"),
                                   ("POST", t.url + "/documentos?clase=anexo&nombre=a.pdf", "multipart/form-data")):
        r = mundo.local.pedir(metodo, camino, b"{}", if_match=1, espera=415)  # none at all
        assert r.slug == "falta-content-type" and admite in r.json["detail"]
    for tipo in ("application/json;charset=UTF-8", "Application/JSON"):
        mundo.local.pedir("POST", "/v1/expedientes", b"{}", tipo=tipo, espera=201)


def test_no_modificado(mundo, t):
    for camino in ("/v1/procedimiento", "/v1/calendario/2026", "/openapi.yaml", "/docs", t.url, t.url + "/pasos"):
        r = mundo.local.get(camino)
        assert mundo.local.get(camino, 304, encabezados={"If-None-Match": r.etag}).body == b""
        mundo.local.get(camino, 304, encabezados={"If-None-Match": f'W/{r.etag}, "x"'})
        mundo.local.get(camino, encabezados={"If-None-Match": '"x"'})


def test_la_etiqueta_es_de_quien_pregunta(mundo):
    """One cache may serve several people: where the answer differs by who asks, no one is told to keep another's. As If-Match only the version counts."""
    t = mundo.tramite().hasta("presentado")
    t.turnar()
    gente = {"local": t.local, "dgcp": mundo.dgcp, "cja": mundo.cja, "cja_b": mundo.cja_b, "auditoria": mundo.auditoria}
    for sufijo in ("", "/pasos", "/actos", "/actos/1", "/documentos", "/observaciones"):
        r = {quien: c.get(t.url + sufijo) for quien, c in gente.items()}
        assert len({x.etag for x in r.values()}) == len(gente), sufijo
        for quien, c in gente.items():
            assert "Authorization" in ", ".join(v for k, v in r[quien].headers.items() if k == "Vary") and r[quien].headers["Cache-Control"] == "private, no-cache"
            todas = ", ".join(x.etag for otro, x in r.items() if otro != quien)
            assert c.get(t.url + sufijo, 200, encabezados={"If-None-Match": todas}).body == r[quien].body
            assert c.get(t.url + sufijo, 304, encabezados={"If-None-Match": f"{todas}, {r[quien].etag}"}).etag == r[quien].etag
    assert mundo.dgcp.get(t.url).body != t.local.get(t.url).body
    anotar = {"acto": "anotar", "datos": {"nota": "Llegó en papel."}}
    for etiqueta, espera in (('"1-0123456789abcdef"', 412), (f'"{t.version}-"x"', 412), (f'"{t.version}-z"', 412), (f'"{t.version}', 412), (r["local"].etag, 201)):
        mundo.cja.pedir("POST", t.url + "/actos", anotar, if_match=etiqueta, espera=espera)


def test_quien_pierde_el_acceso_no_recibe_304(mundo, t):
    """An entity tag is no key."""
    etag = mundo.local.get(t.url).etag
    mundo.merida.get(t.url, 404, encabezados={"If-None-Match": etag})
    mundo.anonimo().get(t.url, 401, encabezados={"If-None-Match": etag})


def test_lo_privado_no_se_guarda_para_otros(mundo, privadas):
    for camino in privadas:
        r = mundo.dgcp.get(camino)
        cc = r.headers.get("Cache-Control", "")
        assert "public" not in cc and ("private" in cc or "no-store" in cc), (camino, cc)


def test_identificador_de_solicitud(mundo):
    a, b = mundo.local.get("/v1/yo"), mundo.local.get("/v1/yo")
    assert a.headers["X-Request-Id"] != b.headers["X-Request-Id"]
    mio = str(uuid.uuid4())
    assert mundo.local.get("/v1/yo", encabezados={"X-Request-Id": mio}).headers["X-Request-Id"] == mio
    for malo in ("x y", "a" * 500, "<script>"):
        assert mundo.local.get("/v1/yo", encabezados={"X-Request-Id": malo}).headers["X-Request-Id"] != malo
    r = mundo.local.get("/v1/expedientes/x", 404)
    assert r.json["request_id"] == r.headers["X-Request-Id"] and r.json["instance"] == "/v1/expedientes/x"


def test_la_bitacora_cuenta_sin_datos_personales(mundo, t):
    traza = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    r = mundo.local.get(t.url, encabezados={"traceparent": traza})
    lineas = [x for x in mundo.servicio.lineas() if x.get("request_id") == r.headers["X-Request-Id"]]
    assert len(lineas) == 1 and "4bf92f3577b34da6a3ce929d0e0e4736" in json.dumps(lineas[0])
    texto = open(mundo.servicio.registro, encoding="utf-8").read()
    for secreto in (mundo.local.clave, "ana.perez@", "33 1234 5678", "Ana Pérez"):
        assert secreto not in texto


def test_encabezados_y_direccion_demasiado_grandes(mundo):
    r = mundo.local.get("/v1/expedientes?q=" + "x" * 12_000, 414)
    assert r.slug == "uri-larga"
    r = mundo.local.get("/v1/yo", 431, encabezados={"X-Relleno": "x" * 17_000})
    assert r.slug == "encabezados-grandes"
    # Far beyond what libmicrohttpd itself keeps: it refuses by itself, in our words.
    r = leer_cruda(crudo(mundo.servicio.puerto, b"GET /v1/yo HTTP/1.1\r\nHost: x\r\n" + b"X-Relleno: " + b"x" * 200_000 + b"\r\n\r\n"))
    assert r.status == 431 and r.slug == "encabezados-grandes" and r.json["que_hacer"]
    r = leer_cruda(crudo(mundo.servicio.puerto, b"GET /v1/yo HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(20_000)) + b"\r\n"))
    assert r.status == 431 and r.slug == "encabezados-grandes" and r.json["que_hacer"]


@pytest.mark.parametrize("que", ["encabezados", "parametros", "galletas"])
def test_lo_grande_siempre_tiene_respuesta(mundo, que):
    """However the size is made up, the answer comes: never a connection that closes without a word because nothing was left to answer with."""
    vistos = set()
    for cuantos in (1, 10, 40, 80, 120, 200, 260):
        for total in (4000, 7800, 8000, 10000, 12000, 13000, 14000, 14500, 15500, 15800, 16200, 16400, 18000, 20000):
            tam = total // cuantos - 8
            if tam < 1 or (que == "parametros" and total > 7800):
                continue
            consulta, h = "", ""
            if que == "parametros":
                consulta = "?" + "&".join(f"q{i}={'x' * tam}" for i in range(cuantos))
            elif que == "galletas":
                h = "Cookie: " + "; ".join(f"q{i}={'x' * tam}" for i in range(cuantos)) + "\r\n"
            else:
                h = "".join(f"X-{i}: {'x' * tam}\r\n" for i in range(cuantos))
            r = leer_cruda(crudo(mundo.servicio.puerto, f"GET /v1/procedimiento{consulta} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{h}\r\n".encode()))
            assert r.status in (200, 400, 431), (cuantos, total, r)
            vistos.add(r.status)
            if cuantos <= 10 and total <= 7800:
                assert r.status == (400 if que == "parametros" else 200), (cuantos, total, r)
    assert vistos == ({400} if que == "parametros" else {200, 431})


CRUDOS = {
    "sin Host": (b"GET /v1/procedimiento HTTP/1.1\r\n\r\n", 400),
    "dos Host": (b"GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "dos Content-Length": (b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
    "Content-Length y trozos": (b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "Content-Length negativo": (b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    "Content-Length con letras": (b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nContent-Length: 2x\r\n\r\n{}", 400),
    "otra codificacion": (b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
    "trozo mal escrito": (b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "escape cortado": (b"GET /v1/expedientes/%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "escape que no es UTF-8": (b"GET /v1/expedientes/%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "NUL en la direccion": (b"GET /v1/expedientes/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "bytes en bruto": (b"GET /v1/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "espacio en la direccion": (b"GET /v1/y o HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "version rara": (b"GET /livez HTTP/3.7\r\nHost: x\r\n\r\n", 505),
    "no es HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 200 + b"\r\n\r\n", 400),
}


@pytest.mark.parametrize("caso", CRUDOS)
def test_solicitudes_malformadas(mundo, caso):
    datos, estado = CRUDOS[caso]
    salida = crudo(mundo.servicio.puerto, datos, plazo=20)
    r = leer_cruda(salida)
    assert r.status == estado
    assert r.headers["Content-Type"].startswith("application/problem+json"), salida[:500]
    assert json.loads(r.body)["status"] == r.status
    assert not mundo.local.contrato.errores(mundo.local.contrato.esquema("Problema"), json.loads(r.body))
    mundo.anonimo().get("/livez")


def test_forma_absoluta(mundo):
    r = leer_cruda(crudo(mundo.servicio.puerto, b"GET http://servicio.example/livez?  HTTP/1.1\r\nHost: servicio.example\r\n\r\n".replace(b"?  ", b" ")))
    assert r.status == 200


def test_varias_solicitudes_seguidas_en_una_conexion(mundo):
    """Pipelined, and kept alive after refusals."""
    uno = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    import socket
    with socket.create_connection(("127.0.0.1", mundo.servicio.puerto), timeout=10) as s:
        s.sendall(uno * 5 + b"GET /no-hay HTTP/1.1\r\nHost: x\r\n\r\n" + uno.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        salida = b""
        while True:
            trozo = s.recv(65536)
            if not trozo:
                break
            salida += trozo
    assert [int(x) for x in re.findall(rb"HTTP/1\.1 (\d+)", salida)] == [200] * 5 + [404, 200]


def test_http_1_0(mundo):
    r = leer_cruda(crudo(mundo.servicio.puerto, b"GET /livez HTTP/1.0\r\n\r\n"))
    assert r.status == 200


def test_expect_continue(mundo):
    c = http.client.HTTPConnection("127.0.0.1", mundo.servicio.puerto, timeout=10)
    cuerpo = b'{"datos": {}}'
    c.putrequest("POST", "/v1/expedientes")
    for k, v in (("Authorization", "Bearer " + mundo.local.clave), ("Content-Type", "application/json"), ("Content-Length", str(len(cuerpo))),
                 ("Expect", "100-continue")):
        c.putheader(k, v)
    c.endheaders()
    c.send(cuerpo)
    assert c.getresponse().status == 201
    c.close()


def test_metricas(mundo):
    antes = mundo.anonimo().get("/metrics").body.decode()
    mundo.local.get("/v1/yo")
    texto = mundo.anonimo().get("/metrics").body.decode()
    assert re.search(r'verYo.*200', texto) and texto != antes
    for linea in texto.splitlines():
        assert linea.startswith("#") or re.fullmatch(r'[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^{}]*\})? -?[0-9.eE+naNif-]+', linea), linea
    assert mundo.org["guadalajara"] not in texto


def test_salud(mundo):
    assert mundo.anonimo().get("/livez").json == {"estado": "vivo"} and mundo.anonimo().get("/readyz").json == {"estado": "listo"}


def test_el_diario_y_los_documentos_llevan_etag(mundo):
    """What belongs to a file carries its version; a copy that is current is not sent again, and an act makes it stale."""
    t = mundo.tramite().hasta("presentado")
    caminos = [t.url + "/actos", t.url + "/actos/1", t.url + "/documentos"]
    for camino in caminos:
        r = t.local.get(camino)
        assert r.etag.startswith(f'"{t.version}-')
        assert t.local.get(camino, 304, encabezados={"If-None-Match": r.etag}).body == b""
    t.turnar()
    for camino in caminos:
        t.local.get(camino, encabezados={"If-None-Match": f'"{t.version - 1}"'})
