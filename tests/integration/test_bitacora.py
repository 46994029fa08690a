"""The registry's transparency log: signed heads, proofs, leaves, keys; and what happens when the owner of the database changes history."""

import base64
import json
import os
import re
import subprocess
import sys
import time

import pytest

from conftest import AJUSTES
from support import bitacora
from support.servicio import BIN, RAIZ, BaseDatos, Servicio

GUION = os.path.join(RAIZ, "ejemplos", "comprobar-bitacora.py")
ORIGEN = "registro-de-acuerdos-interinstitucionales"
LOG = "/v1/registro/bitacora"


def ctl(*args):
    limpio = {k: v for k, v in os.environ.items() if not k.startswith("DICTAMEN_")}
    return subprocess.run([os.path.join(BIN, "dictamenctl"), *map(str, args)], capture_output=True, text=True, timeout=120, env=limpio, check=False)


def guion(*args):
    return subprocess.run([sys.executable, "-I", GUION, *map(str, args)], capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def llave(tmp_path_factory):
    """(private, public) key files."""
    d = tmp_path_factory.mktemp("llave")
    p = ctl("bitacora", "crear-llave", "--archivo", d / "llave.pem")
    assert p.returncode == 0, p.stderr
    r = json.loads(p.stdout)
    (d / "publica.pem").write_text(r["pem"])
    assert r["bitacora_llave"] == str(d / "llave.pem") and (d / "llave.pem").stat().st_mode & 0o777 == 0o600
    return d / "llave.pem", d / "publica.pem"


@pytest.fixture(scope="module")
def libro(cluster):
    """A registry of its own: 21 acts in 13 entries."""
    b = BaseDatos(cluster).preparar(calendario=False)
    bitacora.asentar(b, *[(f"RAII-2026-{i % 13 + 1:05}", {"denominacion": f"Acuerdo ñ {i}"}) for i in range(21)])
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def servicio_libro(libro, llave):
    s = Servicio(libro, {**AJUSTES, "DICTAMEN_BITACORA_LLAVE": str(llave[0])}).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def c(servicio_libro):
    c = servicio_libro.cliente()
    esperar_cabeza(c, 21)
    return c


def esperar_cabeza(c, tamano, plazo=20):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        r = c.get(LOG, espera=None)
        if r.status == 200 and r.json["tamano"] == tamano:
            return r.json
        time.sleep(0.1)
    raise AssertionError(f"no head of size {tamano}: {r}")


def guardar(carpeta, nombre, v):
    (carpeta / nombre).write_text(json.dumps(v, ensure_ascii=False))
    return carpeta / nombre


def verificar_firma(cabeza, publica, carpeta):
    (carpeta / "nota").write_text(cabeza["nota"])
    (carpeta / "firma").write_bytes(base64.b64decode(cabeza["firma"], validate=True))
    return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", publica, "-rawin", "-in", carpeta / "nota", "-sigfile",
                           carpeta / "firma"], capture_output=True, check=False).returncode == 0


# --- heads -----------------------------------------------------------------------------------------------------------------------


def test_cabeza(c, libro, llave, tmp_path):
    r = c.get(LOG, espera=200)
    v = r.json
    raiz = bitacora.raiz(bitacora.hojas(libro))
    assert v["tamano"] == 21 and v["raiz"] == raiz.hex()
    assert v["nota"] == f"{ORIGEN}\n21\n{base64.b64encode(raiz).decode()}\nmomento {v['momento']}\n"
    assert verificar_firma(v, llave[1], tmp_path)
    assert not verificar_firma({**v, "nota": v["nota"].replace("21", "22")}, llave[1], tmp_path)
    c.get(LOG, encabezados={"If-None-Match": r.etag}, espera=304)
    c.get(LOG, encabezados={"If-None-Match": '"otra"'}, espera=200)
    c.get(LOG + "?x=1", espera=400)


