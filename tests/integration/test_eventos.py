"""The feed of events: who sees what, one order for all, nothing skipped however late it commits."""

import json
import threading
import time

import pytest

from support.cliente import SIN
from support.receptor import PREFIJO, esperar
from support.tramite import Mundo, con_gente

FEED, FLUJO = "/v1/eventos", "/v1/eventos/flujo"


@pytest.fixture
def lugar(cluster, lanzar):
    b = con_gente(cluster)
    yield b, Mundo(b, lanzar(b))
    b.borrar()


def ordenados(b):
    """Until everything that was committed has its place."""
    esperar(lambda: b.sql("select count(*) from bandeja_salida where entregado_en is null")[0][0] == 0)


def leer(quien, desde=None, limite=100):
    """All events from a place on, and where it ends."""
    v = []
    while True:
        r = quien.get(FEED, consulta={"limite": limite, **({"desde": desde} if desde else {})}).json
        v += r["datos"]
        desde = r["siguiente"]
        if not r["hay_mas"]:
            return v, desde


def tipos(v):
    return [e["type"].removeprefix(PREFIJO) for e in v]


def test_un_expediente_completo(lugar):
    b, m = lugar
    t = m.tramite().hasta("concluido")
    m.dgcp.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "interna"}}, if_match=t.version)
    m.tramite("merida")  # somebody else's
    ordenados(b)
    todo, _ = leer(m.dgcp)
    actos = [a["acto"] for a in t.actos()] if hasattr(t, "actos") else None
    suyos = [e for e in todo if e["subject"] == t.id and ".acto." in e["type"]]
    diario = b.sql("select n, acto, hacia from acto where expediente_id = %s order by n", t.id)
    assert [(e["data"]["version"], e["data"]["acto"], e["data"]["estado"]) for e in suyos] == diario, actos
    assert len({e["id"] for e in todo}) == len(todo)
    for e in suyos:
        assert e["source"] and e["data"]["url"] == f"{e['source']}/v1/expedientes/{t.id}" and e["data"]["organizacion"] == m.org["guadalajara"]
    # The local government: its own, without the internal acts and the papers that it may not see.
    local, _ = leer(m.local)
    assert {e["subject"] for e in local} == {t.id}
    vistos = tipos(local)
    assert not {"acto.anotar", "acto.asignar", "acto.dictaminar"} & set(vistos)
    assert {"acto.abrir", "acto.presentar", "acto.turnar", "acto.responder", "acto.inscribir", "acto.concluir"} <= set(vistos)
    clases = {d["clase"]: d for d in t.ver(m.dgcp)["documentos"]}
    assert "proyecto_dictamen" in clases
    incorporados = [e for e in local if e["data"].get("acto") == "incorporar_documento"]
    reservado = b.sql("select n from acto where expediente_id = %s and acto = 'incorporar_documento' and datos like %s", t.id, "%proyecto_dictamen%")
    assert reservado and reservado[0][0] not in {e["data"]["version"] for e in incorporados} and incorporados
    # The same events with the same ids, in the same order, for everybody who sees them.
    orden = [e["id"] for e in todo]
    assert [e["id"] for e in local] == [i for i in orden if i in {e["id"] for e in local}]
    assert leer(m.dgcp)[0] == todo
    assert leer(m.merida)[0] and {e["data"]["organizacion"] for e in leer(m.merida)[0]} == {m.org["merida"]}
    assert leer(m.enlace)[0] == []  # not shared
    # The CJA sees the file that was turned to it, whole, and not the draft.
    assert {e["subject"] for e in leer(m.cja)[0]} == {t.id} == {e["subject"] for e in leer(m.titular)[0]}
    assert "acto.dictaminar" in tipos(leer(m.cja)[0])
    assert leer(m.auditoria)[0] == todo


def test_compartido_con_el_estado(lugar):
    b, m = lugar
    t = m.tramite(compartir_con_estado=True).hasta("presentado")
    m.tramite().hasta("presentado")
    ordenados(b)
    v, _ = leer(m.enlace)
    assert v and {e["subject"] for e in v} == {t.id}
    assert not {"acto.abrir", "acto.modificar_datos"} & set(tipos(v)) and "acto.presentar" in tipos(v)


def test_paginas_y_cursor(lugar):
    b, m = lugar
    t = m.tramite().hasta("presentado")
    ordenados(b)
    todo, fin = leer(m.local)
    assert len(todo) >= 4
    assert leer(m.local, limite=1)[0] == todo
    r = m.local.get(FEED, consulta={"desde": fin})
    assert r.json == {"datos": [], "siguiente": fin, "hay_mas": False} and "no-store" in r.headers["Cache-Control"]
    t.turnar()
    ordenados(b)
    nuevos, mas = leer(m.local, fin)
    assert tipos(nuevos) == ["acto.turnar"] and int(mas[1:]) > int(fin[1:])
    # Whoever has nothing of his moves on all the same, and need not look through everything again.
    assert m.merida.get(FEED).json == {"datos": [], "siguiente": mas, "hay_mas": False}


