"""The test set of the pre-check: made agreements and letters with known planted faults, always the same ones.

Each text is put together from a bank of wordings (banco_a: the rules were tuned on it; banco_b: held out): a numbering style, an order, one or
two languages, clauses left out (the fault is the rule's name) and passages put in. A run with an argument writes the texts to that folder.
"""
import argparse
import csv
import pathlib
import random
import sys
from dataclasses import dataclass, field

import banco_a
import banco_b
import banco_c
import oficios

RAIZ = pathlib.Path(__file__).resolve().parents[2]
ACUERDOS = {"a": 32, "b": 20}
OTRAS = 12 # texts of each half of the third bank
ORDINALES = ["PRIMERA", "SEGUNDA", "TERCERA", "CUARTA", "QUINTA", "SEXTA", "SÉPTIMA", "OCTAVA", "NOVENA", "DÉCIMA", "DÉCIMA PRIMERA",
             "DÉCIMA SEGUNDA", "DÉCIMA TERCERA", "DÉCIMA CUARTA", "DÉCIMA QUINTA", "DÉCIMA SEXTA", "DÉCIMA SÉPTIMA"]
ROMANOS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"]
PAISES = {"JP": "Japón", "US": "los Estados Unidos de América", "CN": "la República Popular China", "KR": "la República de Corea", "CU": "la República de Cuba",
          "CA": "Canadá", "CO": "la República de Colombia", "EC": "la República del Ecuador", "GT": "la República de Guatemala",
          "AR": "la República Argentina", "ES": "el Reino de España", "FR": "la República Francesa"}
IDIOMAS = {"JP": "japonés", "US": "inglés", "CN": "chino", "KR": "coreano", "CA": "francés", "FR": "francés"}
ESTILOS = ["ordinal", "ordinal_seguido", "clausula", "articulo", "numero", "parrafos"]
ORDEN = ["objeto", "areas", "modalidades", "poa", "seguimiento", "responsables", "financiamiento", "propiedad_intelectual", "personal", "controversias",
         "entrada_en_vigor", "vigencia", "modificacion", "terminacion"]
OMITIBLES = [*ORDEN, "competencias", "prorroga", "idiomas", "lugar_y_fecha", "firmas"]
RELLENO_INGLES = "The text in the other language stands beside this one, and both have been read by the parties before the signature."


@dataclass
class Texto:
    id: str
    conjunto: str
    ambito: str
    parrafos: list[str]
    faltas: set[str] = field(default_factory=set)


def partes():
    with open(RAIZ / "tests/datos/acuerdos_reales.csv", encoding="utf-8") as f:
        return [f for f in csv.DictReader(f) if f["pais_iso2"] in PAISES]


def nombres(fila):
    gobierno = "el Gobierno del Estado de " if fila["nivel"] == "estatal" else "el Ayuntamiento de "
    mexicana = fila["entidad_mx"].split(" (")[0].removeprefix("Estado de ")
    contraparte = fila["contraparte"].split(",")[0]
    return {"A": gobierno + mexicana, "CA": mexicana, "B": "el Gobierno de " + contraparte, "CB": contraparte,
            "PB": PAISES[fila["pais_iso2"]], "IDIOMA": IDIOMAS.get(fila["pais_iso2"], "inglés")}


def llenar(texto, n):
    mayusculas = texto.upper() == texto or texto.split("{")[0].isupper()
    for clave, valor in n.items():
        texto = texto.replace("{" + clave + "}", valor)
    return texto.upper() if mayusculas else texto[0].upper() + texto[1:]


def encabezado(estilo, i, titulo, cuerpo):
    if estilo == "ordinal":
        return [f"{ORDINALES[i]}.- {titulo.upper()}", *cuerpo]
    if estilo == "ordinal_seguido":
        return [f"{ORDINALES[i]}. {titulo}. {cuerpo[0]}", *cuerpo[1:]]
    if estilo == "clausula":
        return [f"CLÁUSULA {i + 1}", titulo, *cuerpo]
    if estilo == "articulo":
        return [f"Artículo {ROMANOS[i]}", titulo, *cuerpo]
    if estilo == "numero":
        return [f"{i + 1}. {titulo}: {cuerpo[0]}", *cuerpo[1:]]
    return [f"{i + 1}. {cuerpo[0]}", *cuerpo[1:]]  # no headings at all