def test_la_bitacora_crece(c, libro, tmp_path):
    antes = c.get(LOG, espera=200)
    bitacora.asentar(libro, ("RAII-2026-00001", {"denominacion": "Corregida"}), ("RAII-2026-90000", {"denominacion": "Nueva"}))
    nueva = esperar_cabeza(c, antes.json["tamano"] + 2)
    assert c.get(LOG, encabezados={"If-None-Match": antes.etag}, espera=200).etag != antes.etag
    k = c.get(f"{LOG}/consistencia?de={antes.json['tamano']}&a={nueva['tamano']}", espera=200).json
    assert (k["raiz_de"], k["raiz_a"]) == (antes.json["raiz"], nueva["raiz"])
    vieja, otra, prueba = guardar(tmp_path, "v", antes.json), guardar(tmp_path, "n", nueva), guardar(tmp_path, "k", k)
    for como in (guion, lambda *a: ctl("bitacora", "comprobar", *a)):
        assert como("--cabeza", vieja, "--otra", otra, "--consistencia", prueba).returncode == 0
        assert como("--cabeza", otra, "--otra", vieja, "--consistencia", prueba).returncode == 0
        assert como("--cabeza", vieja, "--otra", otra).returncode in (1, 2)  # the proof is missing


def test_cabezas_en_lista(c, libro):
    todas, siguiente = [], ""
    while siguiente is not None:
        p = c.get(f"{LOG}/cabezas?limite=1" + (f"&cursor={siguiente}" if siguiente else ""), espera=200)
        assert len(p.json["datos"]) == 1 and ("Link" in p.headers) == (p.json["siguiente"] is not None)
        todas += p.json["datos"]
        siguiente = p.json["siguiente"]
    assert len(todas) == libro.sql("select count(*) from bitacora_cabeza")[0][0] and todas == c.get(LOG + "/cabezas", espera=200).json["datos"]
    tamanos = [v["tamano"] for v in todas]
    assert tamanos == sorted(tamanos, reverse=True) and 21 in tamanos
    for mal in ("cursor=x", "cursor=0", "cursor=", "cursor=9999999999999999999", "limite=0", "limite=101", "otro=1"):
        c.get(f"{LOG}/cabezas?{mal}", espera=400)


def test_se_firma_cada_dia_y_con_la_llave_de_ahora(libro, servicio_libro, c, lanzar, llave, tmp_path):
    antes = libro.sql("select count(*) from bitacora_cabeza")[0][0]
    time.sleep(2.5)
    assert libro.sql("select count(*) from bitacora_cabeza")[0][0] == antes  # nothing new, nothing signed
    libro.sql("update bitacora_cabeza set momento = momento - interval '1 day 1 minute'")
    fin = time.monotonic() + 20
    while libro.sql("select count(*) from bitacora_cabeza")[0][0] == antes:
        assert time.monotonic() < fin
        time.sleep(0.1)
    libro.sql("update bitacora_cabeza set momento = momento + interval '1 day 1 minute' where n < (select max(n) from bitacora_cabeza)")
    ultima = c.get(LOG).json
    assert ctl("bitacora", "crear-llave", "--archivo", tmp_path / "otra").returncode == 0
    servicio_libro.parar()
    s = lanzar(libro, {"DICTAMEN_BITACORA_LLAVE": str(tmp_path / "otra")})
    fin = time.monotonic() + 20
    while s.cliente().get(LOG).json["llave"] == ultima["llave"]:
        assert time.monotonic() < fin
        time.sleep(0.1)
    assert s.parar() == 0
    servicio_libro.arrancar()
    fin = time.monotonic() + 20
    while c.get(LOG).json["llave"] != ultima["llave"]:
        assert time.monotonic() < fin
        time.sleep(0.1)
    llaves = c.get(LOG + "/llave", espera=200).json["llaves"]
    assert len(llaves) == 2 and llaves[0]["llave"] == ultima["llave"] and llaves[0]["pem"] == llave[1].read_text()
    c.get(LOG + "/llave?x=1", espera=400)


def test_sin_llave_no_hay_cabeza(base, servicio):
    """The service that most tests share has no key."""
    assert not base.sql("select 1 from bitacora_cabeza")
    c = servicio.cliente()
    for que in ("", "/llave"):
        assert c.get(LOG + que, espera=503).slug == "bitacora-sin-cabeza"
    assert c.get(LOG + "/cabezas", espera=200).json == {"datos": [], "siguiente": None}


def test_llave_que_no_sirve(base, tmp_path, lanzar, llave):
    abierta = tmp_path / "abierta.pem"
    abierta.write_bytes(llave[0].read_bytes())
    abierta.chmod(0o640)
    otra = tmp_path / "otra.pem"
    otra.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    otra.chmod(0o600)
    for archivo, dice in ((abierta, "0600"), (otra, "no es una llave Ed25519"), (tmp_path / "no", "No such file"), (tmp_path, "")):
        s = lanzar(base, {"DICTAMEN_BITACORA_LLAVE": str(archivo)}, espera=False)
        assert s.proceso.wait(20) != 0
        assert "bitacora_llave" in s.ultimas_lineas() and dice in s.ultimas_lineas()
    p = ctl("bitacora", "crear-llave", "--archivo", llave[0])
    assert p.returncode == 1 and "Ya existe" in p.stderr
    assert ctl("bitacora", "crear-llave", "--archivo", tmp_path / "no" / "x").returncode == 1
    assert ctl("bitacora", "crear-llave").returncode == 2