def test_entradas_malas(mundo):
    for malo in ("desde=x", "desde=e", "desde=e01", "desde=e-1", "desde=e1x", "desde=1", "desde=e99999999999999999999", "limite=0", "limite=101", "otro=1"):
        assert mundo.local.get(f"{FEED}?{malo}", 400).slug == "parametro-invalido", malo
    assert mundo.local.get(f"{FEED}?desde=e9223372036854775000").json["datos"] == []
    mundo.anonimo().get(FEED, 401)
    assert mundo.administracion.get(FEED, 403).slug == "sin-permiso"
    solo = mundo.nueva_persona("solo_presenta", "guadalajara", "gobierno_local", ambitos=["expedientes:presentar"])
    assert solo.get(FEED, 403).slug == "sin-permiso"
    for camino in (FEED, FLUJO):
        assert mundo.local.pedir("POST", camino, {}).status == 405


def test_lo_que_se_confirma_tarde(lugar):
    """A row with a lower number whose transaction is still open must be found later, by whoever has read on meanwhile."""
    b, m = lugar
    t = m.tramite()
    ordenados(b)
    _, lugar_0 = leer(m.dgcp)
    with b.conectar() as abierta, abierta.cursor() as q:
        q.execute("begin")
        q.execute("insert into bandeja_salida (expediente_id, n, tipo, creado_en) values (%s, 1, 'vigencia.3', now()) returning id", (t.id,))
        tarde = q.fetchone()[0]
        # Others commit after it, with higher numbers, and are not held up by it.
        for _ in range(3):
            m.tramite("merida")
        esperar(lambda: len(leer(m.dgcp, lugar_0)[0]) >= 3)
        antes, lugar_1 = leer(m.dgcp, lugar_0)
        assert "vigencia.3" not in tipos(antes)
        assert b.sql("select min(salida_id) from evento where salida_id > %s", tarde)[0][0] is not None, "no later row was put in order before it"
        abierta.commit()
    esperar(lambda: leer(m.dgcp, lugar_1)[0])
    despues, _ = leer(m.dgcp, lugar_1)
    assert tipos(despues) == ["vigencia.3"] and despues[0]["subject"] == t.id
    assert leer(m.dgcp, lugar_0)[0] == antes + despues


def test_lector_y_escritores_a_la_vez(lugar, lanzar):
    """Two instances put events in order while many write: a reader that follows the cursor has seen each exactly once."""
    b, m = lugar
    lanzar(b)
    fin, vistos = threading.Event(), []

    def seguir():
        q, desde = m.dgcp.otro(), None
        while True:
            ultimo = fin.is_set()
            nuevos, desde = leer(q, desde, 7)
            vistos.extend(e["id"] for e in nuevos)
            if ultimo and not nuevos:
                return

    def escribir(quien):
        q = m.gente[quien].otro()
        for _ in range(15):
            q.post("/v1/expedientes", {"datos": {"denominacion": "Acuerdo de prueba"}})
    lector = threading.Thread(target=seguir)
    lector.start()
    hilos = [threading.Thread(target=escribir, args=(x,)) for x in ("local", "zapopan", "estado", "merida")]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    ordenados(b)
    fin.set()
    lector.join()
    assert len(vistos) == len(set(vistos)) == b.sql("select count(*) from bandeja_salida")[0][0] >= 60
    assert vistos == [str(i) for i, in b.sql("select id from evento order by seq")]
    # Within a file, the order of its acts.
    assert b.sql("select count(*) from (select n < lag(n) over (partition by expediente_id order by seq) as mal from evento) x where mal") == [(0,)]


def sse(r):
    """The events of a stream as a browser would read them: [(id, type, data)], and the last id."""
    v, ultimo = [], None
    for bloque in r.body.decode().split("\n\n"):
        campos = dict(linea.split(": ", 1) for linea in bloque.splitlines() if linea)
        ultimo = campos.get("id", ultimo)
        if "data" in campos:
            v.append((campos["id"], campos["event"], json.loads(campos["data"])))
    return v, ultimo


