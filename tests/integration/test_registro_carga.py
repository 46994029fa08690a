"""The registry as a file: what an export holds, what an import takes and refuses, and that one is the other's inverse."""

import csv
import io
import json
import os
import tempfile
from contextlib import closing

import pytest

from support.asientos import Asientos
from support.servicio import BaseDatos

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
