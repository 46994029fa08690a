"""The registry as a file: what an export holds, what an import takes and refuses, and that one is the other's inverse."""

import csv
import io
import json
import os
import resource
import subprocess
import tempfile
from contextlib import closing
from unittest.mock import ANY

import pytest

from conftest import AJUSTES, DATOS
from support.asientos import Asientos
from support.contrato import RAIZ
from support.inscritos import Asiento, esperar, url
from support.servicio import BIN, BaseDatos, Servicio
from support.tramite import Mundo, hoy

VACIO = {"precision_fecha": "desconocida"}


@pytest.fixture()
def base(cluster):
    b = BaseDatos(cluster).preparar(calendario=False)
    yield b
    b.borrar()


def exportar(base, formato="csv"):
    """The bytes, as text whose line ends are what they are."""
    with tempfile.TemporaryDirectory() as carpeta:
        base.ctl("registro", "exportar", "--formato", formato, "--archivo", os.path.join(carpeta, "r"))
        with open(os.path.join(carpeta, "r"), "rb") as f:
            return f.read().decode()


def filas(texto):
    return list(csv.DictReader(io.StringIO(texto, newline="")))


def poner(base, *datos):
    """Entries with these data, put there directly. Returns their numbers."""
    numeros = Asientos(base).agregar([{} for _ in datos])
    with closing(base.conectar()) as c, c.cursor() as q:
        c.autocommit = True
        for n, d in zip(numeros, datos):
            q.execute("update asiento_ficha set datos = %s where asiento = %s", (json.dumps(d, ensure_ascii=False, sort_keys=True, separators=(",", ":")), n))
    return numeros


# ---- export -------------------------------------------------------------------------------------------------------------------------------------


def test_exportar_listas_y_formulas(base):
    entero = {"areas": ["cultura", "turismo"], "denominacion": '=cmd|" /C calc"!A0, con «comillas» y\\diagonal', "idiomas": ["es", "ja"],
              "contrapartes": [{"nombre": "Ciudad; de; Kioto", "clase": "gubernamental", "pais": "JP", "lugar": "Kioto"}, {"nombre": "ONU\\Hábitat"}],
              "partes_mexicanas": [{"nombre": "-Ayuntamiento de Guadalajara", "nivel": "municipal", "cve_ent": "14", "cve_mun": "039", "municipio": "Guadalajara"}],
              "fecha_firma": "1980-01-01", "precision_fecha": "anio", "nivel": "municipal", "tipo": "hermanamiento", "vigencia": "indefinida",
              "procedencia": {"clase": "carga_historica", "clave": "R1", "conjunto": "lista", "fecha": "2026-01-02", "fuente": "Lista", "linea": 7, "nota": "dos\nrenglones"},
              "texto": {"id": "01934567-89ab-7000-8000-000000000002", "nombre": "a.pdf", "sha256": "ab" * 32, "tamano": 12, "tipo_medio": "application/pdf"}}
    numeros = poner(base, entero, VACIO)
    texto = exportar(base)
    assert texto.endswith("\n") and len(texto.split("\r\n")) == 4
    uno, dos = sorted(filas(texto), key=lambda f: numeros.index(f["numero"]))
    assert uno["denominacion"] == "'" + entero["denominacion"] and uno["partes_mexicanas"] == "'-Ayuntamiento de Guadalajara"
    assert uno["contrapartes"] == "Ciudad\\; de\\; Kioto;ONU\\\\Hábitat" and uno["pais"] == "JP;" and uno["clase"] == "gubernamental;"
    assert uno["pais_nombre"] == "Japón;" and uno["region"] == "asia;" and uno["entidad"] == "Jalisco" and uno["cve_mun"] == "039"
    assert uno["areas"] == "cultura;turismo" and uno["fecha_firma"] == "1980-01-01" and uno["precision_fecha"] == "anio"
    assert uno["procedencia_nota"] == "dos\nrenglones" and uno["procedencia_linea"] == "7" and uno["texto_tamano"] == "12"
    assert {k for k, v in dos.items() if v} == {"numero", "precision_fecha"}
    lineas = [json.loads(x) for x in exportar(base, "jsonl").splitlines()]
    assert {x["numero"]: x["asiento"] for x in lineas} == {numeros[0]: entero, numeros[1]: VACIO}


def test_el_diccionario_es_el_de_los_documentos(base):
    with open(os.path.join(RAIZ, "docs", "registro.md"), encoding="utf-8") as f:
        tabla = f.read().split("| columna | contenido |\n|---|---|\n")[1].split("\n\n")[0]
    assert [x.split("`")[1] for x in tabla.splitlines()] == exportar(base).strip().split(",")


