"""The sealed file: exported by those who may read the file, each with what they may read; checked offline, whole and spoilt in every way."""

import hashlib
import json
import os
import subprocess
import threading
import zipfile

import psycopg2
import pytest

from conftest import AJUSTES
from support import archivos
from support.paquetes import Paquete, armar, firma_con_openssl, verificar
from support.sello import emitidos, esperar_documentos
from support.servicio import BIN, Servicio, saneador
from support.tramite import Mundo, con_gente


# ---- a service with a seal, on a database of its own: what it would write for the files of the other tests is nobody's business here -----------


@pytest.fixture(scope="module")
def ca(sello):
    return sello.en("ca.pem")


@pytest.fixture(scope="module")
def base(cluster):
    b = con_gente(cluster)
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def servicio(base, sello):
    s = Servicio(base, {**AJUSTES, **sello.ajustes, "DICTAMEN_HILOS_TRABAJOS": "0"}).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def mundo(base, servicio):
    return Mundo(base, servicio)


def exportar(t, quien, espera=200, ref=None):
    r = quien.get(f"/v1/expedientes/{ref or t.id}/paquete", espera)
    return Paquete(r.body) if r.status == 200 else r


@pytest.fixture(scope="module")
def concluido(mundo):
    """A file that went all the way, with an internal act and an internal document."""
    t = mundo.tramite().hasta("turnado")
    t.acto("dgcp", "asignar", {"responsable": mundo.dgcp.usuario})
    t.hasta("dictaminado")
    t.documento("dgcp", "oficio", nombre="oficio interno.pdf")
    t.hasta("concluido")
    return t


@pytest.fixture(scope="module")
def paquete(mundo, concluido):
    return exportar(concluido, mundo.dgcp)


# ---- what is in it ---------------------------------------------------------------------------------------------------------------------


def test_completo(mundo, concluido, paquete, ca):
    paquete.comprobar()
    e = concluido.ver()
    m = paquete.manifiesto
    assert (m["expediente"], m["folio"], m["version"], m["estado"], m["resultado"], m["cabeza"]) == (
        e["id"], e["folio"], e["version"], "concluido", "inscrito", e["hash"])
    assert m["exportado_por"] == {"usuario": mundo.dgcp.usuario, "organizacion": mundo.org["sre"], "rol": "dgcp"} and "reservados" not in m
    assert firma_con_openssl(paquete, ca).returncode == 0
    docs = mundo.dgcp.get(concluido.url + "/documentos").json["datos"]
    subidos = {d["id"]: d for d in docs if d["id"] in {x["id"] for x in e["documentos"]}}
    assert {d["id"] for d in paquete.documentos()} == set(subidos)
    for d in paquete.documentos():
        original = subidos[d["id"]]
        assert (d["sha256"], d["original"], d["clase"], d["acto"]) == (original["sha256"], original["nombre"], original["clase"], original["acto"])
        assert d["nombre"].startswith(f"documentos/{d['clase']}/{d['acto']:04d}-")
        assert paquete.archivos[d["nombre"]] == mundo.dgcp.get(f"{concluido.url}/documentos/{d['id']}/contenido").body
    for linea, acto in zip(paquete.archivos["diario.jsonl"].decode().splitlines(), concluido.actos(mundo.dgcp), strict=True):
        assert hashlib.sha256(linea.encode()).hexdigest() == acto["hash"]
    assert paquete.archivos["LEEME.txt"].startswith(b"EXPEDIENTE SELLADO ")
    assert "verificar-paquete" in paquete.archivos["LEEME.txt"].decode() and b"BEGIN CERTIFICATE" in paquete.archivos["certificados.pem"]


def test_nada_va_comprimido_y_los_nombres_son_llanos(paquete):
    for i in paquete.infos:
        assert i.compress_type == zipfile.ZIP_STORED and i.filename.isascii() and not i.filename.startswith("/") and ".." not in i.filename
        assert all(c.isalnum() or c in "./-_" for c in i.filename)


def test_respuesta(mundo, concluido):
    r = mundo.dgcp.get(concluido.url + "/paquete")
    folio = concluido.ver()["folio"]
    assert r.headers["Content-Type"] == "application/zip" and r.headers["Cache-Control"] == "private, no-store"
    assert f"expediente-{folio}-v{concluido.version}.zip" in r.headers["Content-Disposition"]
    assert exportar(concluido, mundo.dgcp, ref=folio).manifiesto["expediente"] == concluido.id
    mundo.dgcp.get(concluido.url + "/paquete?formato=zip", 400)


