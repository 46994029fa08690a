"""Idempotency-Key: the same answer again, never the same thing twice."""

import time
import uuid

import pytest

from support import archivos
from support.cliente import SIN
from support.hilos import a_la_vez
from support.tramite import datos_completos


def clave():
    return str(uuid.uuid4())


def iguales(a, b):
    """The replay is the same answer, byte by byte."""
    assert (a.status, a.body) == (b.status, b.body)
    for h in ("ETag", "Location", "Content-Type"):
        assert a.headers.get(h) == b.headers.get(h), h


def test_abrir_una_vez(mundo):
    k, cuerpo = clave(), {"datos": datos_completos()}
    a = mundo.local.post("/v1/expedientes", cuerpo, idempotencia=k)
    b = mundo.local.post("/v1/expedientes", cuerpo, idempotencia=k)
    iguales(a, b)
    palabra = cuerpo["datos"]["denominacion"].split()[-1]
    assert mundo.local.get("/v1/expedientes", consulta={"q": palabra, "total": "si"}).json["total"] == 1


def test_acto_una_vez(mundo):
    t = mundo.tramite().hasta("presentado")
    k, v = clave(), t.version
    a = t.acto("dgcp", "turnar", {}, idempotencia=k)
    # The replay comes although the version has moved on meanwhile.
    b = mundo.dgcp.post(t.url + "/actos", {"acto": "turnar", "datos": {}}, if_match=v, idempotencia=k)
    iguales(a, b)
    t.recibir()
    iguales(a, mundo.dgcp.post(t.url + "/actos", {"acto": "turnar", "datos": {}}, if_match=v, idempotencia=k))
    assert [x["acto"] for x in t.actos()].count("turnar") == 1


def test_documento_una_vez(mundo):
    t = mundo.tramite()
    k, datos = clave(), archivos.pdf_unico()
    a = t.documento(t.local, "anexo", datos, idempotencia=k)
    b = t.documento(t.local, "anexo", datos, idempotencia=k)
    iguales(a, b)
    assert len(t.leer()["documentos"]) == 1
    r = t.documento(t.local, "anexo", archivos.pdf_unico(), idempotencia=k, espera=422)
    assert r.slug == "idempotencia-otro-cuerpo"
    # The same bytes as something else are another request too.
    assert t.documento(t.local, "solicitud", datos, idempotencia=k, espera=422).slug == "idempotencia-otro-cuerpo"


def test_otro_cuerpo(mundo):
    k = clave()
    mundo.local.post("/v1/expedientes", {"datos": datos_completos()}, idempotencia=k)
    assert mundo.local.post("/v1/expedientes", {"datos": datos_completos()}, 422, idempotencia=k).slug == "idempotencia-otro-cuerpo"
    # Another address with the same key is another request too.
    t = mundo.tramite().hasta("presentado")
    assert mundo.local.post(t.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}}, 422, if_match=t.version,
                            idempotencia=k).slug == "idempotencia-otro-cuerpo"
    assert t.leer()["estado"] == "presentado"


def test_la_clave_es_de_cada_quien(mundo):
    k = clave()
    a = mundo.local.post("/v1/expedientes", {"datos": {}}, idempotencia=k)
    b = mundo.local_b.post("/v1/expedientes", {"datos": {}}, idempotencia=k)
    c = mundo.merida.post("/v1/expedientes", {"datos": {}}, idempotencia=k)
    assert len({x.json["expediente"]["id"] for x in (a, b, c)}) == 3


def test_lo_que_falla_no_se_recuerda(mundo):
    k = clave()
    assert mundo.local.post("/v1/expedientes", {"datos": {"tipo": "inventado"}}, 422, idempotencia=k).slug == "cuerpo-invalido"
    mundo.local.post("/v1/expedientes", {"datos": datos_completos()}, idempotencia=k)
    t = mundo.tramite()
    k = clave()
    assert t.acto(t.local, "presentar", {"declaracion_version_final": True}, 409, idempotencia=k).slug == "faltan-requisitos"
    t.documento(t.local, "solicitud")
    t.documento(t.local, "proyecto")
    t.acto(t.local, "presentar", {"declaracion_version_final": True}, idempotencia=k)


def test_al_mismo_tiempo(mundo):
    """Six identical requests at once: one thing happens; the others hear the same answer, or that it is running."""
    for _ in range(10):
        k, cuerpo = clave(), {"datos": datos_completos()}
        quienes = [mundo.local.otro() for _ in range(6)]
        r = a_la_vez(*[(lambda q=q: q.pedir("POST", "/v1/expedientes", cuerpo, idempotencia=k)) for q in quienes])
        hechos = [x for x in r if x.status == 201]
        assert hechos and len({x.body for x in hechos}) == 1
        for x in r:
            assert x.status == 201 or (x.status == 409 and x.slug == "idempotencia-en-curso"), x
        palabra = cuerpo["datos"]["denominacion"].split()[-1]
        assert mundo.local.get("/v1/expedientes", consulta={"q": palabra, "total": "si"}).json["total"] == 1
        for q in quienes:
            q.cerrar()