def componer(nombre, banco, fila, azar, omitir, plantar):
    n, estilo = nombres(fila), azar.choice(ESTILOS)
    bilingue = fila["pais_iso2"] in IDIOMAS and azar.random() < 0.5
    titulo = azar.choice(banco.PLANTADAS["titulo_contrato"]) if "titulo_contrato" in plantar else azar.choice(banco.TITULOS)
    cabeza = [azar.choice(banco.PLANTADAS["borrador"])] if "borrador" in plantar else []
    preambulo = list(azar.choice(banco.PREAMBULOS))
    preambulo.insert(len(preambulo) - 1, azar.choice(banco.DISTRACTORES))
    cabeza += [titulo, *preambulo]
    if "declaraciones" in plantar:
        cabeza += azar.choice(banco.PLANTADAS["declaraciones"])
    cuerpos = []
    omitir, plantar = set(omitir), set(plantar)
    for clave in ORDEN:
        h, parrafos = azar.choice(banco.CLAUSULAS[clave])
        if clave in omitir:  # the whole clause goes, with whatever else it says
            omitir |= {regla for regla, _ in parrafos}
            continue
        quedan = [t for regla, t in parrafos if regla not in omitir]
        cuerpos.append((h, quedan))
    for regla in ("ley_extranjera", "controversias_otras", "compromete_federacion", "nombre_corto", "marcadores", "contraparte_privada"):
        if regla in plantar:
            pasaje = azar.choice(banco.PLANTADAS[regla])
            plantar |= banco.TAMBIEN.get(pasaje, set())
            azar.choice(cuerpos)[1].append(pasaje)
    if azar.random() < 0.4:  # another order of the middle clauses
        medio = cuerpos[2:-4]
        azar.shuffle(medio)
        cuerpos[2:-4] = medio
    lineas = [llenar(t, n) for t in cabeza]
    for i, (h, cuerpo) in enumerate(cuerpos):
        lineas += encabezado(estilo, i, h, [llenar(t, n) for t in cuerpo])
        if bilingue:
            lineas.append(RELLENO_INGLES)
    cierre = [t for regla, t in azar.choice(banco.CIERRES[2 if bilingue else 1]) if regla not in omitir]
    if cierre:
        lineas.append(llenar(" ".join(cierre), n))
    firma = [] if "firmas" in omitir else azar.choice(banco.FIRMAS)
    lineas += [llenar(t, n) for t in firma]
    # a bilingual text that lost its sentence on languages no longer says that it is bilingual
    faltas = set(omitir) | set(plantar)
    if not bilingue or "idiomas" in omitir:
        faltas.discard("idioma_prevalece")
    return Texto(nombre, nombre[0], "proyecto", lineas, faltas)


def acuerdos(conjunto, banco):
    azar = random.Random(f"revision-{conjunto}")
    filas = partes()
    azar.shuffle(filas)
    salida = []
    for i in range(ACUERDOS[conjunto]):
        fila = filas[i % len(filas)]
        if i % 8 == 7:  # no Spanish version: nothing of what must be said is said in Spanish, only that is judged
            salida.append(Texto(f"{conjunto}{i:02}", conjunto, "proyecto", [llenar(t, nombres(fila)) for t in banco.INGLES], {"sin_espanol"}))
            continue
        omitir = set(azar.sample(OMITIBLES + ["idioma_prevalece"], azar.randint(0, 5)))
        plantar = set(azar.sample(sorted(banco.PLANTADAS), azar.randint(0, 3)))
        salida.append(componer(f"{conjunto}{i:02}", banco, fila, azar, omitir, plantar))
    return salida


def con_dinero(conjunto, banco):
    """Agreements that borrow, guarantee or pay abroad, one passage each, and one that speaks of money as it may with every passage that must not be remarked."""
    azar = random.Random(f"dinero-{conjunto}")
    filas = partes()
    azar.shuffle(filas)
    salida = []
    for regla, pasajes in [*banco.DINERO.items(), (None, banco.DINERO_NO)]:
        for k, pasaje in enumerate(pasajes):
            fila = filas[len(salida)]
            t = componer(f"{conjunto}d{len(salida)}", banco, fila, azar, [], [])
            t.parrafos.insert(len(t.parrafos) // 2 + k, llenar(pasaje, nombres(fila)))
            salida.append(Texto(t.id, t.conjunto, t.ambito, t.parrafos, t.faltas | ({regla} if regla else set())))
    return salida


def con_otras_palabras(conjunto, clausulas):
    """Agreements with nothing left out and nothing planted: whatever is remarked is a clause that was not recognised."""
    azar = random.Random(f"otras-{conjunto}")
    filas = partes()
    azar.shuffle(filas)
    banco = argparse.Namespace(**vars(banco_c), CLAUSULAS=clausulas)
    return [componer(f"{conjunto}{i:02}", banco, filas[i], azar, [], []) for i in range(OTRAS)]


def todos():
    return [*acuerdos("a", banco_a), *acuerdos("b", banco_b), *con_dinero("a", banco_a), *con_dinero("b", banco_b), *con_otras_palabras("c", banco_c.C),
            *con_otras_palabras("d", banco_c.D), *(Texto(i, c, "solicitud", p, set(f)) for i, c, p, f in oficios.OFICIOS)]


if __name__ == "__main__":
    carpeta = pathlib.Path(sys.argv[1])
    for t in todos():
        (carpeta / f"{t.id}.txt").write_text("\n".join(t.parrafos) + "\n", encoding="utf-8")
        print(t.id, t.ambito, ",".join(sorted(t.faltas)))