# --- proofs ----------------------------------------------------------------------------------------------------------------------


def test_inclusion_de_cada_hoja(c, libro, tmp_path):
    textos, hojas = bitacora.textos(libro), bitacora.hojas(libro)
    cabeza = guardar(tmp_path, "cabeza", c.get(LOG).json)
    for i, texto in enumerate(textos):
        v = c.get(f"{LOG}/inclusion?indice={i}", espera=200).json
        assert (v["indice"], v["tamano"], v["hoja"]) == (i, len(hojas), hojas[i].hex())
        assert v["actos"] == [texto.decode()] and v["raiz"] == bitacora.raiz(hojas).hex() and v["cabeza"]["tamano"] == len(hojas)
        if i in (0, 7, len(hojas) - 1):
            p = guardar(tmp_path, "p", v)
            assert guion(p, "--cabeza", cabeza).returncode == 0, guion(p, "--cabeza", cabeza).stdout
            q = ctl("bitacora", "comprobar", p, "--cabeza", cabeza)
            assert q.returncode == 0 and json.loads(q.stdout)["integro"] is True
    # The same by entry and act, and for an older size, which must be signed to carry a head.
    v = c.get(f"{LOG}/inclusion", consulta={"asiento": "RAII-2026-00001", "n": 2}, espera=200).json
    assert v["indice"] == 13
    w = c.get(f"{LOG}/inclusion?indice=13&tamano=17", espera=200)
    assert w.json["raiz"] == bitacora.raiz(hojas[:17]).hex() and "cabeza" not in w.json
    w = c.get(f"{LOG}/inclusion?indice=13&tamano=21", espera=200)
    assert w.json["cabeza"]["tamano"] == 21 and "immutable" in w.headers["Cache-Control"]


@pytest.mark.parametrize("consulta,codigo", [
    ("indice=-1", "tipo"), ("indice=x", "tipo"), ("indice=", "tipo"), ("indice=99999", "bitacora-tamano"), ("indice=5&tamano=5", "valor-min"),
    ("indice=5&tamano=99999", "bitacora-tamano"), ("indice=99999999999999999999", "tipo"), ("", "requerido"), ("asiento=RAII-2026-00001", "requerido"),
    ("n=1", "requerido"), ("indice=1&asiento=RAII-2026-00001", "no-corresponde"), ("indice=1&n=1", "no-corresponde"), ("asiento=x&n=0", "valor-min"),
    ("indice=1&otro=1", "desconocido")])
def test_inclusion_mal_pedida(c, consulta, codigo):
    r = c.get(f"{LOG}/inclusion?{consulta}", espera=400)
    assert r.slug == "parametro-invalido" and {k for _, k in r.codigos} == {codigo}


def test_inclusion_de_lo_que_no_hay(c):
    c.get(f"{LOG}/inclusion?asiento=RAII-1999-00001&n=1", espera=404)
    c.get(f"{LOG}/inclusion?asiento=RAII-2026-00001&n=99", espera=404)


def test_consistencia(c, libro):
    hojas = bitacora.hojas(libro)
    n = len(hojas)
    for de in (1, 2, 5, 8, 16, n - 1, n):
        v = c.get(f"{LOG}/consistencia?de={de}&a={n}", espera=200).json
        assert (v["raiz_de"], v["raiz_a"]) == (bitacora.raiz(hojas[:de]).hex(), bitacora.raiz(hojas).hex()) and (de < n) == bool(v["prueba"])
    for mal in ("de=0&a=3", "de=4&a=3", f"de=1&a={n + 1}", "de=1", "a=1", "", "de=x&a=3", "de=1&a=2&x=1"):
        assert c.get(f"{LOG}/consistencia?{mal}", espera=400).slug == "parametro-invalido"


