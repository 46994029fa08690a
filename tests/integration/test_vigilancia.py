"""Watching: agreements about to expire, files signed and not inscribed, and who is told."""

import time
from datetime import timedelta

import pytest

from support.asientos import Asientos
from support.tramite import Mundo, con_gente, hoy

POR_VENCER, SIN_REGISTRAR = "/v1/registro/por-vencer", "/v1/registro/firmados-sin-registrar"


@pytest.fixture
def lugar(cluster, lanzar):
    b = con_gente(cluster)
    yield b, Mundo(b, lanzar(b)), Asientos(b)
    b.borrar()


def dentro(dias):
    return hoy() + timedelta(days=dias)


def test_por_vencer(lugar):
    _, m, asientos = lugar
    n = asientos.agregar([{"vigencia": "determinada", "vigencia_hasta": dentro(d)} for d in (60, 150, 300, 500, -1)]
                         + [{"vigencia": "determinada", "vigencia_hasta": dentro(60), "terminado_en": dentro(-1)}])
    r = m.dgcp.get(POR_VENCER)
    assert [(x["numero"], x["meses"]) for x in r.json["datos"]] == [(n[0], 3), (n[1], 6), (n[2], 12)] and r.json["siguiente"] is None
    assert "expediente" not in r.json["datos"][0]
    assert [x["numero"] for x in m.dgcp.get(POR_VENCER + "?meses=6").json["datos"]] == n[:2]
    assert [x["numero"] for x in m.dgcp.get(POR_VENCER + "?meses=3").json["datos"]] == n[:1]
    vistos, camino = [], POR_VENCER + "?limite=1"
    while camino:
        r = m.dgcp.get(camino)
        vistos += [x["numero"] for x in r.json["datos"]]
        camino = r.headers["Link"].split(">")[0][1:] if r.json["siguiente"] else None
    assert vistos == n[:3]
    for malo in ("meses=5", "cursor=x", "cursor=2026-01-01~", "cursor=2026-99-01~A", "limite=0", "x=1"):
        assert m.dgcp.get(f"{POR_VENCER}?{malo}", 400).slug == "parametro-invalido"


def test_quien_puede(lugar):
    _, m, _ = lugar
    for camino in (POR_VENCER, SIN_REGISTRAR):
        m.anonimo().get(camino, 401)
        for quien in (m.local, m.cja, m.titular, m.enlace):
            assert quien.get(camino, 403).slug == "sin-permiso"
    m.dgcp.get(SIN_REGISTRAR)


def test_firmados_sin_registrar(lugar):
    b, m, _ = lugar
    sin_copia, con_copia, a_tiempo = (m.tramite() for _ in range(3))
    sin_copia.hasta("respondido")
    con_copia.hasta("copia_recibida")
    a_tiempo.hasta("respondido")
    b.sql("update expediente_ficha set fecha_firma_pretendida = %s where expediente_id in (%s, %s)", dentro(-3), sin_copia.id, con_copia.id)
    r = m.dgcp.get(SIN_REGISTRAR).json["datos"]
    assert {x["expediente"]: x["motivo"] for x in r} == {sin_copia.id: "sin_copia", con_copia.id: "sin_inscribir"}
    primera = m.dgcp.get(SIN_REGISTRAR + "?limite=1")
    segunda = m.dgcp.get(f"{SIN_REGISTRAR}?limite=1&cursor={primera.json['siguiente']}")
    assert segunda.json["siguiente"] is None and primera.json["datos"] + segunda.json["datos"] == r
    assert m.dgcp.get(SIN_REGISTRAR + "?cursor=x", 400).slug == "parametro-invalido"


def test_aviso_a_la_organizacion_una_vez(lugar, lanzar):
    b, m, asientos = lugar
    t = m.tramite()
    n, = asientos.agregar([{"expediente": t.id, "vigencia": "determinada", "vigencia_hasta": dentro(300)}])
    asientos.agregar([{"vigencia": "determinada", "vigencia_hasta": dentro(10)}])  # a historic load: nobody to tell

    def avisos(cuantos):
        s = lanzar(b)
        fin = time.monotonic() + 15
        while len(r := b.sql("select tipo from bandeja_salida where expediente_id = %s and tipo like 'vigencia.%%' order by id", t.id)) < cuantos and time.monotonic() < fin:
            time.sleep(0.1)
        time.sleep(1.2)
        assert s.parar() == 0
        return [x for x, in b.sql("select tipo from bandeja_salida where tipo like %s order by id", "vigencia.%")] if len(r) == cuantos else r

    assert avisos(1) == ["vigencia.12"]
    assert avisos(1) == ["vigencia.12"]
    asientos.agregar([{"numero": n, "vigencia": "determinada", "vigencia_hasta": dentro(30)}])  # another term: told anew, the nearest only
    assert avisos(2) == ["vigencia.12", "vigencia.3"]