def test_lo_mismo_salvo_fecha_y_firma(mundo, concluido):
    a, b = (exportar(concluido, mundo.dgcp) for _ in range(2))
    distintos = {n for n in a.archivos if a.archivos[n] != b.archivos[n]}
    assert distintos <= {"manifiesto.json", "manifiesto.json.p7s"}
    ma, mb = ({**p.manifiesto, "exportado_en": None} for p in (a, b))
    assert ma == mb and len(a.datos) == len(b.datos)
    assert [(i.filename, i.date_time) for i in a.infos] == [(i.filename, i.date_time) for i in b.infos]


def test_nombres_hostiles(mundo, ca):
    t = mundo.tramite()
    for nombre in ("../../etc/passwd", "CON.pdf", "a" * 200 + ".pdf", "‮gpj.pdf", "友好.pdf", "x.pdf", "X.PDF", "…"):
        t.documento(t.local, "anexo", nombre=nombre)
    p = exportar(t, t.local)
    p.comprobar()
    nombres = [e["nombre"] for e in p.documentos()]
    assert len({n.lower() for n in nombres}) == 8 and all(n.isascii() and len(n) < 200 for n in nombres)
    codigo, v, _ = verificar(p.datos, ca)
    assert codigo == 0 and v["documentos"] == 8


# ---- for whom ----------------------------------------------------------------------------------------------------------------------------


def test_cada_quien_lo_que_puede_leer(mundo, concluido, ca):
    """The local government's own copy: no internal act, no internal document; the chain of what it has can be checked all the same."""
    p = exportar(concluido, concluido.local)
    p.comprobar()
    vistos = concluido.actos(concluido.local)
    assert p.manifiesto["reservados"] == [a["n"] for a in vistos if a.get("reservado")] != []
    permitidos = {d["id"] for d in concluido.local.get(concluido.url + "/documentos").json["datos"]}
    assert {d["id"] for d in p.documentos()} <= permitidos
    assert not any("proyecto_dictamen" in n or "oficio_interno" in n for n in p.archivos)
    todo = b"".join(p.archivos.values())
    for a in concluido.actos(mundo.dgcp):
        if a["n"] in p.manifiesto["reservados"] and a["datos"]:
            assert json.dumps(a["datos"], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() not in todo
    codigo, v, _ = verificar(p.datos, ca)
    assert codigo == 0 and v["reservados"] == len(p.manifiesto["reservados"])
    assert "reservados" in p.archivos["LEEME.txt"].decode()


def test_dictamen_todavia_no_comunicado(mundo):
    t = mundo.tramite().hasta("dictaminado")
    p = exportar(t, t.local)
    dictaminar = next(a for a in p.diario if a["acto"] == "dictaminar")
    assert dictaminar["reservado"] and "datos" not in dictaminar
    assert not any(a.get("reservado") for a in exportar(t, mundo.cja).diario)


def test_quien_no_ve_el_expediente_no_se_entera(mundo, concluido):
    for quien in (mundo.zapopan, mundo.merida, mundo.enlace):
        r = exportar(concluido, quien, 404)
        inexistente = quien.get("/v1/expedientes/01934567-89ab-7000-8000-00000000ffff/paquete", 404)
        assert r.json["title"] == inexistente.json["title"] and r.slug == inexistente.slug
        exportar(concluido, quien, 404, ref=concluido.ver()["folio"])
    assert exportar(concluido, mundo.administracion, None).status in (403, 404)
    mundo.anonimo().get(concluido.url + "/paquete", 401)
    exportar(mundo.tramite(), mundo.cja, 404)
    exportar(concluido, mundo.auditoria).comprobar()


def test_enlace_estatal(mundo, ca):
    """A state's liaison sees a shared file without the contact data: the acts that hold them stay closed, the opening one among them."""
    t = mundo.tramite(compartir_con_estado=True).hasta("presentado")
    p = exportar(t, mundo.enlace)
    p.comprobar()
    assert 1 in p.manifiesto["reservados"] and b"ana.perez@" not in p.datos
    assert verificar(p.datos, ca)[0] == 0


# ---- on record ---------------------------------------------------------------------------------------------------------------------------


def test_queda_anotado(mundo, concluido):
    p = exportar(concluido, concluido.local)
    filas = mundo.base.sql("select version, usuario_id::text, organizacion_id::text, rol, encode(manifiesto_sha256, 'hex') from exportacion "
                           "where expediente_id = %s order by id desc limit 1", concluido.id)
    assert filas == [(concluido.version, concluido.local.usuario, concluido.local.organizacion, "gobierno_local",
                      hashlib.sha256(p.archivos["manifiesto.json"]).hexdigest())]
    antes = mundo.base.sql("select count(*) from exportacion")
    # HEAD delivers nothing, so there is nothing to record; it answers as GET would.
    h = concluido.local.pedir("HEAD", f"/v1/expedientes/{concluido.id}/paquete")
    assert h.status == 200 and h.body == b"" and h.headers["Content-Type"] == "application/zip" and int(h.headers["Content-Length"]) > 1000
    assert concluido.m.zapopan.pedir("HEAD", f"/v1/expedientes/{concluido.id}/paquete").status == 404
    assert mundo.base.sql("select count(*) from exportacion") == antes
    exportar(concluido, mundo.zapopan, 404)
    assert mundo.base.sql("select count(*) from exportacion") == antes
    assert concluido.ver()["version"] == concluido.version


def test_la_anotacion_no_se_cambia(mundo, concluido):
    """The service may add a row and nothing else."""
    exportar(concluido, mundo.dgcp)
    for orden in ("update exportacion set version = 1", "delete from exportacion", "select * from exportacion", "truncate exportacion"):
        with mundo.base.conectar() as c, c.cursor() as q:
            q.execute("set role dictamen_servicio")
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                q.execute(orden)
        c.close()


def test_una_sola_version_aunque_se_actue_a_la_vez(mundo, ca):
    t = mundo.tramite().hasta("presentado")
    parar = threading.Event()

    def anotar():
        dgcp = mundo.dgcp.otro()
        while not parar.is_set():
            dgcp.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "Se consultó por teléfono."}},
                      if_match=dgcp.get(t.url).json["version"])

    hilo = threading.Thread(target=anotar)
    hilo.start()
    try:
        paquetes = [exportar(t, quien) for quien in (mundo.dgcp, t.local) * 6]
    finally:
        parar.set()
        hilo.join()
    assert len({p.manifiesto["version"] for p in paquetes}) > 1
    for p in paquetes:
        p.comprobar()
    assert verificar(paquetes[-1].datos, ca)[0] == 0


