"""What a PDF says of itself in XMP beyond WeasyPrint's own words.

PDF/A wants every property that it does not know itself to be described in an extension schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from weasyprint.pdf.metadata import DocumentMetadata


class Property(NamedTuple):
    """One property of a schema: its name, XMP type, category, what it is, and its value."""

    name: str
    type: str
    category: str
    description: str
    value: str


class Schema(NamedTuple):
    """Properties that belong together, by the address and the prefix of their namespace."""

    title: str
    uri: str
    prefix: str
    properties: Sequence[Property]


PDF_UA = Schema(
    "PDF/UA identification",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    [Property("part", "Integer", "internal", "Part of ISO 14289 that the file conforms to", "1")],
)


class Metadata(DocumentMetadata):  # type: ignore[misc]
    """XMP that says PDF/UA-1 beside PDF/A-3a."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """WeasyPrint's own metadata with those of PDF/UA."""
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", described(PDF_UA) + b"</rdf:RDF>")


def described(*schemas: Schema) -> bytes:
    """Schemas with their values, to be put into a packet: one block, for XMP allows no second.

    Args:
        schemas: Titles, descriptions and values without characters that XML would have escaped.
    """
    values = "".join(_values(schema) for schema in schemas)
    bag = "".join(_extension(schema) for schema in schemas)
    return f"""
{values}<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{bag}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()


def _values(schema: Schema) -> str:
    values = "".join(
        f"<{schema.prefix}:{one.name}>{one.value}</{schema.prefix}:{one.name}>\n"
        for one in schema.properties
    )
    return (
        f'<rdf:Description rdf:about="" xmlns:{schema.prefix}="{schema.uri}">\n'
        f"{values}</rdf:Description>\n"
    )


def _extension(schema: Schema) -> str:
    properties = "".join(
        f"""<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{one.name}</pdfaProperty:name>
<pdfaProperty:valueType>{one.type}</pdfaProperty:valueType>
<pdfaProperty:category>{one.category}</pdfaProperty:category>
<pdfaProperty:description>{one.description}</pdfaProperty:description>
</rdf:li>"""
        for one in schema.properties
    )
    return f"""<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{schema.title}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{schema.uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{schema.prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
