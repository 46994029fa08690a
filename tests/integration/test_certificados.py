"""Certified copies of the registry's entries: sealed, with the proof inside, verifiable by anyone; refused plainly where they cannot be made."""

import json
import os
import subprocess
import sys
import time

import pytest

from conftest import AJUSTES
from support import bitacora, sello as modulo
from support.sello import Sello
from support.servicio import BIN, RAIZ, BaseDatos, Servicio

NUMERO = "RAII-2026-00001"
GUION = os.path.join(RAIZ, "ejemplos", "comprobar-bitacora.py")
DATOS = {"areas": ["educacion", "cultura"], "contrapartes": [{"clase": "gubernamental", "lugar": "Chengdu", "nombre": "Ciudad de Chengdu", "pais": "CN"}],
         "denominacion": "Acuerdo de hermanamiento <b>Zapopan</b> – Chengdú & más", "fecha_firma": "2026-03-02", "inscrito_en": "2026-04-01",
         "lugar_firma": "Zapopan, Jalisco", "nivel": "municipal", "partes_mexicanas": [{"cve_ent": "14", "nivel": "municipal", "nombre": "Municipio de Zapopan"}],
         "precision_fecha": "dia", "vigencia": "determinada", "vigencia_desde": "2026-03-02", "vigencia_hasta": "2026-03-01"}


def url(numero):
    return f"/v1/registro/{numero}/certificacion"


@pytest.fixture(scope="module")
def sello():
    s = Sello()
    yield s
    s.borrar()


@pytest.fixture(scope="module")
def libro(cluster):
    b = BaseDatos(cluster).preparar(calendario=False)
    bitacora.asentar(b, (NUMERO, DATOS), ("RAII-2026-00002", {"denominacion": "Otro"}), (NUMERO, DATOS),
                     ("RAII-2026-00003", {"denominacion": "Solo el año", "fecha_firma": "2010-01-01", "precision_fecha": "anio",
                                          "procedencia": {"clase": "carga_historica", "fuente": "Lista de 2011"}, "terminado_en": "2015-05-05"}))
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def llave(tmp_path_factory):
    d = tmp_path_factory.mktemp("llave")
    p = Sello.ctl("bitacora", "crear-llave", "--archivo", str(d / "llave.pem"))
    assert p.returncode == 0, p.stderr
    return d / "llave.pem"


@pytest.fixture(scope="module")
def c(libro, sello, llave):
    s = Servicio(libro, {**AJUSTES, **sello.ajustes, "DICTAMEN_BITACORA_LLAVE": str(llave)}).arrancar()
    c = s.cliente(plazo=180)
    esperar_cabeza(c, 4)
    yield c
    assert s.parar(60) == 0, s.ultimas_lineas()
    s.lineas()


def esperar_cabeza(c, tamano):
    fin = time.monotonic() + 30
    while True:
        r = c.get("/v1/registro/bitacora", espera=None)
        if r.status == 200 and r.json["tamano"] >= tamano:
            return r.json
        assert time.monotonic() < fin, r
        time.sleep(0.1)


@pytest.fixture(scope="module")
def copia(c):
    return c.get(url(NUMERO)).body


@pytest.fixture
def archivo(copia, tmp_path):
    (tmp_path / "copia.pdf").write_bytes(copia)
    return tmp_path / "copia.pdf"


def texto_de(archivo):
    return " ".join(subprocess.run(["pdftotext", "-layout", archivo, "-"], capture_output=True, check=True).stdout.decode().split())


def test_sellada_y_entera(archivo, sello, tmp_path):
    p = modulo.correr("qpdf", "--check", str(archivo))
    assert p.returncode == 0, p.stdout
    (tmp_path / "nss").mkdir()
    almacen = modulo.nss(sello, str(tmp_path / "nss"))
    assert modulo.firmas(str(archivo), almacen) == ("Signature is Valid.", "Certificate is Trusted.", True)
    plano = modulo.correr("qpdf", "--qdf", "--object-streams=disable", str(archivo), "-").stdout
    assert b"<pdfaid:part>3</pdfaid:part>" in plano and b"/AFRelationship /Data" in plano


