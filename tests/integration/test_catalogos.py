"""The catalogues: what each holds, how municipalities are loaded, and what is said of a file that cannot be read."""

import csv
import gettext
import json
import os

import pytest

from support.contrato import RAIZ
from support.inscritos import Asiento

ISO = "/usr/share/iso-codes/json/iso_3166-1.json"


@pytest.fixture(scope="module")
def publico(mundo):
    return mundo.anonimo()


def ver(publico, catalogo, **consulta):
    return publico.get(f"/v1/catalogos/{catalogo}", consulta=consulta).json["datos"]


def test_paises_y_regiones(publico):
    paises = {p["clave"]: p for p in ver(publico, "paises")}
    regiones = {r["clave"]: r["nombre"] for r in ver(publico, "regiones")}
    assert len(paises) == 249 and {p["region"] for p in paises.values()} == set(regiones)
    assert {k for k, p in paises.items() if p["region"] == "america_del_norte"} == {"US", "CA"}
    assert paises["MX"]["region"] == "america_latina_caribe" and paises["BQ"]["nombre"] == "Bonaire, San Eustaquio y Saba"
    # The sources of real agreements group the countries in the same way.
    suyas = {"America del Norte": "america_del_norte", "ALyC": "america_latina_caribe", "Asia": "asia", "Europa": "europa"}
    with open(os.path.join(RAIZ, "tests/datos/acuerdos_reales.csv"), encoding="utf-8", newline="") as f:
        for fila in csv.DictReader(f):
            if fila["pais_iso2"]:
                assert paises[fila["pais_iso2"]]["region"] == suyas[fila["region"]], fila["id"]


def test_paises_son_los_de_iso(publico):
    with open(ISO, encoding="utf-8") as f:
        suyos = {x["alpha_2"]: x.get("common_name", x["name"]) for x in json.load(f)["3166-1"]}
    paises = {p["clave"]: p["nombre"] for p in ver(publico, "paises")}
    assert set(paises) == set(suyos)
    t = gettext.translation("iso_3166-1", "/usr/share/locale", ["es"], fallback=True)
    iguales = sum(t.gettext(n) == paises[k] for k, n in suyos.items())
    assert iguales > 150, "most names are those of iso-codes; the others were corrected"


def test_entidades_son_las_de_iso(publico):
    with open(ISO.replace("3166-1", "3166-2"), encoding="utf-8") as f:
        suyas = {x["code"]: x["name"] for x in json.load(f)["3166-2"] if x["code"].startswith("MX-")}
    assert {e["iso_3166_2"]: e["nombre"] for e in ver(publico, "entidades")} == suyas


def test_lo_que_lleva_el_programa(publico):
    entidades = ver(publico, "entidades")
    assert len(entidades) == 32 and entidades[13] == {"clave": "14", "nombre": "Jalisco", "abreviatura": "Jal.", "iso_3166_2": "MX-JAL"}
    assert "medio_ambiente" in {a["clave"] for a in ver(publico, "areas")} and "hermanamiento" in {t["clave"] for t in ver(publico, "tipos")}
    for catalogo in ("paises", "entidades", "municipios", "regiones", "areas", "tipos"):
        r = publico.get(f"/v1/catalogos/{catalogo}")
        assert r.headers["Cache-Control"].startswith("public") and r.json["catalogo"] == catalogo
        publico.get(f"/v1/catalogos/{catalogo}", 304, encabezados={"If-None-Match": r.etag})


def test_rechazos(publico):
    publico.get("/v1/catalogos/planetas", 404)
    assert publico.get("/v1/catalogos/municipios", 400, consulta={"entidad": "33"}).codigos
    assert publico.get("/v1/catalogos/paises", 400, consulta={"entidad": "14"}).codigos
    publico.get("/v1/catalogos/paises", 406, encabezados={"Accept": "image/png"})


# ---- municipalities ------------------------------------------------------------------------------------------------------------------------


def cargar(mundo, tmp_path, datos, verifica=True):
    archivo = tmp_path / "municipios.csv"
    archivo.write_bytes(datos if isinstance(datos, bytes) else datos.encode())
    return mundo.base.ctl("municipios", "cargar", str(archivo), verifica=verifica)


def hechos(r):
    return tuple(r.lineas[-1][k] for k in ("nuevos", "cambiados", "retirados"))


def test_municipios_del_inegi(mundo, publico, tmp_path):
    with open(os.path.join(RAIZ, "tests/datos/ageeml_municipios.csv"), "rb") as f:
        original = f.read()
    assert hechos(cargar(mundo, tmp_path, original)) == (5, 0, 0)
    for datos in (original, b"\xef\xbb\xbf" + original, original.decode().encode("latin-1"), original.replace(b"\n", b"\r\n")):
        assert hechos(cargar(mundo, tmp_path, datos)) == (0, 0, 0)
    assert ver(publico, "municipios", entidad="19") == [
        {"clave": "19039", "nombre": "Monterrey", "entidad": "19", "cve_mun": "039", "vigente": True},
        {"clave": "19049", "nombre": "Santiago", "entidad": "19", "cve_mun": "049", "vigente": True}]
    # The file of localities names each municipality many times; another state's municipalities stay as they are.
    localidades = "MAPA,CVE_ENT,NOM_ENT,NOM_ABR,CVE_MUN,NOM_MUN,CVE_LOC,NOM_LOC\n" + "".join(
        f"19039{n:04},19,Nuevo León,NL,039,Monterrey,{n:04},x\n" for n in range(1, 50))
    assert hechos(cargar(mundo, tmp_path, localidades)) == (0, 0, 1)
    assert [m["vigente"] for m in ver(publico, "municipios", entidad="19")] == [True, False]
    assert len(ver(publico, "municipios")) == 5 and all(m["vigente"] for m in ver(publico, "municipios", entidad="14"))
    assert hechos(cargar(mundo, tmp_path, original.replace(b"Zapopan,0001", b"Zapopan nuevo,0001"))) == (0, 2, 0)
    assert hechos(cargar(mundo, tmp_path, original)) == (0, 1, 0)