def test_exportar_es_de_un_solo_orden_y_a_un_archivo(base, tmp_path):
    numeros = poner(base, *[VACIO] * 1203)
    texto = exportar(base)
    assert [f["numero"] for f in filas(texto)] == sorted(numeros)
    p = base.ctl("registro", "exportar", "--archivo", tmp_path / "r.csv")
    assert p.lineas == [{"asientos": 1203, "version": 1203}]
    iguales = base.ctl("registro", "exportar").stdout == texto.replace("\r\n", "\n")
    assert iguales, "standard output gets the same"
    assert base.ctl("registro", "exportar", "--formato", "xml", verifica=False).returncode == 1
    p = base.ctl("registro", "exportar", "--archivo", tmp_path / "no" / "hay", verifica=False)
    assert p.returncode == 1 and "no/hay" in p.stderr
    with open("/dev/full", "w") as lleno:
        p = subprocess.run([os.path.join(BIN, "dictamenctl"), "registro", "exportar"], stdout=lleno, stderr=subprocess.PIPE, text=True, timeout=60, env=base.entorno())
    assert p.returncode == 1 and "No space left" in p.stderr, "the rest of the rows is given up"


# ---- import -------------------------------------------------------------------------------------------------------------------------------------

MAPA = """[archivo]
conjunto = prueba
[columnas]
procedencia_clave = id
denominacion = nombre
partes_mexicanas = parte
cve_ent = estado
contrapartes = otra
pais = pais
fecha_firma = firma
[constantes]
nivel = municipal
partes_nivel = municipal
clase = gubernamental
procedencia_fuente = Libro de prueba
[fechas]
formato = aaaa-mm-dd
formato = dd/mm/aaaa
formato = mes aaaa
"""
ENCABEZADO = "id,nombre,parte,estado,otra,pais,firma"
BUENO = "1,Acuerdo uno,Ayuntamiento de León,11,Múnich,DE,2001-02-03"


class Carga:
    """A file and a map, loaded into a database."""

    def __init__(self, base, carpeta, contenido, mapa=MAPA):
        self.base, self.csv, self.mapa = base, carpeta / "datos.csv", carpeta / "mapa.ini"
        self.csv.write_bytes(contenido if isinstance(contenido, bytes) else contenido.encode())
        if mapa:
            self.mapa.write_text(mapa, encoding="utf-8")

    def __call__(self, *args, sale=0):
        p = self.base.ctl("registro", "importar", self.csv, *(["--mapa", self.mapa] if self.mapa.exists() else []), *args, verifica=False)
        assert p.returncode == sale, p.stdout + p.stderr
        p.hecho = p.lineas[-1] if p.lineas else None
        p.faltas = [x for x in p.stderr.splitlines() if x.startswith("línea ")]
        return p


def renglones(*mas):
    return "\n".join([ENCABEZADO, *mas]) + "\n"


def asientos(base):
    return {x["numero"]: x["asiento"] for x in map(json.loads, exportar(base, "jsonl").splitlines())}


def integra(base):
    p = base.verificar()
    assert p.returncode == 0, p.stdout + p.stderr
    return p.lineas[-1]


def test_cargar(base, tmp_path):
    c = Carga(base, tmp_path, renglones(BUENO, '2,"Acuerdo dos, de mayo",Ayuntamiento de León,11,Lyon,FR,mayo 2003', "3,Tres,Celaya,11,ONU,,"))
    p = c("--fecha", "2026-01-02")
    assert p.hecho["cargados"] == 3 and p.hecho["renglones"] == 3 and p.hecho["malos"] == 0 and not p.faltas
    hay = {x["procedencia"]["clave"]: x for x in asientos(base).values()}
    assert hay["1"] == {"contrapartes": [{"clase": "gubernamental", "nombre": "Múnich", "pais": "DE"}], "denominacion": "Acuerdo uno", "fecha_firma": "2001-02-03",
                        "nivel": "municipal", "partes_mexicanas": [{"cve_ent": "11", "nivel": "municipal", "nombre": "Ayuntamiento de León"}],
                        "precision_fecha": "dia", "procedencia": {"clase": "carga_historica", "clave": "1", "conjunto": "prueba", "fecha": "2026-01-02",
                                                                  "fuente": "Libro de prueba", "linea": 2}}
    assert hay["2"]["precision_fecha"] == "mes" and hay["2"]["fecha_firma"] == "2003-05-01" and hay["3"]["precision_fecha"] == "desconocida"
    assert "fecha_firma" not in hay["3"] and "pais" not in hay["3"]["contrapartes"][0]
    acto, datos = base.sql("select acto, datos from registro_acto order by indice limit 1")[0]
    assert acto == "carga" and json.loads(datos)["motivo"] == "Carga de datos.csv, línea 2"
    assert integra(base)["actos_registro"] == 3


