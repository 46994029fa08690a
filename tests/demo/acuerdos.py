"""Rows of acuerdos_reales.csv as the service's data: the sources' own words mapped to the closed lists of the procedure."""

import csv
import os
from dataclasses import dataclass, field

CSV = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "datos", "acuerdos_reales.csv")

TIPOS = {"hermanamiento": "hermanamiento", "amistad": "hermanamiento", "cooperacion": "cooperacion_especifica",
         "memorandum_entendimiento": "memorandum", "carta_intencion": "carta_de_intencion", "declaracion": "otro"}
CLASES = {"gubernamental": "gubernamental", "organizacion_internacional": "organismo_internacional"}
AREAS = {"educacion": "educacion", "cultura": "cultura", "turismo": "turismo", "comercio": "comercio", "economia": "comercio",
         "desarrollo_economico": "comercio", "ciencia_tecnologia": "ciencia_y_tecnologia", "medio_ambiente": "medio_ambiente",
         "seguridad": "seguridad"}  # whatever else: «otra»


@dataclass
class Acuerdo:
    """One agreement as public sources report it."""
    id: str
    entidad: str
    nivel: str
    cve_ent: str
    entidad_federativa: str
    contrapartes: list
    clase_contraparte: str
    pais: str
    tipo: str
    titulo: str
    areas: list = field(default_factory=list)


def _acuerdo(fila):
    areas = dict.fromkeys(AREAS.get(a, "otra") for a in fila["areas"].split(";") if a)
    return Acuerdo(id=fila["id"], entidad=fila["entidad_mx"], nivel=fila["nivel"], cve_ent=fila["cve_ent"],
                   entidad_federativa=fila["entidad_federativa"], contrapartes=[c.strip() for c in fila["contraparte"].split(";")],
                   clase_contraparte=CLASES[fila["tipo_contraparte"]], pais=fila["pais_iso2"], tipo=TIPOS[fila["tipo"]],
                   titulo=fila["titulo_descriptivo"], areas=list(areas))


def leer(ids, archivo=CSV):
    """{id: Acuerdo}; KeyError when one is not in the file."""
    with open(archivo, encoding="utf-8", newline="") as f:
        filas = {fila["id"]: fila for fila in csv.DictReader(f)}
    return {i: _acuerdo(filas[i]) for i in ids}