def test_lo_que_se_inscribe_lleva_la_clave(mundo):
    """The office signs in with the name of its municipality; the entry has INEGI's code for it."""
    mundo.org["chiapas"] = mundo.base.organizacion("Municipio de prueba", "municipal", entidad="07", municipio="SAN CRISTOBAL DE LAS CASAS")
    mundo.nueva_persona("chiapas", "chiapas", "gobierno_local")
    parte = Asiento(mundo, "chiapas").ver().json["asiento"]["partes_mexicanas"][0]
    assert (parte["cve_ent"], parte["cve_mun"], parte["municipio"]) == ("07", "078", "SAN CRISTOBAL DE LAS CASAS")


def test_cada_municipio_con_su_clave(mundo, tmp_path):
    """Bodies that sign together: each that names its municipality has its code; whatever might be another is left as it was declared."""
    with open(os.path.join(RAIZ, "tests/datos/ageeml_municipios.csv"), encoding="utf-8") as f:
        cargar(mundo, tmp_path, f.read() + "14998,14,Jalisco,Jal.,998,Dos Nombres,,,,,,\n14999,14,Jalisco,Jal.,999,Dos nombres,,,,,,\n")
    organos = ["H. Ayuntamiento de ZAPOPAN", "Municipio de Zapopan", "Ayuntamiento de Zapopan, Jalisco", "Ayuntamiento de Monterrey", "Instituto Municipal de Zapopan",
               "Municipio de Dos Nombres"]
    uno, *otras = Asiento(mundo, organo_firmante="Ayuntamiento de Guadalajara", organos_locales=organos).ver().json["asiento"]["partes_mexicanas"]
    assert (uno["cve_mun"], uno["municipio"]) == ("039", "Guadalajara") and [p["nombre"] for p in otras] == organos
    assert [(p.get("cve_mun"), p.get("municipio"), p["nivel"]) for p in otras] == [("120", "Zapopan", "municipal")] * 2 + [(None, None, "municipal")] * 4
    # A state and a municipality of its own: each of its level.
    estado, zapopan, otro = Asiento(mundo, "estado", nivel="estatal", organo_firmante="Gobierno del Estado de Jalisco",
                                    organos_locales=["Ayuntamiento de Zapopan", "Secretaría de Cultura"]).ver().json["asiento"]["partes_mexicanas"]
    assert [(p.get("cve_mun"), p["nivel"]) for p in (estado, zapopan, otro)] == [(None, "estatal"), ("120", "municipal"), (None, "estatal")]


def test_faltas_todas_con_su_lugar(mundo, publico, tmp_path):
    antes = ver(publico, "municipios")
    malo = "CVE_ENT,CVE_MUN,NOM_MUN\n33,001,Uno\n14,000,\n14,1,\"Dos\n14,002,Tres\n"
    r = cargar(mundo, tmp_path, malo, verifica=False)
    assert r.returncode == 1
    for lugar in ("línea 2, columna 1, CVE_ENT", "línea 3, columna 4, CVE_MUN", "línea 3, columna 8, NOM_MUN", "línea 4, columna 6: estas comillas"):
        assert lugar in r.stderr, (lugar, r.stderr)
    assert "No se cargó nada" in r.stderr and ver(publico, "municipios") == antes
    for datos, dice in ((b"", "está vacío"), (b"a,b\n1,2\n", "falta esta columna"), ("CVE_ENT,CVE_MUN,NOM_MUN\n14,001,Á\n".encode("utf-16"), "UTF-16"),
                        (b"CVE_ENT,CVE_MUN,NOM_MUN\n14,001,a\0b\n", "byte nulo"), ("CVE_ENT,CVE_MUN,NOM_MUN\n14,001,A\n14,001,B\n", "otro nombre"),
                        ("CVE_ENT,CVE_MUN,NOM_MUN\n14,001\n", "se acaba antes"), (b"CVE_ENT,CVE_MUN,NOM_MUN\n14,001," + b"x" * 200_000, "64 KiB")):
        r = cargar(mundo, tmp_path, datos, verifica=False)
        assert r.returncode == 1 and dice in r.stderr, (dice, r.stderr)
    r = mundo.base.ctl("municipios", "cargar", str(tmp_path / "no-hay.csv"), verifica=False)
    assert r.returncode == 1 and "no-hay.csv" in r.stderr