def test_repetir_no_carga_nada(base, tmp_path):
    c = Carga(base, tmp_path, renglones(BUENO))
    antes = c().hecho["sha256"]
    p = c()
    assert p.hecho == {**p.hecho, "cargados": 0, "ya_estaban": 1, "distintos": 0, "sha256": antes} and "No había nada que cargar" in p.stderr
    # The same row with other data is told, and left alone; a new one beside it is loaded.
    c.csv.write_text(renglones(BUENO.replace("Múnich", "Berlín"), BUENO.replace("1,", "2,", 1)), encoding="utf-8")
    p = c()
    assert p.hecho["cargados"] == 1 and p.hecho["distintos"] == 1 and "anote una corrección" in p.faltas[0] and "línea 2" in p.faltas[0]
    assert sorted(x["contrapartes"][0]["nombre"] for x in asientos(base).values()) == ["Múnich", "Múnich"]
    assert integra(base)["actos_registro"] == 2


def test_ensayo_no_carga(base, tmp_path):
    p = Carga(base, tmp_path, renglones(BUENO))("--ensayo")
    assert p.hecho["renglones"] == 1 and p.hecho["cargados"] == 0 and asientos(base) == {}


def test_todas_las_faltas_y_nada_cargado(base, tmp_path):
    malos = ["1,,Ayuntamiento de León,99,Múnich,XX,2001-02-30",
             BUENO.replace("1,", "2,", 1),
             "3,Tres,Ayuntamiento de León,11,Múnich,DE,2001-02-03,sobra",
             "4,Cuatro,Ayuntamiento de León,11",
             "2,Repetido,Ayuntamiento de León,11,Múnich,DE,2001-02-03",
             "6,=SUM(A1:A2),Ayuntamiento de León,11,Múnich,DE,2999-02-03",
             ",Sin clave,Ayuntamiento de León,11,Múnich,DE,1812-02-03",
             "8,Futuro,Ayuntamiento de León,11,Múnich,DE,2099-02-03"]
    c = Carga(base, tmp_path, renglones(*malos))
    p = c(sale=1)
    assert p.hecho["malos"] == 7 and p.hecho["cargados"] == 0 and asientos(base) == {} and "--omitir-malas" in p.stderr
    esperadas = [(2, ",Ayunt", "falta este dato"), (2, "99", "INEGI"), (2, "XX", "ISO 3166-1"), (2, "2001", "no existe"), (4, "sobra", "8 columnas, y el encabezado 7"),
                 (5, "11", "4 columnas, y el encabezado 7"), (6, "2,", "la línea 3 ya lo tiene"), (7, "=SUM", "fórmula"), (7, "2999", "año"), (8, "1812", "año"),
                 (9, "2099", "todavía no llega")]
    for linea, donde, dice in esperadas:
        columna = malos[linea - 2].index(donde) + 1
        assert any(f"línea {linea}, columna {columna}" in x and dice in x for x in p.faltas), (linea, columna, dice, p.stderr)
    assert len(p.faltas) == len(esperadas), p.stderr
    p = c("--omitir-malas")
    assert p.hecho["cargados"] == 1 and p.hecho["malos"] == 7 and integra(base)["actos_registro"] == 1


def test_numeros(base, tmp_path):
    """A source's own numbers are kept, others come from the series, and the series goes on after them."""
    mapa = MAPA.replace("[columnas]", "[columnas]\nnumero = num")
    fila = "{},{},Acuerdo,Ayuntamiento de León,11,Múnich,DE,2001-02-03"
    anio = base.sql("select extract(year from now() at time zone 'America/Mexico_City')::int")[0][0]
    c = Carga(base, tmp_path, "\n".join(["num," + ENCABEZADO, fila.format("SRE/12/1994", 1), fila.format(f"RAII-{anio}-00041", 2), fila.format("", 3)]), mapa)
    assert c().hecho["cargados"] == 3
    assert {x["procedencia"]["clave"]: n for n, x in asientos(base).items()} == {"1": "SRE/12/1994", "2": f"RAII-{anio}-00041", "3": f"RAII-{anio}-00001"}
    c.csv.write_text("\n".join(["num," + ENCABEZADO, fila.format("", 4), fila.format("SRE/12/1994", 5), fila.format("x" * 101, 6)]), encoding="utf-8")
    p = c("--omitir-malas")
    assert p.hecho["cargados"] == 1 and "RAII-%d-00042" % anio in asientos(base)
    assert any("ya tiene un asiento con este número" in x for x in p.faltas) and any("100 caracteres" in x for x in p.faltas)