def test_hojas_para_llevar_copia(c, libro):
    """A copy of everything, page by page, gives the same root."""
    copia, desde, total = [], 0, None
    while desde is not None:
        p = c.get(f"{LOG}/hojas?desde={desde}&limite=10", espera=200).json
        copia += p["datos"]
        desde, total = p["siguiente"], p["tamano"]
    assert [h["indice"] for h in copia] == list(range(total))
    assert [h["acto"].encode() for h in copia] == bitacora.textos(libro)
    assert bitacora.raiz([bitacora.sha(b"\x00" + h["acto"].encode()) for h in copia]).hex() == c.get(LOG).json["raiz"]
    assert c.get(f"{LOG}/hojas?desde={total}", espera=200).json["datos"] == []
    for mal in (f"desde={total + 1}", "desde=-1", "limite=101", "limite=x", "x=1"):
        c.get(f"{LOG}/hojas?{mal}", espera=400)


# --- what somebody kept -----------------------------------------------------------------------------------------------------------


def test_comprobar_rechaza_lo_cambiado(c, llave, tmp_path):
    cabeza, v = c.get(LOG).json, c.get(f"{LOG}/inclusion?indice=13").json
    g, ajena = guardar(tmp_path, "g", cabeza), tmp_path / "ajena.pem"
    ajena.write_text(json.loads(ctl("bitacora", "crear-llave", "--archivo", tmp_path / "k").stdout)["pem"])
    otro = "f" if v["raiz"][0] != "f" else "e"
    pruebas = {
        "el texto": {**v, "actos": [v["actos"][0].replace("ñ", "n")]}, "la hoja": {**v, "hoja": otro * 64}, "el lugar": {**v, "indice": 12},
        "la raíz": {**v, "raiz": otro * 64}, "la prueba": {**v, "prueba": v["prueba"][:-1]}, "una de la prueba": {**v, "prueba": [otro * 64, *v["prueba"][1:]]}}
    cabezas = {"el tamaño": {**cabeza, "tamano": cabeza["tamano"] + 1}, "la raíz": {**cabeza, "raiz": otro * 64},
               "el momento": {**cabeza, "momento": "2020-01-01T00:00:00.000000Z"}}
    for como in (guion, lambda *a: ctl("bitacora", "comprobar", *a)):
        bien = guardar(tmp_path, "p", v)
        assert como(bien, "--cabeza", g, "--llave", llave[1]).returncode == 0, como(bien, "--cabeza", g, "--llave", llave[1])
        for que, mala in pruebas.items():
            assert como(guardar(tmp_path, "m", mala), "--cabeza", g).returncode == 1, que
        for que, mala in cabezas.items():
            assert como(bien, "--cabeza", guardar(tmp_path, "m", mala)).returncode == 1, que
        assert como(bien, "--cabeza", g, "--llave", ajena).returncode == 1
        # Nothing that can be read is an answer too.
        for texto in ("", "{}", "[]", "{", '{"tamano": "x"}', "\x00", '{"actos":[],"indice":0,"tamano":1,"raiz":"","hoja":"","prueba":[]}'):
            (tmp_path / "m").write_text(texto)
            assert como(tmp_path / "m", "--cabeza", g).returncode in (1, 2) and como(bien, "--cabeza", tmp_path / "m").returncode in (1, 2), texto
        assert como(tmp_path / "no", "--cabeza", g).returncode in (1, 2)
    assert "integro" in ctl("bitacora", "comprobar", guardar(tmp_path, "m", pruebas["la raíz"]), "--cabeza", g).stdout
    falsa = {**cabeza, "firma": base64.b64encode(bytes(64)).decode()}
    assert guion(bien, "--cabeza", guardar(tmp_path, "m", falsa), "--llave", llave[1]).returncode == 1
    assert ctl("bitacora", "comprobar", bien, "--cabeza", guardar(tmp_path, "m", falsa)).returncode == 1


# --- whoever owns the database can change everything but what others keep -----------------------------------------------------------


