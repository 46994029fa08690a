"""Many files from one real file: its rows are the template; each copy has its own id and folio, and its own chain of hashes (docs/cadena.md),
so that the service reads it and `dictamenctl verificar` finds it whole."""

import hashlib
import json
import subprocess

LOTE = 20000
ACTOS = """
select json_build_object('n', n, 'acto', acto, 'desde', desde, 'hacia', hacia, 'registrado_en', registrado_en, 'fecha_legal', fecha_legal,
  'usuario_id', usuario_id, 'organizacion_id', organizacion_id, 'rol', rol, 'datos', datos, 'efectos', efectos, 'hash', encode(hash, 'hex'),
  'utc', to_char(registrado_en at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
from acto where expediente_id = '{}' order by n"""


def id_de(i):
    """UUIDv7 of file i; acto.sql and lectura.sql make the same one out of i."""
    h = f"0{1700000000000 + i:x}70008{hashlib.md5(str(i).encode()).hexdigest()[:15]}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def campo(v):
    """A value in COPY's text form."""
    if v is None:
        return "\\N"
    if isinstance(v, bool):
        return "t" if v else "f"
    return str(v).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


class Acto:
    """One act of the template: what is around the hashes and the id in its canonical form and in its row."""

    def __init__(self, f, folio):
        j = lambda v: json.dumps(v, ensure_ascii=False)  # noqa: E731
        self.hash, self.folio = f["hash"], folio if folio and (folio in f["efectos"] or folio in f["datos"]) else None
        self.datos, self.efectos = f["datos"], f["efectos"]
        usuario = f',"usuario":{j(f["usuario_id"])}' if f["usuario_id"] else ""
        self.forma = (f'{{"acto":{j(f["acto"])},"actor":{{"organizacion":{j(f["organizacion_id"])},"rol":{j(f["rol"])}{usuario}}},"anterior":"',
                      '","datos":', f',"desde":{j(f["desde"])},"efectos":', ',"expediente":"',
                      '",' + (f'"fecha_legal":{j(f["fecha_legal"])},' if f["fecha_legal"] else "") +
                      f'"hacia":{j(f["hacia"])},"n":{f["n"]},"registrado_en":{j(f["utc"])},"v":1}}')
        self.cabeza = "\t".join(campo(f[c]) for c in ("n", "acto", "desde", "hacia", "registrado_en", "fecha_legal", "usuario_id",
                                                      "organizacion_id", "rol"))
        self.textos = campo(self.datos), campo(self.efectos)

    COLUMNAS = "expediente_id, n, acto, desde, hacia, registrado_en, fecha_legal, usuario_id, organizacion_id, rol, datos, efectos, anterior, hash"

    def copia(self, ident, anterior, folio):
        """(row for COPY, hash)"""
        datos, efectos, (c_datos, c_efectos) = self.datos, self.efectos, self.textos
        if self.folio and folio != self.folio:
            datos, efectos = datos.replace(self.folio, folio), efectos.replace(self.folio, folio)
            c_datos, c_efectos = campo(datos), campo(efectos)
        a, b, c, d, e = self.forma
        h = hashlib.sha256("".join((a, anterior, b, datos, c, efectos, d, ident, e)).encode()).hexdigest()
        return f"{ident}\t{self.cabeza}\t{c_datos}\t{c_efectos}\t\\\\x{anterior}\t\\\\x{h}\n", h


class Plantilla:
    """A file as it stands in the database."""

    def __init__(self, base, ident):
        self.id = ident
        self.narrow = json.loads(base.sql(f"select row_to_json(e) from expediente e where id = '{ident}'")[0][0])
        self.ficha = json.loads(base.sql(f"select row_to_json(f) from expediente_ficha f where expediente_id = '{ident}'")[0][0])
        self.folio = self.narrow["folio"]
        filas = [json.loads(f[0]) for f in base.sql(ACTOS.format(ident))]
        self.actos = [Acto(f, self.folio) for f in filas]
        anterior = "0" * 64
        for acto in self.actos:
            _, anterior = acto.copia(ident, anterior, self.folio)
            if anterior != acto.hash:
                raise SystemExit("bench: the canonical form of acts is not that of docs/cadena.md any more: banco/carga.py must follow")

    def bytes(self):
        """What the acts' texts weigh."""
        return sum(len(a.datos) + len(a.efectos) for a in self.actos)


def cargar(base, plantilla, primero, cuantos):
    """Files primero … primero + cuantos - 1, past the triggers (their foreign keys hold by construction)."""
    columnas, ficha = list(plantilla.narrow), list(plantilla.ficha)
    p = subprocess.Popen(base.entorno.como([base.pg.programa("psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "-d", base.pg.uri(base.nombre)]),
                         stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=base.entorno.ambiente())
    p.stdin.write("begin; set local session_replication_role = replica; set local synchronous_commit = off;\n")
    for desde in range(primero, primero + cuantos, LOTE):
        estrechos, fichas, actos = [], [], []
        for i in range(desde, min(desde + LOTE, primero + cuantos)):
            ident, h, folio = id_de(i), "0" * 64, plantilla.folio and f"AII-2026-{i + 1000000}"
            for acto in plantilla.actos:
                fila, h = acto.copia(ident, h, folio)
                actos.append(fila)
            propios = {"id": ident, "hash": "\\x" + h, "folio": folio}
            estrechos.append("\t".join(campo(propios.get(c, plantilla.narrow[c])) for c in columnas) + "\n")
            # The same text under review in many files would be a find for rule 2, not for a measurement.
            propios = {"expediente_id": ident, "huella": None}
            fichas.append("\t".join(campo(propios.get(c, plantilla.ficha[c])) for c in ficha) + "\n")
        for tabla, cols, filas in (("expediente", ", ".join(columnas), estrechos), ("expediente_ficha", ", ".join(ficha), fichas),
                                   ("acto", Acto.COLUMNAS, actos)):
            p.stdin.write(f"copy {tabla} ({cols}) from stdin;\n")
            p.stdin.writelines(filas)
            p.stdin.write("\\.\n")
    p.stdin.write("commit;\n")
    _, err = p.communicate(timeout=1800)
    if p.returncode != 0:
        raise SystemExit(f"bench: loading files: {err[-2000:]}")


def asentar(base):
    """What a database in use has behind it: statistics, visibility map, a checkpoint."""
    base.sql("vacuum (analyze) expediente, expediente_ficha, acto")
    base.sql("checkpoint")
