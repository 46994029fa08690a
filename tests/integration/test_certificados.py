"""Certified copies of the registry's entries: sealed, with the proof inside, verifiable by anyone; refused plainly where they cannot be made."""

import json
import os
import re
import subprocess
import sys
import time

import pytest

from conftest import AJUSTES
from support import bitacora, sello as modulo
from support.sello import Sello
from support.inscritos import Asiento, esperar
from support.servicio import BIN, RAIZ, BaseDatos, Servicio
from support.tramite import Mundo, con_gente

NUMERO = "RAII-2026-00001"
GUION = os.path.join(RAIZ, "ejemplos", "comprobar-bitacora.py")
DATOS = {"areas": ["educacion", "cultura"], "contrapartes": [{"clase": "gubernamental", "lugar": "Chengdu", "nombre": "Ciudad de Chengdu", "pais": "CN"}],
         "denominacion": "Acuerdo de hermanamiento <b>Zapopan</b> – Chengdú & más", "fecha_firma": "2026-03-02", "inscrito_en": "2026-04-01",
         "lugar_firma": "Zapopan, Jalisco", "nivel": "municipal", "partes_mexicanas": [{"cve_ent": "14", "nivel": "municipal", "nombre": "Municipio de Zapopan"}],
         "precision_fecha": "dia", "vigencia": "determinada", "vigencia_desde": "2026-03-02", "vigencia_hasta": "2026-03-01"}


def url(numero):
    return f"/v1/registro/{numero}/certificacion"


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


# ---- the constancia as it was issued --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inscrito(cluster, sello, llave):
    """An entry of a file, with its constancia, in a registry whose log is signed."""
    b = con_gente(cluster)
    s = Servicio(b, {**AJUSTES, **sello.ajustes, "DICTAMEN_BITACORA_LLAVE": str(llave)}).arrancar()
    a = Asiento(Mundo(b, s), denominacion="Acuerdo de hermanamiento /M (D:00000000000000Z) <b>ñ</b>")
    esperar(lambda: a.ver().json.get("constancia"))
    yield a
    assert s.parar(60) == 0, s.ultimas_lineas()
    b.borrar()


def guion(*args):
    return subprocess.run([sys.executable, "-I", GUION, *args], capture_output=True, text=True, check=False)


def ctl(*args):
    return subprocess.run([os.path.join(BIN, "dictamenctl"), "bitacora", "comprobar", *args], capture_output=True, text=True, check=False, env={})


@pytest.fixture
def guardado(inscrito, llave, sello, tmp_path):
    """What somebody keeps: the constancia, the head of that day, the log's key and the seal's authority. From here on nothing asks the service."""
    pdf = inscrito.publico.get(inscrito.url + "/constancia").body
    (tmp_path / "constancia.pdf").write_bytes(pdf)
    tamano = adjunto(pdf)["tamano"]
    cabeza, = [x for x in inscrito.publico.get("/v1/registro/bitacora/cabezas").json["datos"] if x["tamano"] == tamano][:1]
    (tmp_path / "cabeza.json").write_text(json.dumps(cabeza))
    (tmp_path / "llave.pem").write_text(inscrito.publico.get("/v1/registro/bitacora/llave").json["llaves"][0]["pem"])
    return tmp_path


def adjunto(pdf):
    return json.loads(re.search(rb"/Type /EmbeddedFile.*?>>\nstream\n(.*?)\nendstream", pdf, re.S).group(1))


def test_la_constancia_se_comprueba_sin_red(inscrito, guardado, sello):
    dado = (guardado / "constancia.pdf", "--cabeza", guardado / "cabeza.json", "--llave", guardado / "llave.pem", "--ca", sello.en("ca.pem"))
    p = guion(*dado)
    assert p.returncode == 0 and p.stdout.startswith("Bien: "), p
    p = ctl(*dado)
    v = json.loads(p.stdout)
    assert p.returncode == 0 and v["integro"] and v["actos"] == 1 and "Pruebas" in v["sello"], p
    acto = json.loads(adjunto((guardado / "constancia.pdf").read_bytes())["actos"][0])
    assert (acto["acto"], acto["asiento"], acto["n"]) == ("inscripcion", inscrito.numero, 1) and acto["datos"]["asiento"]["denominacion"].endswith("<b>ñ</b>")
    t = texto_de(guardado / "constancia.pdf")
    assert "Prueba en la bitácora del Registro" in t and f"La inscripción ocupa el lugar {acto['indice']} " in t and inscrito.numero in t
    p = modulo.correr("qpdf", "--check", str(guardado / "constancia.pdf"))
    assert p.returncode == 0, p.stdout
    # Without the authority both still say whether it is what was sealed.
    assert guion(*dado[:3]).returncode == 0 and ctl(*dado[:3]).returncode == 0