def test_quien_altera_la_historia_es_descubierto(cluster, llave, lanzar, tmp_path):
    """A superuser changes an old act and makes every hash of chain and tree agree with it: the signed heads still tell."""
    base = BaseDatos(cluster).preparar(calendario=False)
    bitacora.asentar(base, *[(f"RAII-2026-{i % 6 + 1:05}", {"denominacion": f"Acuerdo {i}"}) for i in range(11)])
    s = lanzar(base, {"DICTAMEN_BITACORA_LLAVE": str(llave[0])})
    c = s.cliente()
    guardada = guardar(tmp_path, "guardada", esperar_cabeza(c, 11))  # somebody's own copy
    p = base.ctl("verificar")
    assert p.lineas[-1]["integro"] and (p.lineas[-1]["actos_registro"], p.lineas[-1]["cabezas"]) == (11, 1)
    base.sql("update registro_acto set datos = replace(datos, 'Acuerdo 2', 'Acuerdo Z') where indice = 2")
    p = base.ctl("verificar", verifica=False)
    assert p.returncode == 1 and p.lineas[-1]["indice"] == 2 and "hash" in p.lineas[-1]["difiere"]
    bitacora.recalcular(base)
    p = base.ctl("verificar", verifica=False)
    assert p.returncode == 1 and "firmó" in p.lineas[-1]["difiere"] and p.lineas[-1]["indice"] == 11
    # What the service now says of the changed act does not lead to the head that was kept.
    for i in (2, 9):
        v = guardar(tmp_path, "v", c.get(f"{LOG}/inclusion?indice={i}&tamano=11", espera=200).json | {"cabeza": json.loads(guardada.read_text())})
        assert guion(v, "--cabeza", guardada).returncode == 1 and ctl("bitacora", "comprobar", v, "--cabeza", guardada).returncode == 1
    # Nor does it sign anything that does not begin with what it signed before.
    bitacora.asentar(base, ("RAII-2026-00009", {"denominacion": "Nuevo"}))
    bitacora.recalcular(base)
    fin = time.monotonic() + 20
    while not any(x.get("problema") == "bitacora-rota" for x in s.lineas()):
        assert time.monotonic() < fin
        time.sleep(0.2)
    assert c.get(LOG).json["tamano"] == 11
    # Even without a trace of the old heads in the database, and a new one signed, the kept one tells.
    base.sql("delete from bitacora_cabeza")
    nueva = esperar_cabeza(c, 12)
    assert base.ctl("verificar").lineas[-1]["integro"]
    k = guardar(tmp_path, "k", c.get(f"{LOG}/consistencia?de=11&a=12").json)
    n = guardar(tmp_path, "n", nueva)
    for como in (guion, lambda *a: ctl("bitacora", "comprobar", *a)):
        r = como("--cabeza", guardada, "--otra", n, "--consistencia", k)
        assert r.returncode == 1 and "historia se cambió" in r.stdout
    assert s.parar() == 0
    base.borrar()


@pytest.mark.parametrize("mal,dice", [
    ("delete from asiento_ficha where indice = 4; delete from registro_acto where indice = 4", "falta"),
    ("update bitacora_nodo set hash = sha256('x') where nivel = 1 and indice = 1", "nodo"),
    ("delete from bitacora_nodo where nivel = 2 and indice = 0", "falta un nodo"),
    ("insert into bitacora_nodo (nivel, indice, hash) values (9, 9, sha256('x'))", "ninguna hoja"),
    ("update registro_acto set anterior = sha256('x') where indice = 6", "no enlaza"),
    ("update bitacora_cabeza set firma = decode(repeat('00', 64), 'hex')", "firma"),
    ("update bitacora_cabeza set tamano = 5", "firma"),
    ("delete from bitacora_nodo where indice >= 7 and nivel = 0; delete from asiento_ficha where indice >= 7; delete from registro_acto where indice >= 7",
     "más larga"),
])
def test_verificar_senala_que_difiere(cluster, llave, lanzar, mal, dice):
    base = BaseDatos(cluster).preparar(calendario=False)
    bitacora.asentar(base, *[(f"RAII-2026-{i % 4 + 1:05}", {"denominacion": f"Acuerdo {i}"}) for i in range(8)])
    s = lanzar(base, {"DICTAMEN_BITACORA_LLAVE": str(llave[0])})
    esperar_cabeza(s.cliente(), 8)
    assert s.parar() == 0 and base.ctl("verificar").lineas[-1]["integro"]
    for orden in mal.split("; "):
        base.sql(orden)
    p = base.ctl("verificar", verifica=False)
    assert p.returncode == 1 and not p.lineas[-1]["integro"] and dice in p.lineas[-1]["difiere"], p.stdout
    base.borrar()


def test_el_servicio_no_puede_cambiar_nada(libro, c):
    import psycopg2
    for tabla in ("bitacora_cabeza", "bitacora_nodo", "registro_acto"):
        for orden in (f"delete from {tabla}", f"update {tabla} set {'raiz' if 'cabeza' in tabla else 'hash'} = sha256('x')", f"truncate {tabla}"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                libro.sql(orden, usuario="dictamend_prueba")
    assert re.fullmatch("[0-9a-f]{64}", c.get(LOG).json["llave"])