def test_lo_que_no_es_lo_que_se_guardo_no_sale(mundo):
    """Bytes that the database lost or exchanged: no package at all, rather than one that does not verify."""
    t = mundo.tramite()
    d = t.documento(t.local, "solicitud").json
    exportar(t, t.local).comprobar()
    mundo.base.sql("update contenido_trozo set bytes = overlay(bytes placing 'x'::bytea from 20) where sha256 = decode(%s, 'hex')", d["sha256"])
    exportar(t, t.local, 500)
    mundo.base.sql("delete from contenido_trozo where sha256 = decode(%s, 'hex')", d["sha256"])
    exportar(t, t.local, 500)


def test_sin_sello(mundo, lanzar, base):
    s = lanzar(base)
    t = mundo.tramite()
    r = t.local.otro(puerto=s.puerto).get(t.url + "/paquete", 503)
    assert r.slug == "sello-no-disponible"


def test_documentos_grandes_sin_guardarlos_en_memoria(mundo):
    t = mundo.tramite()
    grande = archivos.pdf_de(52428800)
    t.documento(t.local, "anexo", grande)
    exportar(mundo.tramite(), mundo.dgcp)
    s, antes = mundo.servicio, mundo.servicio.memoria()
    p = exportar(t, t.local)
    assert p.archivos[p.documentos()[0]["nombre"]] == grande
    if not saneador():  # a sanitizer keeps freed memory on purpose
        assert s.memoria() - antes < 8 * 1024, f"{antes} KiB before, {s.memoria()} KiB after"


@pytest.fixture(scope="module")
def con_emitidos(mundo, base, sello, concluido):
    """The file after another instance wrote what its acts owe."""
    s = Servicio(base, {**AJUSTES, **sello.ajustes}).arrancar()
    try:
        esperar_documentos(mundo, concluido, 9)
    finally:
        assert s.parar(60) == 0, s.ultimas_lineas()
    return concluido