@pytest.mark.parametrize("contenido, linea, dice", [
    (b"", 1, "vacío"),
    (renglones("1,Tres,Ayuntamiento de Le\xf3n,11,Lyon,FR,2001-02-03").encode("latin-1"), 2, "codificación"),
    (renglones(BUENO).encode("utf-16"), 1, "UTF-16"),
    (renglones(BUENO + "\0").encode(), 2, "nulo"),
    (renglones('1,"Sin cerrar,Ayuntamiento de León,11,Múnich,DE,2001-02-03', BUENO).encode(), 2, "no se cierran"),
    (renglones('1,Un "acuerdo",Ayuntamiento de León,11,Múnich,DE,2001-02-03').encode(), 2, "comilla"),
    (renglones("1," + "x" * 70000 + ",Ayuntamiento de León,11,Múnich,DE,2001-02-03").encode(), 2, "64 KiB"),
    (renglones("1," + "x" * 501 + ",Ayuntamiento de León,11,Múnich,DE,2001-02-03").encode(), 2, "500 caracteres"),
    ((ENCABEZADO.replace("pais", "país") + "\n" + BUENO + "\n").encode(), 1, "falta esta columna"),
    ((ENCABEZADO + ",pais\n" + BUENO + ",FR\n").encode(), 1, "dos columnas con este título"),
    (ENCABEZADO.replace(",", ";").encode(), 1, "falta esta columna"),
    (renglones("1,Acuerdo\u202euno,Ayuntamiento de León,11,Múnich,DE,2001-02-03").encode(), 2, "caracteres de control")],
    ids=["vacio", "latin1", "utf16", "nulo", "sin-cerrar", "comilla", "celda-larga", "texto-largo", "falta-columna", "columna-doble", "separador", "invisibles"])
def test_archivos_malos(base, tmp_path, contenido, linea, dice):
    p = Carga(base, tmp_path, contenido)(sale=1)
    assert any(x.startswith(f"línea {linea}, ") and dice in x for x in p.faltas), p.stderr
    assert asientos(base) == {}


def test_archivos_raros_que_se_leen(base, tmp_path):
    bom = "\ufeff" + "\r\n".join([ENCABEZADO, BUENO, "", ""])
    assert Carga(base, tmp_path, bom)().hecho["cargados"] == 1
    c = Carga(base, tmp_path, renglones(BUENO.replace("1,", " 2 ,", 1)).replace(",", ";").encode("latin-1"),
              MAPA.replace("[archivo]", "[archivo]\nseparador = punto_y_coma\ncodificacion = latin-1"))
    assert c().hecho["cargados"] == 1
    assert {x["procedencia"]["clave"]: x["contrapartes"][0]["nombre"] for x in asientos(base).values()} == {"1": "Múnich", "2": "Múnich"}
    vacia = Carga(base, tmp_path, ENCABEZADO + "\n")()
    assert vacia.hecho["renglones"] == 0


def test_una_linea_enorme_no_llena_la_memoria(base, tmp_path):
    """1 GiB without a line end (most of it a hole of the file): told and passed over, in a process that never holds it."""
    c = Carga(base, tmp_path, renglones("1," + "x" * 70000)[:-1])
    os.truncate(c.csv, 1 << 30)
    antes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    p = c(sale=1)
    assert len(p.faltas) == 1 and "64 KiB" in p.faltas[0] and p.faltas[0].startswith("línea 2")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(antes, 300 << 10), "KiB, sanitizers included"


def test_barra_en_una_terminal(base, tmp_path):
    c = Carga(base, tmp_path, muchos(3000))
    maestro, esclavo = os.openpty()
    with subprocess.Popen([os.path.join(BIN, "dictamenctl"), "registro", "importar", str(c.csv), "--mapa", str(c.mapa)], env=base.entorno(),
                          stdout=subprocess.PIPE, stderr=esclavo) as p:
        os.close(esclavo)
        visto = b""
        try:
            while trozo := os.read(maestro, 65536):
                visto += trozo
        except OSError:  # the other end is gone
            pass
        assert json.loads(p.stdout.read())["cargados"] == 3000
    os.close(maestro)
    texto = visto.decode()
    assert "Carga" in texto and " %" in texto and "renglones/s" in texto and "faltan" in texto and "\r" in texto
    # Where nobody looks, plain lines.
    p = c()
    assert "revisión: 100 %, 3000 renglones" in p.stderr and "\r" not in p.stderr