def test_acto_al_mismo_tiempo(mundo):
    t = mundo.tramite().hasta("en_revision")
    quienes = [mundo.cja.otro() for _ in range(6)]
    for ronda in range(10):
        k, v = clave(), t.leer(mundo.cja)["version"]
        cuerpo = {"acto": "anotar", "datos": {"nota": f"Ronda {ronda}"}}
        r = a_la_vez(*[(lambda q=q: q.pedir("POST", t.url + "/actos", cuerpo, if_match=v, idempotencia=k)) for q in quienes])
        assert len({x.body for x in r if x.status == 201}) == 1
        assert all(x.status == 201 or (x.status == 409 and x.slug == "idempotencia-en-curso") for x in r), r
        assert t.leer(mundo.cja)["version"] == v + 1


def test_misma_clave_y_otro_cuerpo_al_mismo_tiempo(mundo):
    for _ in range(10):
        k = clave()
        cuerpos = [{"datos": datos_completos()} for _ in range(4)]
        quienes = [mundo.local.otro() for _ in range(4)]
        r = a_la_vez(*[(lambda q=q, c=c: q.pedir("POST", "/v1/expedientes", c, idempotencia=k)) for q, c in zip(quienes, cuerpos)])
        assert sorted(x.status for x in r).count(201) == 1, r
        assert all(x.status == 201 or x.slug in ("idempotencia-otro-cuerpo", "idempotencia-en-curso") for x in r)
        for q in quienes:
            q.cerrar()


def test_las_maquinas_la_necesitan(mundo):
    t = mundo.tramite("maquina")  # its client sends one with every POST
    for camino, cuerpo in (("/v1/expedientes", {"datos": {}}), (t.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}})):
        r = mundo.maquina.post(camino, cuerpo, 400, if_match=t.version, encabezados={"Idempotency-Key": SIN})
        assert r.slug == "falta-idempotencia"
    r = mundo.maquina.pedir("POST", t.url + "/documentos?clase=anexo&nombre=a.pdf", archivos.pdf_unico(), tipo=archivos.PDF, espera=400,
                            encabezados={"Idempotency-Key": SIN})
    assert r.slug == "falta-idempotencia"
    t.hasta("presentado")


@pytest.mark.parametrize("valor", ["", "con espacio", "x" * 256, "tab\tulador", "ñ"])
def test_clave_no_valida(mundo, valor):
    r = mundo.local.pedir("POST", "/v1/expedientes", {"datos": {}}, encabezados={"Idempotency-Key": valor.encode("utf-8")})
    assert r.status == 400 and r.slug in ("idempotencia-invalida", "parametro-invalido"), r


def test_clave_del_largo_maximo(mundo):
    k = "k" * 255
    a = mundo.local_b.post("/v1/expedientes", {"datos": {}}, idempotencia=k)
    iguales(a, mundo.local_b.post("/v1/expedientes", {"datos": {}}, idempotencia=k))


def test_despues_de_24_horas_la_clave_vuelve_a_servir(mundo, lanzar):
    """Kept 24 hours: then the key is swept and free. Until the sweep comes round it still answers as before, and is never in the way."""
    k, k2 = clave(), clave()
    a = mundo.local.post("/v1/expedientes", {"datos": {}}, idempotencia=k)
    t = mundo.tramite().hasta("presentado")
    t.acto("dgcp", "anotar", {"nota": "Una"}, idempotencia=k2)
    envejecer = lambda: mundo.base.sql("update idempotencia set creada_en = creada_en - interval '25 hours' where clave in (%s, %s)", k, k2)
    envejecer()
    assert mundo.local.post("/v1/expedientes", {"datos": {}}, idempotencia=k).status == 201
    envejecer()
    s = lanzar(mundo.base)  # sweeps when it starts
    fin = time.monotonic() + 10
    while mundo.base.sql("select 1 from idempotencia where clave in (%s, %s)", k, k2) and time.monotonic() < fin:
        time.sleep(0.1)
    assert s.parar() == 0
    b = mundo.local.post("/v1/expedientes", {"datos": {}}, idempotencia=k)
    assert b.json["expediente"]["id"] != a.json["expediente"]["id"]
    t.acto("dgcp", "anotar", {"nota": "Otra"}, idempotencia=k2)
    iguales(b, mundo.local.post("/v1/expedientes", {"datos": {}}, idempotencia=k))
