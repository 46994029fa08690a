"""Every file of the demonstration, made on the spot: LibreOffice once for the Word files and once for the PDFs, side by side."""

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import escaneo
import textos

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
FILTROS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}


def tipo_de(archivo):
    return DOCX if archivo.endswith(".docx") else PDF


def _faltantes(archivos, destino, formato):
    salida = [os.path.join(destino, os.path.splitext(os.path.basename(a))[0] + "." + formato) for a in archivos]
    return [os.path.basename(s) for s in salida if not os.path.exists(s) or os.path.getsize(s) == 0]


def _soffice(perfil, formato, origen, destino):
    """Converts all files of a folder with one start of LibreOffice, which must not share its profile with another one."""
    programa = shutil.which("soffice") or shutil.which("libreoffice")
    if not programa:
        raise RuntimeError("no está instalado LibreOffice (libreoffice-writer-nogui)")
    archivos = sorted(os.path.join(origen, f) for f in os.listdir(origen))
    orden = [programa, f"-env:UserInstallation=file://{perfil}", "--headless", "--norestore", "--nolockcheck", "--convert-to", FILTROS[formato],
             "--outdir", destino, *archivos]
    p = subprocess.run(orden, capture_output=True, text=True, timeout=240, env={**os.environ, "HOME": perfil, "LC_ALL": "C.UTF-8"})
    faltan = _faltantes(archivos, destino, formato)
    if p.returncode != 0 or faltan:
        raise RuntimeError(f"LibreOffice no convirtió {', '.join(faltan) or 'los archivos'}: {p.stderr.strip()[-400:]}")


class Taller:
    """Writes the sources of all documents, converts them together, and then scans the signed ones."""

    def __init__(self, carpeta, referencia, hoy):
        self.carpeta, self.referencia, self.hoy = carpeta, referencia, hoy
        self.fuentes = {"docx": {}, "pdf": {}}
        self.firmados = []

    def encargar(self, caso, firma):
        """All documents of one agreement, whose signing is intended for `firma`."""
        ref, hoy, docx, pdf = self.referencia, self.hoy, self.fuentes["docx"], self.fuentes["pdf"]
        pdf[f"{caso.siglas}-solicitud"] = textos.solicitud(caso, ref, hoy, firma)
        pdf[f"{caso.siglas}-anexo"] = textos.anexo(caso, ref, hoy)
        for v in range(1, caso.versiones + 1):
            docx[f"{caso.siglas}-proyecto-v{v}"] = textos.acuerdo(caso, str(v), ref, firma)
        if caso.dictamen:
            docx[f"{caso.siglas}-dictamen"] = textos.proyecto_dictamen(caso, ref, hoy)
            pdf[f"{caso.siglas}-respuesta"] = textos.respuesta(caso, ref, hoy)
        if caso.final == "inscrito":
            pdf[f"{caso.siglas}-firmado"] = textos.acuerdo(caso, "firma", ref, hoy)
            self.firmados.append(caso)
        if "olvido" in caso.cambios:
            pdf[f"{caso.siglas}-firmado-olvido"] = textos.acuerdo(caso, "olvido", ref, hoy)

    def fabricar(self):
        """Makes everything; how many files of each kind there are now."""
        with ThreadPoolExecutor(2) as juntos:
            list(juntos.map(self._convertir, FILTROS))
            list(juntos.map(lambda orden: escaneo.digitalizar(*orden[0], **orden[1]), self._copias()))
        hechos = [f for f in os.listdir(self.carpeta) if f.endswith((".docx", ".pdf"))]
        return {e: sum(f.endswith(e) for f in hechos) for e in (".docx", ".pdf")}

    def _convertir(self, formato):
        with tempfile.TemporaryDirectory(prefix="dictamen-demo-") as d:
            origen, perfil = os.path.join(d, "fuentes"), os.path.join(d, "perfil")
            os.mkdir(origen)
            os.mkdir(perfil)
            for nombre, texto in self.fuentes[formato].items():
                with open(os.path.join(origen, nombre + ".fodt"), "w", encoding="utf-8") as f:
                    f.write(texto)
            _soffice(perfil, formato, origen, self.carpeta)

    def _copias(self):
        for caso in self.firmados:
            impreso = self.ruta(caso, "firmado.pdf")
            sello = [caso.municipio.upper() or caso.corto.upper(), "PRESIDENCIA" if caso.municipio else "GOBIERNO", "DEMOSTRACIÓN"]
            yield (impreso, self.ruta(caso, "copia.pdf"), f"{self.referencia}{caso.id}", sello), {}
            if caso.devuelta:
                yield (impreso, self.ruta(caso, "copia-incompleta.pdf"), f"{self.referencia}{caso.id}x", sello), {"sin_ultima": True}
            if "olvido" in caso.cambios:
                yield (self.ruta(caso, "firmado-olvido.pdf"), self.ruta(caso, "copia-olvido.pdf"), f"{self.referencia}{caso.id}o", sello), {}

    def ruta(self, caso, que):
        """Path of «proyecto-v1.docx», «solicitud.pdf»… of an agreement."""
        return os.path.join(self.carpeta, f"{caso.siglas}-{que}")