def test_flujo_para_pantallas(lugar, contrato):
    b, m = lugar
    t = m.tramite()
    ordenados(b)
    r = m.local.get(FLUJO, encabezados={"Accept": "text/event-stream"})
    assert r.headers["Content-Type"] == "text/event-stream" and "retry: " in r.body.decode()
    v, ultimo = sse(r)
    assert v == [] and ultimo, "the first time it starts now"
    t.hasta("presentado")
    ordenados(b)
    v, siguiente = sse(m.local.get(FLUJO, encabezados={"Last-Event-ID": ultimo}))
    feed, _ = leer(m.local, ultimo)
    assert [x for _, _, x in v] == feed and [e for _, e, _ in v] == [e["type"] for e in feed] and feed
    assert not contrato.errores(contrato.esquema("CloudEvent"), v[0][2])
    assert sse(m.local.get(FLUJO, encabezados={"Last-Event-ID": siguiente}))[0] == []
    # In between: what came after that one.
    assert [x for _, _, x in sse(m.local.get(FLUJO, encabezados={"Last-Event-ID": v[0][0]}))[0]] == feed[1:]
    assert sse(m.local.get(FLUJO + "?desde=e0"))[0][0][2]["type"].endswith("abrir")
    assert sse(m.merida.get(FLUJO + "?desde=e0"))[0] == []
    assert m.local.get(FLUJO, 400, encabezados={"Last-Event-ID": "x"}).slug == "parametro-invalido"
    assert m.local.get(FLUJO, 406, encabezados={"Accept": "text/html"}).slug == "no-aceptable"
    m.local.get(FLUJO, 401, encabezados={"Authorization": SIN})


def test_la_base_no_deja(lugar):
    """The service's own role: events are only added, and only read by whom they are for."""
    import psycopg2
    from support.servicio import ROL_SERVICIO
    b, m = lugar
    m.tramite()
    ordenados(b)
    c = b.conectar(ROL_SERVICIO)
    try:
        def como(rol, org=""):
            with c.cursor() as q:
                q.execute("select set_config('dictamen.rol', %s, false), set_config('dictamen.organizacion', %s, false), "
                          "set_config('dictamen.entidad', '', false)", (rol, org))
                q.execute("select count(*) from evento")
                return q.fetchone()[0]
        assert como("gobierno_local", m.org["guadalajara"]) == como("dgcp", m.org["sre"]) > 0
        assert como("gobierno_local", m.org["merida"]) == como("quien_sabe") == como("cja", m.org["sre"]) == 0
        como("sistema")
        c.commit()
        for sentencia in ("update evento set tipo = 'x'", "delete from evento", "truncate evento", "delete from entrega", "delete from suscripcion",
                          "update entrega_intento set http = 200", "delete from entrega_intento", "update suscripcion set organizacion_id = gen_random_uuid()",
                          "update bandeja_salida set tipo = 'x'"):
            with c.cursor() as q, pytest.raises(psycopg2.errors.InsufficientPrivilege):
                q.execute(sentencia)
            c.rollback()
        como("dgcp", m.org["sre"])
        with c.cursor() as q, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            q.execute("insert into evento (seq, salida_id, expediente_id, organizacion_id, cve_ent, n, tipo, estado, alcance, ocurrido_en) "
                      "select 1000000, id, expediente_id, %s, '', 1, 'x', 'x', 'oficinas', now() from bandeja_salida limit 1", (m.org["sre"],))
    finally:
        c.close()


def test_alcance_igual_que_el_diario(lugar):
    """An act that the journal keeps from somebody must not be told by the feed: the two rules are held together on every act of two files."""
    b, m = lugar
    t = m.tramite(compartir_con_estado=True)
    t.hasta("observado")
    t.atender()
    t.hasta("concluido")
    m.dgcp.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "interna"}}, if_match=t.version)
    ordenados(b)
    for quien in (m.local, m.enlace, m.cja, m.dgcp, m.auditoria):
        filas = quien.get(t.url + "/actos?limite=100").json["datos"]
        abiertos = {a["n"] for a in filas if not a.get("reservado")}
        feed = {e["data"]["version"] for e in leer(quien)[0] if e["subject"] == t.id and "acto" in e["data"]}
        # `dictaminar` was told by `responder`, which is what made it known.
        dictaminar = {a["n"] for a in filas if a["acto"] == "dictaminar"}
        assert feed - dictaminar == abiertos - dictaminar, quien.nombre
        assert bool(feed & dictaminar) == (quien in (m.cja, m.dgcp, m.auditoria)), quien.nombre


def test_nadie_espera_por_los_eventos(lugar):
    """What puts events in order uses its own connection: held up, it holds up no act."""
    b, m = lugar
    with b.conectar() as c, c.cursor() as q:
        q.execute("begin")
        q.execute("lock table evento in access exclusive mode")
        t = m.tramite().hasta("presentado")
        time.sleep(0.5)
        assert b.sql("select count(*) from bandeja_salida where expediente_id = %s and entregado_en is null", t.id)[0][0] > 0
        c.rollback()
    ordenados(b)
    assert "acto.presentar" in tipos(leer(m.local)[0])