def test_lo_que_el_servicio_emitio(mundo, con_emitidos, ca):
    t = con_emitidos
    p = exportar(t, mundo.dgcp)
    p.comprobar()
    suyos = {e["id"]: e for e in p.manifiesto["entradas"] if e["tipo"] == "emitido"}
    lista = emitidos(mundo.dgcp, t)
    assert {d["id"]: d["sha256"] for d in lista} == {i: e["sha256"] for i, e in suyos.items()}
    for d in lista:
        e = suyos[d["id"]]
        assert (e["clase"], e["acto"], e["codigo"]) == (d["clase"], d["acto"], d["codigo"]) and e["nombre"].startswith("emitidos/")
    codigo, v, _ = verificar(p.datos, ca)
    assert codigo == 0 and v["emitidos"] == len(lista) > 3
    local = exportar(t, t.local)
    assert {e["clase"] for e in local.manifiesto["entradas"] if e["tipo"] == "emitido"} == {d["clase"] for d in emitidos(t.local, t)}
    assert not any("oficio_cja" in n or "solicitud_registro" in n for n in local.archivos)


def test_emitido_alterado(mundo, con_emitidos, ca):
    p = exportar(con_emitidos, mundo.dgcp)
    nombre = next(n for n in p.archivos if n.endswith("-constancia.pdf"))
    codigo, v, _ = verificar(p.con({nombre: voltear(p.archivos[nombre], 2000)}), ca)
    assert codigo == 1 and v["donde"] == nombre


# ---- checked offline ---------------------------------------------------------------------------------------------------------------------


def test_integro(paquete, concluido, ca):
    codigo, v, error = verificar(paquete.datos, ca)
    assert (codigo, error) == (0, "")
    assert v["integro"] and v["folio"] == paquete.manifiesto["folio"] and v["version"] == concluido.version and v["autoridad"] == "comprobada"
    assert (v["actos"], v["documentos"], v["reservados"]) == (concluido.version, len(paquete.documentos()), 0)


def test_sin_autoridad_se_advierte(paquete):
    codigo, v, error = verificar(paquete.datos)
    assert codigo == 0 and v["autoridad"] == "no comprobada" and "--ca" in error


def primero(p, clase):
    return next(e["nombre"] for e in p.documentos() if e["clase"] == clase)


def con_linea(p, n, cambio):
    lineas = p.archivos["diario.jsonl"].decode().splitlines(keepends=True)
    lineas[n - 1] = cambio(lineas[n - 1])
    return p.con({"diario.jsonl": "".join(lineas).encode()})


def voltear(b, i=50):
    return b[:i] + bytes([b[i] ^ 1]) + b[i + 1:]


def dos_documentos_cambiados(p):
    a, b = primero(p, "solicitud"), primero(p, "copia_firmada")
    return p.con({a: p.archivos[b], b: p.archivos[a]})