def test_dice_lo_que_consta(archivo, c):
    t = texto_de(archivo)
    for dice in (NUMERO, "hermanamiento <b>Zapopan</b>", "Chengdú & más", "Municipio de Zapopan", "Jalisco", "Ciudad de Chengdu", "China", "2 de marzo de 2026",
                 "Vencido", "1. Carga histórica", "2. Corrección", "Educación, Cultura"):
        assert dice in t, (dice, t)
    (archivo.parent / "otra.pdf").write_bytes(c.get(url("RAII-2026-00003")).body)
    t = texto_de(archivo.parent / "otra.pdf")
    for dice in ("2010 (se ignoran el día y el mes)", "Terminado", "Lista de 2011", "1. Carga histórica"):
        assert dice in t, (dice, t)


def test_la_prueba_va_dentro(archivo, copia, c, libro, tmp_path):
    p = subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, archivo], capture_output=True, check=False)
    assert p.returncode == 0, p.stderr
    v = json.loads((tmp_path / "prueba.json").read_text())
    textos = bitacora.textos(libro)
    assert v["indice"] == 2 and [t.encode() for t in v["actos"]] == [textos[0], textos[2]]
    cabeza = tmp_path / "cabeza.json"
    cabeza.write_text(json.dumps(c.get("/v1/registro/bitacora").json))

    def guion(que):
        return subprocess.run([sys.executable, "-I", GUION, que, "--cabeza", cabeza], capture_output=True, text=True, check=False)
    for que in (archivo, tmp_path / "prueba.json"):
        assert guion(que).returncode == 0, guion(que)
    p = subprocess.run([os.path.join(BIN, "dictamenctl"), "bitacora", "comprobar", tmp_path / "prueba.json", "--cabeza", cabeza], capture_output=True,
                       text=True, check=False)
    assert p.returncode == 0 and json.loads(p.stdout)["actos"] == 2, p.stderr
    mala = tmp_path / "mala.pdf"
    mala.write_bytes(copia.replace("Se corrige ñ".encode(), "Se corrige n".encode() + b" "))
    assert mala.read_bytes() != copia and guion(mala).returncode == 1
    mala.write_bytes(b"%PDF-1.7\nnada")
    assert guion(mala).returncode == 2


def test_cualquiera_la_verifica(archivo, copia, c, libro):
    codigo = libro.sql("select codigo from certificado_emitido where sha256 = sha256(%s)", copia)[0][0]
    assert codigo in texto_de(archivo)
    v = c.get(f"/v1/verificacion/{codigo}").json
    assert v["emitido"] and v["vigente"] and (v["clase"], v["numero"]) == ("copia_certificada", NUMERO)
    assert c.post("/v1/verificacion", copia, tipo="application/pdf", espera=200).json == v
    assert not c.post("/v1/verificacion", copia + b"\n", tipo="application/pdf", espera=200).json["emitido"]
    pagina = c.get(f"/v1/verificacion/{codigo}", encabezados={"Accept": "text/html"}).body.decode()
    assert "Copia certificada" in pagina and "sigue vigente" in pagina
    # A code more each time; nothing of the document is kept.
    otra = c.get(url("RAII-2026-00002")).body
    assert libro.sql("select count(*) from certificado_emitido where sha256 = sha256(%s)", otra)[0][0] == 1
    assert not libro.sql("select 1 from contenido where sha256 = sha256(%s)", otra)
    # Once the entry has a later act, the copy is of the past.
    codigo = libro.sql("select codigo from certificado_emitido where sha256 = sha256(%s)", otra)[0][0]
    assert c.get(f"/v1/verificacion/{codigo}").json["vigente"]
    bitacora.asentar(libro, ("RAII-2026-00002", {"denominacion": "Otro, corregido"}))
    v = c.get(f"/v1/verificacion/{codigo}").json
    assert not v["vigente"] and v["motivo"] == "asiento_con_actos_posteriores"


def test_de_lo_que_no_consta_no_se_certifica(c):
    c.get(url("RAII-1999-00001"), espera=404)
    c.get(url("%27%20or%201=1--"), espera=404)
    c.get(url(NUMERO) + "?x=1", espera=400)


def test_sin_sello_o_sin_cabeza_se_dice(libro, sello, lanzar):
    s = lanzar(libro)
    assert s.cliente().get(url(NUMERO), espera=503).slug == "sello-no-disponible"
    assert s.parar() == 0
    vacia = BaseDatos(libro.cluster).preparar(calendario=False)
    bitacora.asentar(vacia, (NUMERO, DATOS))
    s = lanzar(vacia, sello.ajustes)
    assert s.cliente().get(url(NUMERO), espera=503).slug == "bitacora-sin-cabeza"
    assert s.parar() == 0
    vacia.borrar()