@pytest.mark.parametrize("mapa, dice", [
    ("[columnas]\nnumeros = n\n", "no tiene el dato «numeros»"), ("[columnas]\nregion = n\nnumero = n", "se deriva"), ("[columnas]\ndenominacion = n\n", "ya cargado"),
    ("[archivo]\nseparador = ;\n[columnas]\nnumero = n\n", "se tomaría por comentario"), ("[archivo]\nseparador = dos\n[columnas]\nnumero = n\n", "elija entre coma"),
    ("[fechas]\nformato = dd\n[columnas]\nnumero = n\n", "no es una forma de fecha"), ("[fechas]\nentre = 5\n[columnas]\nnumero = n\n", "dos años"),
    ("[otra]\na = b\n[columnas]\nnumero = n\n", "no hay una sección"), ("[columnas]\nnumero = n\nnumero = m\n", "dos veces"),
    ("[listas]\ntipo = coma\n[columnas]\nnumero = n\n", "no es una lista"), ("[solo_si]\ntipo = nivel\n[columnas]\nnumero = n\n", "otro_dato valor"),
    ("[valores tipo]\notro = a | A\n[columnas]\nnumero = n\n", "ya vale"), ("[columnas\n", "se espera"), ("[columnas]\nnumero = " + "x" * 300, "197 bytes")],
    ids=["dato", "derivado", "sin-clave", "comentario", "palabra", "fecha", "anios", "seccion", "dos-veces", "lista", "condicion", "valor", "forma", "largo"])
def test_mapas_malos(base, tmp_path, mapa, dice):
    p = Carga(base, tmp_path, renglones(BUENO), mapa)(sale=1)
    assert dice in p.stderr and "renglón" in p.stderr, p.stderr


def test_opciones_malas(base, tmp_path):
    c = Carga(base, tmp_path, renglones(BUENO), MAPA.replace("procedencia_fuente = Libro de prueba\n", ""))
    assert "--fuente" in c(sale=1).stderr
    assert c("--fuente", "Dicha en la orden").hecho["cargados"] == 1
    assert [x["procedencia"]["fuente"] for x in asientos(base).values()] == ["Dicha en la orden"]
    assert "AAAA-MM-DD" in c("--fecha", "ayer", sale=1).stderr
    c.mapa.unlink()
    assert "no-hay" in c("--mapa", "no-hay", sale=1).stderr
    c.csv.unlink()
    assert "datos.csv" in c(sale=1).stderr


def test_listas_condiciones_y_valores(base, tmp_path):
    mapa = MAPA + "[listas]\ncontrapartes = diagonal\nareas = barra\n[solo_si]\nmunicipio = nivel municipal\n[valores areas]\notra = deporte | Salud pública\n[valores nivel]\n" \
                  "estatal = de un Estado\n"
    mapa = mapa.replace("[constantes]\nnivel = municipal\n", "areas = temas\nnivel = ámbito\nmunicipio = parte\n[constantes]\n")
    c = Carga(base, tmp_path, "\n".join([ENCABEZADO + ",temas,ámbito", BUENO.replace("Múnich", "A; B / C") + ",cultura|DEPORTE| salud publica,municipal",
                                         BUENO.replace("1,", "2,", 1) + ",,De un estado"]), mapa)
    assert c().hecho["cargados"] == 2
    hay = {x["procedencia"]["clave"]: x for x in asientos(base).values()}
    assert [y["nombre"] for y in hay["1"]["contrapartes"]] == ["A; B", "C"] and {y["pais"] for y in hay["1"]["contrapartes"]} == {"DE"}
    assert hay["1"]["areas"] == ["cultura", "otra"] and hay["1"]["partes_mexicanas"][0]["municipio"] == "Ayuntamiento de León"
    assert hay["2"]["nivel"] == "estatal" and "municipio" not in hay["2"]["partes_mexicanas"][0]


def muchos(n):
    return renglones(*(f"{i},Acuerdo {i},Ayuntamiento de León,11,Múnich {i % 7},DE,{1980 + i % 40}-02-03" for i in range(1, n + 1)))


