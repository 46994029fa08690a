"""Watching: agreements about to expire, files signed and not inscribed, and who is told."""

import time
from datetime import timedelta

import pytest

from support.asientos import Asientos
from support.inscritos import Asiento
from support.receptor import esperar
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


def test_dice_entre_quienes(lugar):
    """The names of both sides, those that the entry has."""
    _, m, _ = lugar
    a = Asiento(m, organos_locales=["H. Ayuntamiento de \"Zapopan\""], vigencia="determinada", vigencia_hasta=dentro(60).isoformat())
    fila, = m.dgcp.get(POR_VENCER).json["datos"]
    partes = a.ver().json["asiento"]
    assert fila["partes_mexicanas"] == [p["nombre"] for p in partes["partes_mexicanas"]] == ["Ayuntamiento de Guadalajara", "H. Ayuntamiento de \"Zapopan\""]
    assert fila["contrapartes"] == [p["nombre"] for p in partes["contrapartes"]] and fila["contrapartes"]


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


def test_firma_pasada_sin_inscribir(lugar, lanzar):
    """Told to the organisation the day after, a month and three months later, once each; a new intended day is told anew; never what is not due or not granted."""
    b, m, _ = lugar
    suyo, con_copia, a_tiempo, en_revision, cerrado = (m.tramite() for _ in range(5))
    suyo.hasta("respondido")
    con_copia.hasta("copia_recibida")
    a_tiempo.hasta("respondido")
    en_revision.hasta("en_revision")
    cerrado.hasta("respondido").acto("local", "desistir", {"motivo": "Ya no se firmará."})

    def intencion(dia, *tramites):
        b.sql("update expediente_ficha set fecha_firma_pretendida = %s where expediente_id = any(%s::uuid[])", dia, [t.id for t in tramites])

    def avisos(cuantos):
        s = lanzar(b)
        contar = lambda: b.sql("select expediente_id::text from bandeja_salida where tipo = 'registro.pendiente' order by id")
        fin = time.monotonic() + 15
        while len(contar()) < cuantos and time.monotonic() < fin:
            time.sleep(0.1)
        time.sleep(1.2)
        assert s.parar() == 0
        return [x for x, in contar()]

    assert m.servicio.parar() == 0
    intencion(dentro(-1), suyo, con_copia, en_revision, cerrado)
    intencion(dentro(0), a_tiempo)
    primeros = avisos(2)
    assert sorted(primeros) == sorted([suyo.id, con_copia.id])
    assert avisos(2) == primeros
    intencion(dentro(-40), suyo)  # another day, that went by more than a month ago: once, not twice
    assert avisos(3) == primeros + [suyo.id]
    b.sql("update vigilancia_firma set meses = 0 where fecha_firma = %s", dentro(-40))  # as if it had been told on the day after
    assert avisos(4) == primeros + [suyo.id] * 2
    intencion(dentro(-200), suyo)
    assert avisos(5) == primeros + [suyo.id] * 3


def test_firma_pasada_en_el_flujo(lugar):
    """Its organisation and the offices hear of it; another organisation does not."""
    b, m, _ = lugar
    t = m.tramite().hasta("respondido")
    b.sql("insert into bandeja_salida (expediente_id, n, tipo, creado_en) select id, version, 'registro.pendiente', now() from expediente where id = %s", t.id)
    esperar(lambda: b.sql("select count(*) from bandeja_salida where entregado_en is null") == [(0,)])

    def suyos(quien):
        v, r = [], {"siguiente": None, "hay_mas": True}
        while r["hay_mas"]:
            r = quien.get("/v1/eventos", consulta={"limite": 100, **({"desde": r["siguiente"]} if r["siguiente"] else {})}).json
            v += [e for e in r["datos"] if e["type"] == "mx.gob.sre.dictamen.registro.pendiente"]
        return v
    e, = suyos(m.local)
    assert e["subject"] == t.id and e["data"]["estado"] == "respondido" and "acto" not in e["data"]
    assert suyos(m.dgcp) == [e] and suyos(m.merida) == []


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
