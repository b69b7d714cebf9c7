"""A vbaProject.bin from the text of its modules: MS-OVBA streams in an MS-CFB compound file, without Office."""

from addin.excel.vbaproject.module import Module, ModuleKind
from addin.excel.vbaproject.project import vba_project

__all__ = ["Module", "ModuleKind", "vba_project"]