def test_interrumpida_sigue_donde_iba(base, tmp_path):
    """Killed in the middle; the same order again ends the work, and every entry is there once."""
    c = Carga(base, tmp_path, muchos(12000))
    with subprocess.Popen([os.path.join(BIN, "dictamenctl"), "registro", "importar", str(c.csv), "--mapa", str(c.mapa)], env=base.entorno(),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as p:
        esperar(lambda: base.sql("select count(*) from asiento")[0][0] >= 1000)
        p.kill()
    quedaron = base.sql("select count(*) from registro_acto")[0][0]
    assert 0 < quedaron < 12000 and quedaron % 1000 == 0
    hecho = c().hecho
    assert hecho["cargados"] == 12000 - quedaron and hecho["ya_estaban"] == quedaron
    assert base.sql("select count(distinct clave), count(*) from asiento") == [(12000, 12000)] and integra(base)["actos_registro"] == 12000
    assert base.sql("select n from registro_conteo where tabla = 'total'") == [(12000,)]


def test_al_cuenta_desde_su_inscripcion(base, tmp_path):
    """As of a day: what was loaded counts since its own inscription, or since the load where the source does not say."""
    mapa = MAPA.replace("[columnas]", "[columnas]\ninscrito_en = inscrito")
    c = Carga(base, tmp_path, "\n".join([ENCABEZADO + ",inscrito", BUENO + ",2005-06-07", BUENO.replace("1,", "2,", 1) + ","]), mapa)
    assert c().hecho["cargados"] == 2
    numero = {x["procedencia"]["clave"]: n for n, x in asientos(base).items()}
    s = Servicio(base, AJUSTES).arrancar()
    try:
        publico = s.cliente()
        for al, uno in (("2005-06-06", 404), ("2005-06-07", 200), ("2020-01-01", 200)):
            publico.get(url(numero["1"]), uno, consulta={"al": al})
            publico.get(url(numero["2"]), 404, consulta={"al": al})
            assert len(publico.get("/v1/registro", consulta={"al": al}).json["datos"]) == (uno == 200)
            total = publico.get("/v1/registro/estadisticas", consulta={"al": al}).json
            assert total["total"] == (uno == 200)
        assert publico.get(url(numero["1"])).json["desde"].startswith("2005-06-07T")
        publico.get(url(numero["2"]))
    finally:
        assert s.parar() == 0
    integra(base)


# ---- there and back -----------------------------------------------------------------------------------------------------------------------------


def ida_y_vuelta(base, cluster, carpeta):
    """Exports, imports into an empty database, exports again: the same bytes, as CSV and as JSON lines. Returns the new database."""
    uno, lineas = exportar(base), exportar(base, "jsonl")
    otra = BaseDatos(cluster).preparar(calendario=False)
    p = Carga(otra, carpeta, uno, mapa=None)()
    assert p.hecho["cargados"] == len(lineas.splitlines()) and p.hecho["malos"] == 0 and not p.faltas
    for antes, formato in ((uno, "csv"), (lineas, "jsonl")):
        distintas = [(a, b) for a, b in zip(antes.splitlines(), exportar(otra, formato).splitlines()) if a != b]
        assert not distintas, distintas[0]
        assert antes == exportar(otra, formato)
    return otra


def test_ida_y_vuelta_de_lo_cargado(base, cluster, tmp_path):
    primera = tmp_path / "primera"
    primera.mkdir()
    c = Carga(base, primera, renglones(BUENO, '2,"- Acuerdo; con ""todo"", y \'=1\'",Ayuntamiento de León; Órgano\\B,11,Múnich,DE,mayo 2003', "3,'Tres,Celaya,11,ONU,,"))
    c()
    otra = ida_y_vuelta(base, cluster, tmp_path)
    # Where each came from came along: the first file is known there too.
    c.base = otra
    assert c().hecho["ya_estaban"] == 3
    integra(otra)
    otra.borrar()


def test_ida_y_vuelta_de_lo_inscrito(cluster, tmp_path):
    """Entries born of files, corrected, ended and succeeded: each as it stands. Their history is of the journal that wrote it."""
    b = BaseDatos(cluster).preparar()
    s = Servicio(b, AJUSTES).arrancar()
    try:
        m = Mundo(b, s)
        a = Asiento(m, denominacion='=Acuerdo con "comillas", comas; y punto y coma', organos_locales=["Instituto A; B", "Órgano\\C"], areas=["cultura", "turismo"])
        a.anotar("correccion", {"motivo": "x", "cambios": {"lugar_firma": "+León, Guanajuato", "contrapartes": [
            {"nombre": "'Kioto'", "clase": "gubernamental", "pais": "JP"}, {"nombre": "Cámara", "clase": "privado"}]}})
        otro = Asiento(m, denominacion="Acuerdo que lo sucede")
        otro.anotar("correccion", {"motivo": "x", "cambios": {"antecesor": a.numero}})
        a.anotar("terminacion", {"motivo": "Las partes", "fecha": hoy().isoformat()})
        assert a.ver().json["sucesores"] == [otro.numero]
    finally:
        assert s.parar(60) == 0
    otra = ida_y_vuelta(b, cluster, tmp_path)
    s = Servicio(otra, AJUSTES).arrancar()
    try:
        publico = s.cliente()
        j = publico.get(url(a.numero)).json
        assert j["sucesores"] == [otro.numero] and j["version"] == 1 and j["estado"] == "terminado" and "constancia" not in j
        # The text's digest came along; its bytes are not part of a table.
        assert publico.get(url(a.numero) + "/texto", 404).slug == "asiento-sin-texto"
        acto, = publico.get(url(a.numero) + "/actos").json["datos"]
        assert acto["acto"] == "carga" and acto["datos"]["motivo"].startswith("Carga de datos.csv, línea ")
        # The next inscription gets a number that came with none of them.
        assert Asiento(Mundo(otra, s)).numero not in (a.numero, otro.numero)
    finally:
        assert s.parar(60) == 0
    integra(otra)
    otra.borrar()
    b.borrar()


# ---- the real agreements ------------------------------------------------------------------------------------------------------------------------

REALES = os.path.join(RAIZ, "tests", "datos", "acuerdos_reales.csv")


@pytest.mark.skipif(not os.path.exists(os.path.join(DATOS, "acuerdos_reales.csv")), reason="the project's shared folder is not here")
def test_la_copia_es_la_de_la_fuente():
    with open(REALES, "rb") as a, open(os.path.join(DATOS, "acuerdos_reales.csv"), "rb") as b:
        assert a.read() == b.read()


def test_los_reales_sin_los_malos(base, tmp_path, lanzar):
    """The table as it came: the two rows that lack quotes are left out, all others load and are found; once mended, they and only they are loaded."""
    with open(REALES, encoding="utf-8", newline="") as f:
        texto = f.read()
    c = Carga(base, tmp_path, texto, mapa=None)
    p = c("--mapa", "acuerdos_reales", "--fecha", "2026-05-01", "--omitir-malas")
    assert (p.hecho["renglones"], p.hecho["cargados"], p.hecho["malos"]) == (53, 51, 2) and [x.split(",")[0] for x in p.faltas] == ["línea 53", "línea 54"]
    clave = {n: x["procedencia"]["clave"] for n, x in asientos(base).items()}
    s = lanzar(base)
    for consulta, claves in (("hermanamiento Jalisco China", {"R079"}), ("san cristobal popayan", {"R087"})):
        assert {clave[x["numero"]] for x in s.cliente().todos("/v1/registro", {"q": consulta}, limite=100)} == claves
    assert s.parar() == 0
    fuente = "De la A a la Z en la internacionalización local (SRE, 2025)"
    c.csv.write_text(texto.replace(f",{fuente},", f',"{fuente}",'), encoding="utf-8")
    p = c("--mapa", "acuerdos_reales", "--fecha", "2026-05-01", "--omitir-malas")
    assert (p.hecho["cargados"], p.hecho["ya_estaban"], p.hecho["malos"]) == (2, 51, 0) and integra(base)["actos_registro"] == 53


@pytest.fixture(scope="module")
def reales(cluster, tmp_path_factory):
    """The real agreements, loaded, and a service on them. Two rows of the table lack quotes: they are told, and load once they have them."""
    b = BaseDatos(cluster).preparar(calendario=False)
    carpeta = tmp_path_factory.mktemp("reales")
    with open(REALES, encoding="utf-8", newline="") as f:
        texto = f.read()
    c = Carga(b, carpeta, texto, mapa=None)
    p = c("--mapa", "acuerdos_reales", "--fecha", "2026-05-01", sale=1)
    assert [x.split(",")[0] for x in p.faltas] == ["línea 53", "línea 54"] and all("entre comillas" in x for x in p.faltas) and asientos(b) == {}
    fuente = "De la A a la Z en la internacionalización local (SRE, 2025)"
    c.csv.write_text(texto.replace(f",{fuente},", f',"{fuente}",'), encoding="utf-8")
    assert c("--mapa", "acuerdos_reales", "--fecha", "2026-05-01").hecho["cargados"] == 53
    assert c("--mapa", "acuerdos_reales", "--fecha", "2026-05-01").hecho == {**c("--mapa", "acuerdos_reales", "--ensayo").hecho, "ya_estaban": 53, "cargados": 0,
                                                                             "milisegundos": ANY}
    s = Servicio(b, AJUSTES).arrancar()
    yield b, s.cliente(), {n: x["procedencia"]["clave"] for n, x in asientos(b).items()}
    assert s.parar() == 0
    b.borrar()


@pytest.mark.parametrize("consulta, claves", [
    ("hermanamiento Jalisco China", {"R079"}), ("san cristobal popayan", {"R087"}), ("guadalajara kioto", {"R007"}), ("kioto jal.", {"R007"}),
    ("hermanamientos japon", {"R001", "R003", "R005", "R007", "R009", "R011"}), ("monterrey texas", {"R015", "R019"}), ("estado de mexico argentina", {"R095"}),
    ("nuevo leon quebec canada", {"R067"}), ("edomex saitama", {"R005"}), ("queretaro corea", {"R085"}), ("memorandum tijuana san diego", {"R035", "R037"}),
    ("ACNUR", {"R103"}), ("universidad tecnologica de la selva", {"R101"}), ("michoacan california", {"R047", "R059", "R061"}), ("zitacuaro ecuador", {"R091"}),
    ('"buenos aires"', {"R095"}), ("hermana* yucatan china", {"R081"}), ("coahuila illinois", {"R051"}), ("pozuelo españa", {"R097"}), ("ciudad de mexico chicago", {"R057"}),
    ("cdmx chicago", {"R057"}), ("hermanamiento estados unidos sonora", {"R055"}), ("agricultura manitoba", {"R075"}), ("merida guatemala", {"R093"}),
    ("EEUU sonora", {"R055", "R065"}), ("ee.uu. tabasco", set()), ("hermanamientos europa", {"R097", "R099"}), ("corea del sur tijuana", {"R039"}), ("turismo ecuador", {"R089"}),
    ("hermanamientos 1980", {"R007"}), ("popayan noviembre 2016", {"R087"}), ("17 de enero de 1995", {"R039"}), ("1995 noviembre", set()), ("D.F. chicago", {"R057"}),
    ("monterrey n.l.", {"R015", "R019"}), ("tijuana, B.C.", {"R035", "R037", "R039"}), ("U.S.A. sonora", {"R055", "R065"}), ("south korea", {"R039", "R085"}),
    ("espana naucalpan", {"R097"}), ("municipio de guadalajara", {"R007", "R053"}), ("gobierno del estado de jalisco alberta", {"R073"}), ("gobierno shenzhen", {"R077"}), ("ayuntamiento jalisco alberta", set()),
    ("convenio guadalajara kioto", {"R007"}), ("chis. popayan", {"R087"}), ("san cristobal, Chis., municipio", {"R087"})],
    ids=lambda x: x.replace(" ", "-") if isinstance(x, str) else "")
def test_se_encuentran(reales, consulta, claves):
    """What a person would type."""
    _, publico, clave = reales
    hay = {clave[x["numero"]] for x in publico.todos("/v1/registro", {"q": consulta}, limite=100)}
    assert hay == claves


def test_los_reales_son_lo_que_dicen(reales):
    b, publico, clave = reales
    numero = {v: k for k, v in clave.items()}
    j = publico.get(url(numero["R087"])).json
    assert j["entidad"] == "Chiapas" and j["pais"] == "Colombia" and j["region"] == "america_latina_caribe" and j["estado"] == "sin_dato"
    assert j["asiento"]["fecha_firma"] == "2016-11-01" and j["asiento"]["precision_fecha"] == "mes" and j["asiento"]["areas"] == ["turismo", "cultura"]
    assert j["asiento"]["procedencia"] == {"clase": "carga_historica", "clave": "R087", "conjunto": "acuerdos_reales", "fecha": "2026-05-01", "linea": 45, "fuente": ANY}
    acnur = publico.get(url(numero["R103"])).json["asiento"]["contrapartes"]
    assert [c["nombre"] for c in acnur] == ["ACNUR", "OIM", "UNICEF", "PNUD"] and {c["clase"] for c in acnur} == {"organismo_internacional"}
    assert "municipio" not in publico.get(url(numero["R005"])).json["asiento"]["partes_mexicanas"][0]
    integra(b)
