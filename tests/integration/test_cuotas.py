"""Rate limits: each class refuses by itself, keys by key, people who signed in by person, strangers by address; nothing is done for what is refused."""

import threading
import time

import pytest

from support import archivos

LIMITES = {"DICTAMEN_LIMITE_PUBLICO_DIRECCION": "40", "DICTAMEN_LIMITE_PUBLICO_CLAVE": "50", "DICTAMEN_LIMITE_LECTURA_DIRECCION": "30",
           "DICTAMEN_LIMITE_LECTURA_CLAVE": "60", "DICTAMEN_LIMITE_ESCRITURA_CLAVE": "20", "DICTAMEN_LIMITE_ESCRITURA_DIRECCION": "15",
           "DICTAMEN_LIMITE_DOCUMENTOS_CLAVE": "5", "DICTAMEN_LIMITE_DOCUMENTOS_DIRECCION": "6"}


@pytest.fixture
def estricto(base, mundo, lanzar):
    """A service of small limits on the shared database, nothing spent yet."""
    return mundo.en_puerto(lanzar(base, LIMITES))


def gastar(pedir, tope=200):
    """Statuses until the first 429, which comes with its headers; the answer itself."""
    vistos = []
    for _ in range(tope):
        r = pedir()
        if r.status == 429:
            assert r.slug == "demasiadas-solicitudes" and r.json["que_hacer"]
            assert int(r.headers["Retry-After"]) >= 1
            assert ";r=0;" in r.headers["RateLimit"]
            return vistos, r
        vistos.append(r.status)
    raise AssertionError(f"never refused: {set(vistos)}")


def caben(por_minuto, desde):
    """How many a bucket admits that was full at `desde`: all that it holds, and what comes in meanwhile, however long it takes."""
    return range(por_minuto, por_minuto + int((time.monotonic() - desde) * por_minuto / 60) + 1)


def conocer(c):
    """The first request of a key is the address's; after it the person is known."""
    c.get("/v1/yo")
    return c


def test_lectura_por_clave(base, mundo, lanzar):
    estricto = mundo.en_puerto(lanzar(base, {**LIMITES, "DICTAMEN_LIMITE_LECTURA_CLAVE": "12"}))
    c = conocer(estricto.local)
    desde = time.monotonic()
    r = c.get("/v1/yo")
    assert r.headers["RateLimit-Policy"] == '"lectura-clave";q=12;w=60' and r.headers["RateLimit"].startswith('"lectura-clave";r=')
    vistos, r = gastar(lambda: c.pedir("GET", "/v1/expedientes?limite=1"))
    assert set(vistos) == {200} and len(vistos) + 1 in caben(12, desde) and r.headers["RateLimit-Policy"] == '"lectura-clave";q=12;w=60'
    # other people, other classes, and the same person's other class go on
    conocer(estricto.dgcp).get("/v1/expedientes?limite=1")
    c.post("/v1/expedientes", {})
    c.get("/v1/procedimiento")
    time.sleep(int(r.headers["Retry-After"]) + 0.1)
    c.get("/v1/yo")


def test_cada_clave_su_cuenta(estricto, mundo):
    """A program that runs wild does not stop its office's others."""
    a = conocer(estricto.local)
    _, otra = mundo.base.clave(a.usuario)
    b = conocer(a.otro(clave=otra))
    gastar(lambda: a.pedir("GET", "/v1/yo"))
    desde = time.monotonic()
    vistos, _ = gastar(lambda: b.pedir("GET", "/v1/yo"))
    assert set(vistos) == {200} and len(vistos) in caben(60, desde)


def test_lo_rechazado_no_se_hizo(estricto):
    c = conocer(estricto.local)
    t = estricto.tramite()
    vistos, _ = gastar(lambda: c.pedir("PATCH", t.url, {"lugar_firma": f"Lugar {time.monotonic_ns()}"}, if_match="*"))
    version = t.leer()["version"]
    assert c.pedir("PATCH", t.url, {"lugar_firma": "Tarde"}, if_match="*").status == 429
    leido = t.leer()
    assert leido["version"] == version and leido["datos"].get("lugar_firma") != "Tarde"


def test_documentos(estricto):
    c = conocer(estricto.local)
    t = estricto.tramite()
    pdf = archivos.pdf_unico()
    desde = time.monotonic()
    vistos, _ = gastar(lambda: c.pedir("POST", t.url + "/documentos?clase=anexo&nombre=a.pdf", archivos.pdf_unico(), tipo="application/pdf"))
    assert set(vistos) == {201} and len(vistos) in caben(5, desde)
    # refused before the body: the answer comes although a large one was announced
    assert c.pedir("POST", t.url + "/documentos?clase=anexo", pdf, tipo="application/pdf").status == 429
    assert len(t.leer()["documentos"]) == len(vistos)