def test_la_constancia_contra_una_cabeza_posterior(inscrito, guardado):
    inscrito.anotar("correccion", {"motivo": "x", "cambios": {"lugar_firma": "Zapopan, Jalisco"}})
    tamano = adjunto((guardado / "constancia.pdf").read_bytes())["tamano"]
    posterior = esperar(lambda: (lambda x: x if x["tamano"] > tamano else None)(inscrito.publico.get("/v1/registro/bitacora").json))
    (guardado / "cabeza.json").write_text(json.dumps(posterior))
    (guardado / "c.json").write_text(json.dumps(inscrito.publico.get(f"/v1/registro/bitacora/consistencia?de={tamano}&a={posterior['tamano']}").json))
    sin = (guardado / "constancia.pdf", "--cabeza", guardado / "cabeza.json")
    assert guion(*sin).returncode == 2 and ctl(*sin).returncode == 1
    for comprobar in (guion, ctl):
        assert comprobar(*sin, "--consistencia", guardado / "c.json").returncode == 0


def test_una_constancia_alterada_o_de_otra_cabeza(inscrito, guardado, sello, c, tmp_path_factory):
    pdf = (guardado / "constancia.pdf").read_bytes()
    cabeza, mala = guardado / "cabeza.json", guardado / "mala.pdf"
    antes, despues = (int(x) for x in re.search(rb"/ByteRange \[0 (\d+) +(\d+)", pdf).groups())
    flujo = pdf.index(b"stream\n") + 40
    huella = re.search(b"06092a864886f70d01090431220420([0-9a-f]{64})", pdf).group(1)

    def amparar(x):
        """What a forger would do who has no key: the digest that the seal holds is made that of the altered bytes."""
        import hashlib
        return x.replace(huella, hashlib.sha256(x[:antes] + x[despues:]).hexdigest().encode())
    visible = pdf[:flujo] + bytes([pdf[flujo] ^ 1]) + pdf[flujo + 1:]
    dentro = pdf.replace(b"hermanamiento \\u002fM", b"hermanamientO \\u002fM")
    for alterado in (visible, dentro, pdf + b"\n", pdf[:-1], pdf + pdf[pdf.index(b"xref"):], pdf.replace(huella, b"0" * 64), pdf[:antes + 1] + b"zz" + pdf[antes + 3:]):
        assert alterado != pdf
        mala.write_bytes(alterado)
        for comprobar in (guion, ctl):
            p = comprobar(mala, "--cabeza", cabeza)
            assert p.returncode == 1, p
    for alterado in (visible, dentro):
        mala.write_bytes(amparar(alterado))
        assert guion(mala, "--cabeza", cabeza, "--ca", sello.en("ca.pem")).returncode == 1 and ctl(mala, "--cabeza", cabeza).returncode == 1
    # Somebody else's seal, and somebody else's log.
    ajena = modulo.Sello()
    for comprobar in (guion, ctl):
        assert comprobar(guardado / "constancia.pdf", "--cabeza", cabeza, "--ca", ajena.en("ca.pem")).returncode == 1
    ajena.borrar()
    otra = [x for x in c.get("/v1/registro/bitacora/cabezas").json["datos"] if x["tamano"] > 0][-1]
    tamano = adjunto(pdf)["tamano"]
    mia = json.loads(cabeza.read_text())
    bitacora_ajena = {**mia, "raiz": otra["raiz"], "nota": mia["nota"].replace(mia["nota"].split("\n")[2], otra["nota"].split("\n")[2])}
    (guardado / "otra.json").write_text(json.dumps(bitacora_ajena))
    assert mia["tamano"] == tamano and guion(guardado / "constancia.pdf", "--cabeza", guardado / "otra.json").returncode == 1
    assert ctl(guardado / "constancia.pdf", "--cabeza", guardado / "otra.json").returncode == 1
    mala.write_bytes(b"%PDF-1.7\nnada")
    assert guion(mala, "--cabeza", cabeza).returncode == 2 and ctl(mala, "--cabeza", cabeza).returncode == 1


def test_la_constancia_espera_a_la_cabeza_que_la_cubre(cluster, sello, llave, lanzar):
    """Where another instance signs the log, the constancia comes once its inscription is under a signed head, and has its proof."""
    b = con_gente(cluster)
    firma = lanzar(b, {"DICTAMEN_BITACORA_LLAVE": str(llave)})
    esperar_cabeza(firma.cliente(), 0)
    assert firma.parar(60) == 0
    a = Asiento(Mundo(b, lanzar(b, sello.ajustes)))
    emitir = lambda: b.sql("select estado, problema from trabajo where expediente_id = %s and clase = 'emitir' order by n desc limit 1", a.t.id)[0]
    esperar(lambda: emitir()[1] == "bitacora-sin-cabeza")
    assert "constancia" not in a.ver().json
    lanzar(b, {"DICTAMEN_BITACORA_LLAVE": str(llave)})
    esperar(lambda: a.ver().json.get("constancia"))
    assert adjunto(a.publico.get(a.url + "/constancia").body)["indice"] == 0
    b.borrar()
