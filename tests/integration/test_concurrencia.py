"""Two clerks at the same instant: exactly one wins, always."""

import re
import threading
from collections import Counter

from support import archivos
from support.hilos import a_la_vez


def test_gana_exactamente_uno(mundo):
    """The same act by two persons with the same version, many rounds, and the journal has one act each round."""
    t = mundo.tramite().hasta("en_revision")
    uno, dos = mundo.cja.otro(), mundo.cja_b.otro()
    for ronda in range(40):
        v = t.leer(mundo.cja)["version"]
        cuerpo = {"acto": "anotar", "datos": {"nota": f"Ronda {ronda}"}}
        r = a_la_vez(lambda: uno.pedir("POST", t.url + "/actos", cuerpo, if_match=v), lambda: dos.pedir("POST", t.url + "/actos", cuerpo, if_match=v))
        assert sorted(x.status for x in r) == [201, 412], f"round {ronda}: {r}"
        perdio = [x for x in r if x.status == 412][0]
        assert perdio.slug == "version-obsoleta" and str(v + 1) in perdio.json["detail"]
        assert t.leer(mundo.cja)["version"] == v + 1
    assert mundo.base.verificar(t.id).returncode == 0


def test_actos_distintos_a_la_vez(mundo):
    """Withdraw against turn over: one of them, never both, never a mixture."""
    gano = Counter()
    local, dgcp = mundo.local.otro(), mundo.dgcp.otro()
    for _ in range(12):
        t = mundo.tramite().hasta("presentado")
        v = t.leer()["version"]
        r = a_la_vez(lambda: local.pedir("POST", t.url + "/actos", {"acto": "desistir", "datos": {"motivo": "Se pospuso."}}, if_match=v),
                     lambda: dgcp.pedir("POST", t.url + "/actos", {"acto": "turnar"}, if_match=v))
        assert sorted(x.status for x in r) == [201, 412]
        estado = t.leer()["estado"]
        assert estado == ("concluido" if r[0].status == 201 else "turnado")
        gano[estado] += 1
    assert sum(gano.values()) == 12


def test_muchos_expedientes_a_la_vez(mundo):
    """Grouped acts are answered each to its own caller: sixteen threads, each its own file and words."""
    listos = [mundo.tramite().hasta("presentado") for _ in range(16)]
    for t in listos:
        t.quien = mundo.dgcp.otro()

    def notas(t, i):
        def f():
            for k in range(10):
                r = t.acto(t.quien, "anotar", {"nota": f"hilo {i} nota {k}"})
                assert r.json["expediente"]["id"] == t.id and r.json["acto"]["datos"]["nota"] == f"hilo {i} nota {k}"
        return f
    a_la_vez(*[notas(t, i) for i, t in enumerate(listos)])
    for i, t in enumerate(listos):
        suyas = [a["datos"]["nota"] for a in t.actos() if a["acto"] == "anotar"]
        assert suyas == [f"hilo {i} nota {k}" for k in range(10)]


def test_documentos_a_la_vez_no_se_pierden(mundo):
    """Uploads name no version: all of them enter, each as an act of its own."""
    t = mundo.tramite()
    quienes = [mundo.local.otro() for _ in range(6)]
    r = a_la_vez(*[(lambda q=q, i=i: q.pedir("POST", f"{t.url}/documentos?clase=anexo&nombre=a{i}.pdf", archivos.pdf_unico(), tipo=archivos.PDF))
                   for i, q in enumerate(quienes)])
    assert [x.status for x in r] == [201] * 6
    assert len({x.json["acto"] for x in r}) == 6 and len(t.leer()["documentos"]) == 6
    assert mundo.base.verificar(t.id).returncode == 0


def test_los_mismos_bytes_a_la_vez(mundo):
    """Content-addressed: the same new file in six files at once is kept once and all succeed."""
    datos = archivos.pdf_unico()
    listos = [mundo.tramite() for _ in range(6)]
    quienes = [mundo.local.otro() for _ in range(6)]
    r = a_la_vez(*[(lambda q=q, t=t: q.pedir("POST", f"{t.url}/documentos?clase=anexo&nombre=a.pdf", datos, tipo=archivos.PDF))
                   for t, q in zip(listos, quienes)])
    assert [x.status for x in r] == [201] * 6
    assert mundo.base.sql("select count(*) from contenido where sha256 = decode(%s, 'hex')", archivos.sha256(datos)) == [(1,)]


