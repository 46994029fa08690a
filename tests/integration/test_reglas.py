"""The pre-check's rules as a whoever edits them meets them: dictamenctl reglas, the start-up check, and the measure on the test set."""
import json
import pathlib
import subprocess
import sys

import pytest

from support.servicio import BIN

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "revision"))
import medir  # noqa: E402
import textos  # noqa: E402

CTL = f"{BIN}/dictamenctl"
MALA = "[x]\ntitulo = T\nambito = proyecto\nclase = debe\nseveridad = alta\npatron = (\nporque = P\nremedio = R\ndispara = a\ncalla = b\n"
BUENA = MALA.replace("patron = (", "patron = ^b")


def correr(*orden, entrada=None):
    return subprocess.run([CTL, *map(str, orden)], capture_output=True, text=True, input=entrada, timeout=60)


def test_el_conjunto_de_prueba_es_el_que_se_dice():
    todos = textos.todos()
    acuerdos = [t for t in todos if t.ambito == "proyecto"]
    apartados = [t for t in acuerdos if t.conjunto in ("b", "c", "d")]
    assert len(acuerdos) >= 40 and len(apartados) * 3 >= len(acuerdos)
    assert todos == textos.todos(), "always the same texts"
    conocidas = {json.loads(r)["regla"] for r in correr("reglas", "probar").stdout.splitlines()}
    assert {f for t in todos for f in t.faltas} <= conocidas
    assert all(any(f in t.faltas for t in todos) for f in conocidas), "each rule has a planted fault"


@pytest.mark.parametrize(("conjunto", "precision", "cobertura"), [("a", 0.95, 0.95), ("b", 0.85, 0.9)])
def test_medida(conjunto, precision, cobertura, record_property):
    reglas = medir.medir(CTL, conjunto)
    suma = medir.total(reglas)
    record_property(f"reglas, conjunto {conjunto}", f"{suma.bien} bien, {suma.de_mas} de más, {suma.de_menos} de menos: "
                    f"precisión {100 * suma.precision:.0f} %, cobertura {100 * suma.cobertura:.0f} %")
    assert suma.precision >= precision and suma.cobertura >= cobertura
    if conjunto == "a":
        assert not {r: (c.bien, c.de_mas, c.de_menos) for r, c in reglas.items() if c.bien < c.de_mas + c.de_menos}


def test_reglas_malas_se_rechazan(tmp_path):
    archivo = tmp_path / "reglas.ini"
    archivo.write_text(MALA)
    r = correr("reglas", "probar", "--archivo", archivo)
    assert r.returncode == 1 and f"{archivo} [x] patron: «(»" in r.stderr
    archivo.write_text(BUENA.replace("calla = b", "calla = a"))
    r = correr("reglas", "probar", "--archivo", archivo)
    assert r.returncode == 1 and "[x] calla" in r.stderr
    r = correr("reglas", "probar", "--archivo", tmp_path / "no-hay.ini")
    assert r.returncode == 1 and "no se puede leer" in r.stderr


def test_el_servicio_no_arranca_con_reglas_malas(tmp_path):
    archivo = tmp_path / "reglas.ini"
    archivo.write_text(MALA)
    r = subprocess.run([f"{BIN}/dictamend", f"--reglas_revision={archivo}", "--base_de_datos=host=/nada"], capture_output=True, text=True, timeout=30)
    assert r.returncode == 1 and "[x] patron" in r.stderr


def test_aplicar(tmp_path):
    archivo = tmp_path / "reglas.ini"
    archivo.write_text(BUENA)
    r = correr("reglas", "aplicar", "--texto", "-", "--archivo", archivo, entrada="uno\n\nbueno es\n")
    assert [json.loads(f) for f in r.stdout.splitlines()] == [{"regla": "x", "tipo": "cumplida", "parrafo": 2, "pasaje": "bueno es"}]
    r = correr("reglas", "aplicar", "--texto", "-", "--archivo", archivo, entrada="uno\n")
    assert json.loads(r.stdout)["tipo"] == "falta"
    assert correr("reglas", "aplicar", "--texto", tmp_path / "no-hay", "--archivo", archivo).returncode == 1
    assert correr("reglas", "aplicar", "--texto", "-", "--ambito", "otro", entrada="").returncode == 1