def test_sin_clave_por_direccion(estricto):
    """Guesses at keys are the address's affair: they shut out guesses, not the people who work there."""
    bueno = conocer(estricto.local)
    extrano = estricto.local.otro(clave="dk_" + "A" * 43)
    vistos, r = gastar(lambda: extrano.pedir("GET", "/v1/yo"))
    assert set(vistos) == {401} and r.headers["RateLimit-Policy"].startswith('"lectura-direccion"')
    assert extrano.otro(clave="dk_" + "B" * 43).pedir("GET", "/v1/yo").status == 429
    assert extrano.otro(clave=None).pedir("GET", "/v1/yo").status == 429
    bueno.get("/v1/yo")


def test_publico_por_direccion(estricto):
    nadie = estricto.anonimo()
    vistos, _ = gastar(lambda: nadie.pedir("GET", "/v1/plazos?fecha_firma=2027-03-01"))
    assert len(vistos) >= 39
    # what matches no route is counted too, a forged X-Forwarded-For changes nothing, health goes on
    assert nadie.pedir("GET", "/v1/no-existe").status == 429
    assert nadie.pedir("GET", "/v1/procedimiento", encabezados={"X-Forwarded-For": "203.0.113.9"}).status == 429
    for camino in ("/livez", "/readyz", "/metrics"):
        r = nadie.get(camino)
        assert "RateLimit" not in r.headers
    assert b'dictamend_rate_limited_total{class="publico",by="direccion"} 3\n' in nadie.get("/metrics").body


def test_proxy_confiable(base, mundo, lanzar):
    s = mundo.en_puerto(lanzar(base, {**LIMITES, "DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1, 10.0.0.0/8"}))
    nadie = s.local.otro(clave=None)

    def desde(quien):
        return nadie.pedir("GET", "/v1/procedimiento", encabezados={"X-Forwarded-For": quien})
    gastar(lambda: desde("203.0.113.9"))
    assert desde("203.0.113.10").status == 200
    assert desde("198.51.100.1, 203.0.113.9, 10.1.1.1").status == 429


def test_quien_raspa_el_registro_no_frena_a_nadie(base, mundo, lanzar):
    """One address reads the registry as fast as it can, eight at a time: it is refused, and meanwhile another address reads and an office works."""
    s = mundo.en_puerto(lanzar(base, {**LIMITES, "DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1"}))
    nadie, vistos, negadas, alto = s.local.otro(clave=None), [], set(), threading.Event()

    def leer(c, quien, i):
        camino = ("/v1/registro?limite=100&facetas=pais,estado", "/v1/registro?q=acuerdo", "/v1/registro/estadisticas", "/v1/registro/descargas/registro.jsonl")[i % 4]
        return c.pedir("GET", camino, encabezados={"X-Forwarded-For": quien})

    def raspar():
        c, i = nadie.otro(clave=None), 0
        while not alto.is_set():
            r = leer(c, "203.0.113.9", i)
            vistos.append(r.status)
            if r.status == 429:
                negadas.add((r.slug, ";r=0;" in r.headers["RateLimit"], int(r.headers["Retry-After"]) >= 1))
            i += 1
    hilos = [threading.Thread(target=raspar) for _ in range(8)]
    for h in hilos:
        h.start()
    try:
        fin = time.monotonic() + 60
        while 429 not in vistos:
            assert time.monotonic() < fin, "never refused"
            time.sleep(0.01)
        otras = [leer(nadie, "198.51.100.7", i).status for i in range(12)]
        t = s.tramite().hasta("turnado")
        t.recibir()
    finally:
        alto.set()
        for h in hilos:
            h.join()
    assert set(otras) == {200} and t.estado == "en_revision"
    assert set(vistos) == {200, 429} and negadas == {("demasiadas-solicitudes", True, True)}


def test_revocada_no_gasta_lo_de_su_duena(estricto, mundo):
    c = mundo.nueva_persona("sustituida", "guadalajara", "gobierno_local")
    _, nueva = mundo.base.clave(c.usuario)
    vieja = conocer(c.otro(puerto=estricto.local.puerto))
    mundo.base.ctl("clave", "revocar", "--id", mundo.claves["sustituida"][0])
    fin = time.monotonic() + 5
    while vieja.pedir("GET", "/v1/yo").status != 401:
        assert time.monotonic() < fin
        time.sleep(0.3)
    r = vieja.pedir("GET", "/v1/yo")
    assert r.status == 401 and r.headers["RateLimit-Policy"].startswith('"lectura-direccion"')
    conocer(vieja.otro(clave=nueva))