def test_leer_mientras_se_escribe(mundo):
    """A reader never sees a version go back, nor a state that its journal does not explain."""
    t = mundo.tramite().hasta("en_revision")
    fin = threading.Event()
    fallas = []

    def leer(quien):
        ultima = 0
        while not fin.is_set():
            e = quien.get(t.url).json
            if e["version"] < ultima:
                fallas.append((ultima, e["version"]))
            ultima = e["version"]
            if e["version"] % 2 == 0:
                n = quien.get(t.url + "/actos", consulta={"limite": 100}).json["datos"][-1]["n"]
                if n < e["version"]:
                    fallas.append(("journal", e["version"], n))
    hilos = [threading.Thread(target=leer, args=(mundo.dgcp.otro(),)) for _ in range(3)]
    for h in hilos:
        h.start()
    try:
        for k in range(60):
            t.acto("cja", "anotar", {"nota": f"Nota {k}"})
    finally:
        fin.set()
        for h in hilos:
            h.join()
    assert not fallas


def test_leer_muchos_que_nadie_ha_leido(mundo, lanzar):
    """More unknown files waiting than are read whole at once: each reader gets its own file, in the form asked for."""
    nuevo = mundo.en_puerto(lanzar(mundo.base, {"DICTAMEN_HILOS_LECTURA": "1"})) # it knows no file yet
    listos = [mundo.tramite().hasta("presentado" if i % 2 else "borrador") for i in range(40)]
    deben = [(t.url + v, mundo.local.get(t.url + v)) for t in listos for v in ("", "/pasos")]
    ajeno = nuevo.merida
    lecturas = [(nuevo.local.otro(), url, 200, r) for url, r in deben] + [(ajeno.otro(), url, 404, None) for url, _ in deben[:10]]
    with mundo.base.conectar() as c, c.cursor() as q:
        q.execute("begin")
        q.execute("lock table acto in access exclusive mode") # the first reader waits, and the others gather behind it
        soltar = threading.Timer(1.5, c.rollback)
        soltar.start()
        salidas = a_la_vez(*[lambda quien=quien, url=url, debe=debe: quien.get(url, debe) for quien, url, debe, _ in lecturas])
        soltar.join()
    for r, (_, url, _, debe) in zip(salidas, lecturas):
        if debe:
            assert (r.json, r.etag) == (debe.json, debe.etag), url


def test_quien_ya_tiene_copia_de_lo_que_nadie_ha_leido(mundo, lanzar):
    """A service that knows nothing of the file: the caller's copy is judged by the database, and the whole file is there for whoever has another."""
    t = mundo.tramite().hasta("turnado")
    nuevo = mundo.en_puerto(lanzar(mundo.base)) # it only ever judges copies: no answer of 304 or to an old copy makes it keep the file
    for vista in ("", "/pasos"):
        for _ in range(2):
            etag = mundo.dgcp.get(t.url + vista).etag
            nuevo.dgcp.get(t.url + vista, 304, encabezados={"If-None-Match": etag})
            nuevo.merida.get(t.url + vista, 404, encabezados={"If-None-Match": etag})
            t.acto("dgcp", "anotar", {"nota": "Por el otro proceso."}) # known there, told here
            debe = mundo.dgcp.get(t.url + vista)
            version, marca = re.fullmatch(r'"(\d+)(-.*")', etag).groups()
            for tenida in (etag, f'"1{marca}', f'"{int(version) + 7}{marca}', f'W/"{version}{marca}', '"' + "9" * 40 + marca, '"', "W/", '"x"'):
                r = nuevo.dgcp.get(t.url + vista, 200, encabezados={"If-None-Match": tenida})
                assert (r.json, r.etag) == (debe.json, debe.etag), tenida
            nuevo.dgcp.get(t.url + vista, 304, encabezados={"If-None-Match": f"{etag}, {debe.etag}"})