ALTERACIONES = {
    "un byte de un documento": (lambda p: p.con({primero(p, "proyecto"): voltear(p.archivos[primero(p, "proyecto")])}), "documentos/proyecto/"),
    "dos documentos cambiados entre si": (dos_documentos_cambiados, "documentos/"),
    "los datos de un acto": (lambda p: con_linea(p, 4, lambda s: s.replace('"datos":{', '"datos":{"nota":"x",', 1)), "acto 4"),
    "un acto menos": (lambda p: con_linea(p, 5, lambda s: ""), "acto 5"),
    "el ultimo acto menos": (lambda p: con_linea(p, p.manifiesto["version"], lambda s: ""), None),
    "un acto repetido": (lambda p: con_linea(p, 3, lambda s: s + s), "acto 4"),
    "un archivo de mas": (lambda p: p.con({"documentos/anexo/0099-nuevo.pdf": b"%PDF"}), "documentos/anexo/0099-nuevo.pdf"),
    "un archivo de menos": (lambda p: p.con({primero(p, "solicitud"): None}), "documentos/solicitud/"),
    "el manifiesto": (lambda p: p.con({"manifiesto.json": p.archivos["manifiesto.json"].replace(b"concluido", b"borrador.")}), "manifiesto.json.p7s"),
    "sin firma": (lambda p: p.con({"manifiesto.json.p7s": None}), "manifiesto.json.p7s"),
    "la firma danada": (lambda p: p.con({"manifiesto.json.p7s": voltear(p.archivos["manifiesto.json.p7s"], -20)}), "manifiesto.json.p7s"),
    "la firma vacia": (lambda p: p.con({"manifiesto.json.p7s": b""}), "manifiesto.json.p7s"),
    "sin manifiesto": (lambda p: p.con({"manifiesto.json": None}), "manifiesto.json"),
    "sin diario": (lambda p: p.con({"diario.jsonl": None}), "diario.jsonl"),
    "el leeme": (lambda p: p.con({"LEEME.txt": b"Todo esta bien."}), "LEEME.txt"),
    "cortado": (lambda p: p.datos[:-30], "ZIP"),
    "cortado a la mitad": (lambda p: p.datos[:len(p.datos) // 2], "ZIP"),
    "con algo delante": (lambda p: b"#!/bin/sh\n" + p.datos, "ZIP"),
    "un nombre que sube": (lambda p: p.con({"../fuera.pdf": b"x"}), "ZIP"),
    "un nombre absoluto": (lambda p: p.con({"/etc/passwd": b"x"}), "ZIP"),
    "un nombre dos veces": (lambda p: armar([*p.archivos.items(), ("LEEME.txt", b"otro")]), None),
    "un nombre dos veces, con mayusculas": (lambda p: armar([*p.archivos.items(), ("leeme.TXT", b"otro")]), None),
    "comprimido": (lambda p: armar(p.archivos, zipfile.ZIP_DEFLATED), None),
    "bomba": (lambda p: armar({**p.archivos, "documentos/anexo/0099-bomba.pdf": b"\0" * (64 << 20)}, zipfile.ZIP_DEFLATED), None),
    "muchos archivos": (lambda p: armar({f"a/{i}": b"" for i in range(30000)}), "ZIP"),
    "vacio": (lambda p: armar({}), None),
    "no es un ZIP": (lambda p: b"%PDF-1.7 " * 100, "ZIP"),
}


@pytest.mark.parametrize("caso", ALTERACIONES)
def test_alterado(paquete, ca, caso):
    alterar, donde = ALTERACIONES[caso]
    datos = alterar(paquete)
    assert datos != paquete.datos
    codigo, v, error = verificar(datos, ca)
    assert codigo == 1 and v["integro"] is False and v["difiere"] and not error, (v, error)
    assert donde is None or v["donde"].startswith(donde), v


def test_de_otra_autoridad(paquete, otra_ca):
    codigo, v, _ = verificar(paquete.datos, otra_ca)
    assert codigo == 1 and v["donde"] == "manifiesto.json.p7s" and "autoridad" in v["difiere"]


def test_un_paquete_con_la_firma_de_otro(mundo, paquete, ca):
    otro = exportar(mundo.tramite(), mundo.dgcp)
    codigo, v, _ = verificar(paquete.con({"manifiesto.json.p7s": otro.archivos["manifiesto.json.p7s"]}), ca)
    assert codigo == 1 and v["donde"] == "manifiesto.json.p7s"
    mezcla = paquete.con({n: otro.archivos[n] for n in ("manifiesto.json", "manifiesto.json.p7s")})
    assert verificar(mezcla, ca)[0] == 1


def test_uso(tmp_path):
    """What is not a package at all, or no authority: said, and no verdict."""
    nada = tmp_path / "nada.zip"
    ctl = os.path.join(BIN, "dictamenctl")
    for args, codigo in ((["verificar-paquete"], 2), (["verificar-paquete", str(nada)], 1), (["verificar-paquete", str(tmp_path)], 1),
                         (["verificar-paquete", "a", "b"], 2)):
        p = subprocess.run([ctl, *args], capture_output=True, text=True, timeout=60)
        assert p.returncode == codigo and not p.stdout and p.stderr, (args, p)
    nada.write_bytes(b"x")
    p = subprocess.run([ctl, "verificar-paquete", str(nada), "--ca", str(nada)], capture_output=True, text=True, timeout=60)
    assert p.returncode == 1 and "PEM" in p.stderr


@pytest.fixture(scope="module")
def otra_ca(tmp_path_factory):
    d = tmp_path_factory.mktemp("otra")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", d / "k", "-out", d / "ca.pem", "-days", "2", "-subj", "/CN=Otra"],
                   check=True, capture_output=True, timeout=60)
    return str(d / "ca.pem")
