"""Downloads of the whole registry: where they are, the bytes they must be, what the service holds for them."""

import os

DESCARGAS = {"csv": "/v1/registro/descargas/registro.csv", "jsonl": "/v1/registro/descargas/registro.jsonl"}


def exportar(base, formato, tmp_path):
    destino = tmp_path / ("exportado." + formato)
    base.ctl("registro", "exportar", "--formato", formato, "--archivo", str(destino))
    return destino.read_bytes()


def sin_nombre(servicio):
    """Files without a name that the process holds; descriptors come and go meanwhile."""
    carpeta, v = f"/proc/{servicio.proceso.pid}/fd", []
    for x in os.listdir(carpeta):
        try:
            v.append(os.readlink(os.path.join(carpeta, x)))
        except FileNotFoundError:
            pass
    return [x for x in v if x.endswith("(deleted)")]
